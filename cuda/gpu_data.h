// The data pipeline on a CUDA device: DeviceData over one arena.
//
// Streamed rows stay in main memory and are scaled there; each engine fetches them chunk by chunk
// (row_stream.h).
//
// Thread rule: as Device; gather() from any thread.
#pragma once

#include <cstdint>
#include <shared_mutex>
#include <vector>

#include "core/device/backend_data.h"
#include "cuda/arena.h"
#include "cuda/device_state.h"
#include "cuda/kernels/rows.h"

namespace headroom::gpu {

class GpuData final : public BackendData {
 public:
  // Throws Error{kBadInput} for an impossible shape, Error{kOutOfMemory} when it does not fit.
  GpuData(DeviceState& state, const DataShape& shape);

  const TensorTable& tensors() const override { return arena_.table(); }

  void upload(std::span<const float> columns, std::span<const float> targets) override;
  ScalerParams fit_scaler(ScaleKind kind) override;
  void scale(const ScalerParams& params) override;
  void expand() override;
  // Each engine brings them to the device before its next step.
  void set_class_weights(std::span<const float> weights) override {
    class_weights_.assign(weights.begin(), weights.end());
    ++weights_version_;
  }

  std::vector<float> read_columns(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_features(std::int64_t first, std::int64_t count) const override;
  std::vector<float> read_targets(std::int64_t first, std::int64_t count) const override;

  // What the engines read: the feature matrix, or the columns where they generate the terms themselves.
  RowSource source() const {
    return {.rows = features_, .targets = targets_, .width = source_width(), .features = shape_.features()};
  }
  // Streamed rows in order: columns [count, columns] and targets [count] = the rows at positions first ...
  // first + count - 1.
  void gather(const RowOrder& order, std::int64_t first, std::int64_t count, float* columns,
              float* targets) const;
  // Changes whenever the streamed rows change.
  std::int64_t version() const { return version_; }
  // [classes]; empty: all count alike.
  const std::vector<float>& class_weights() const { return class_weights_; }
  std::int64_t weights_version() const { return weights_version_; }

 private:
  std::vector<float> read(const float* matrix, std::int64_t width, std::int64_t first,
                          std::int64_t count) const;

  std::vector<float> from_host(const std::vector<float>& matrix, std::int64_t width, std::int64_t first,
                               std::int64_t count) const;

  DeviceState& state_;
  std::vector<float> host_columns_;  // streamed rows only
  std::vector<float> host_targets_;
  mutable std::shared_mutex host_mutex_;  // a stream may gather rows while they are being changed
  std::int64_t version_ = 0;
  std::vector<float> class_weights_;
  std::int64_t weights_version_ = 0;
  TensorArena arena_;
  float* columns_;   // null where the rows are streamed, as are features_ and targets_
  float* features_;  // the columns themselves where no matrix is stored
  float* targets_;
  float* offset_;
  float* factor_;
};

}  // namespace headroom::gpu
