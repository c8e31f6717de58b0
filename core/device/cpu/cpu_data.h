// The data pipeline on the processor. Scaling is the host functions of core/data, the oracle for every
// device; polynomial terms are made by the engine's kernels, the same products.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/device/cpu/arena.h"
#include "core/device/device.h"

namespace headroom::cpu {

class CpuData final : public DeviceData {
 public:
  CpuData(const DataShape& shape, Ledger& ledger);

  const DataShape& shape() const override { return shape_; }
  const TensorTable& tensors() const override { return arena_.table(); }

  void upload(std::span<const float> features, std::span<const float> targets) override;
  ScalerParams fit_scaler(ScaleKind kind) override;
  void scale(const ScalerParams& params) override;
  void expand() override;

  std::vector<float> read_columns(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_features(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_targets(std::int64_t first, std::int64_t count) const override;

  // For the engine: what it reads of a row, [rows, source_width], and [rows]. The source is what the network
  // sees, or the columns alone where the engine makes the terms itself (shape().generates()).
  const float* source() const { return features_; }
  std::int64_t source_width() const { return shape_.generates() ? shape_.columns : shape_.features(); }
  const float* targets() const { return targets_; }
  // Least and greatest target; NaN when one of them is.
  std::pair<float, float> target_range() const { return target_range_; }

 private:
  std::vector<float> read_rows(const float* matrix, std::int64_t width, std::int64_t first,
                               std::int64_t count) const;
  std::span<float> columns() const;

  DataShape shape_;
  Arena arena_;
  float* columns_;
  float* features_;  // the same as columns_ where none are stored
  float* targets_;
  std::pair<float, float> target_range_{0.0F, 0.0F};
};

}  // namespace headroom::cpu
