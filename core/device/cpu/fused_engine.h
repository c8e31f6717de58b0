// One network in training on the processor, as fast as it goes: panels of 16 samples run through all
// layers while they are in the first-level cache, and each block of weight rows is updated as soon as its
// gradient is there.
//
// A step: panel by panel gather the rows, sample by sample and as a panel, and run it forward through all
// layers while the rows of the next are fetched; losses and their gradient; then layer by layer from the
// last: the delta of the layer below (with the weights as they were), the gradient of a few rows of
// weights, their update. Threads share panels on the way up and rows of weights on the way down, never a
// sum: the same bits for every number of threads.
//
// Thread rule: as Engine.
#pragma once

#include <cstdint>

#include "core/device/cpu/cpu_engine.h"
#include "core/device/cpu/panel_kernels.h"
#include "core/model/panels.h"

namespace headroom::cpu {

class FusedEngine final : public CpuEngine {
 public:
  // `kernels` must outlive the engine.
  FusedEngine(const ModelSpec& model, const TrainSettings& settings, const CpuData& data, WorkerPool& pool,
              Ledger& ledger, const PanelKernels& kernels);

 private:
  Evaluation learn(const BatchRows& rows) override;
  const float* infer(std::int64_t first, std::int64_t count) override;

  struct PanelOfRows {
    std::uint32_t row[kPanelRows] = {};
    std::int64_t count = 0;  // less than 16 in the last panel of a batch
  };
  // Which rows a panel of the batch holds; they are on their way into the cache when this returns.
  PanelOfRows locate(const BatchRows& rows, std::int64_t panel) const;
  void gather(const PanelOfRows& panel, std::int64_t p);
  // Panel p of the input <- `count` rows of the data's source, and the terms that are not in it.
  void make_panel(const float* rows, std::int64_t stride, std::int64_t count, std::int64_t p);
  // All layers of one panel, from input_panels_ to the logits of `count` samples.
  void forward_panel(std::int64_t panel, std::int64_t count, bool training);
  void output_deltas(std::int64_t rows);
  void backward(std::int64_t rows);
  void input_gradient(std::size_t layer, const float* delta, float* below, std::int64_t panels);
  void learn_layer(std::size_t layer, const float* delta, std::int64_t panels, const UpdateRule& rule);
  // Panels or rows that are worth a thread of their own, when each costs so many multiply-adds.
  static std::int64_t grain(std::int64_t multiply_adds);

  const PanelKernels& kernels_;
  std::vector<float*> activation_rows_;  // of hidden layers [padded batch, row_stride(width)]
  float* batch_input_;                   // [padded batch, row_stride(inputs)]
  float* batch_target_;                  // [batch]
  float* input_panels_;                  // panels of one pass
  float* logits_;                        // [padded rows, outputs]
  float* output_delta_;                  // [padded batch, outputs]
  float* delta_[2];                      // panels [widest layer, 16] of the batch
};

}  // namespace headroom::cpu
