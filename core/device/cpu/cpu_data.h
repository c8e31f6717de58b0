// The data pipeline on the processor. Scaling uses the host functions of core/data, the oracle for every
// device; polynomial terms are made by the engine's kernels, the same products.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/device/backend_data.h"
#include "core/device/cpu/arena.h"

namespace headroom::cpu {

class CpuData final : public BackendData {
 public:
  CpuData(const DataShape& shape, Ledger& ledger);

  const TensorTable& tensors() const override { return arena_.table(); }

  void upload(std::span<const float> columns, std::span<const float> targets) override;
  ScalerParams fit_scaler(ScaleKind kind) override;
  void scale(const ScalerParams& params) override;
  void expand() override;
  void set_class_weights(std::span<const float> weights) override {
    class_weights_.assign(weights.begin(), weights.end());
  }

  std::vector<float> read_columns(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_features(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_targets(std::int64_t first, std::int64_t count) const override;

  // For the engine: what it reads of a row, [rows, source_width], and [rows].
  const float* source() const { return features_; }
  const float* targets() const { return targets_; }
  // [classes]; null where all count alike.
  const float* class_weights() const { return class_weights_.empty() ? nullptr : class_weights_.data(); }

 private:
  std::vector<float> read_rows(const float* matrix, std::int64_t width, std::int64_t first,
                               std::int64_t count) const;
  std::span<float> columns() const;

  Arena arena_;
  float* columns_;
  float* features_;  // the same as columns_ where none are stored
  float* targets_;
  std::vector<float> class_weights_;
};

}  // namespace headroom::cpu
