// One network in training on the processor, as in a textbook: plain, deterministic, synchronous. The
// oracle for every other engine; slower than FusedEngine.
//
// A step: gather the batch's rows; forward, layer by layer (one product with the bias, then the
// activation in place); loss and its gradient from the logits; back through the layers with two alternating
// delta buffers; one optimizer sweep over all parameters.
#pragma once

#include "core/device/cpu/cpu_engine.h"

namespace headroom::cpu {

// Row-major buffers without padding.
BackendLayout plain_layout();

class PlainEngine final : public CpuEngine {
 public:
  PlainEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger);

 private:
  // A batch as the network sees it: in place in the data, or gathered.
  struct Rows {
    const float* features;
    const float* targets;
    std::int64_t count;
  };

  Evaluation gradients_of(const BatchRows& rows) override;
  const float* infer(std::int64_t first, std::int64_t count) override;
  void load_rows(const float* features, std::int64_t) override { loaded_ = features; }
  void load_batch(const BatchRows& rows) override { loaded_ = gather(rows).features; }
  void forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) override;

  Rows gather(const BatchRows& rows);
  // features[rows, inputs] <- what the network sees of source[rows, source_width].
  void write_features(const float* source, std::int64_t rows, float* features) const;
  // Of consecutive rows: in place, or written to batch.input.
  const float* features_of(std::int64_t first, std::int64_t count);
  void forward(const float* input, std::int64_t rows, bool training);
  void backward(const float* input, std::int64_t rows);
  void multiply(const Layer& layer, const float* input, std::int64_t rows) const;
  void activate_layer(const Layer& layer, std::int64_t rows) const;

  const float* loaded_ = nullptr;         // the rows of load_rows()
  float* delta_[2] = {nullptr, nullptr};  // [batch, widest layer]
};

}  // namespace headroom::cpu
