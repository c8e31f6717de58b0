// One network in training on the processor, as fast as possible: panels of 16 samples run through all
// layers while they are in the first-level cache, and each block of weight rows is updated as soon as its
// gradient is known.
//
// A step is two loops that the threads share, so they synchronise twice:
//   1. over the panels of the batch: gather the rows, sample by sample and as a panel; forward through all
//      layers; losses; the deltas of all layers, back to the first (no weight has changed yet)
//   2. over blocks of weight rows of all layers: their gradient, over all panels, and their update
// No sum is split between threads: the bits are the same for any number of threads.
//
// Thread rule: as Engine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/device/cpu/cpu_engine.h"
#include "core/device/cpu/panel_kernels.h"
#include "core/device/panels.h"

namespace headroom::cpu {

class FusedEngine final : public CpuEngine {
 public:
  // `kernels` must outlive the engine.
  FusedEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger,
              const PanelKernels& kernels);

 private:
  Evaluation gradients_of(const BatchRows& rows) override { return learn(rows, nullptr); }
  Evaluation learn(const BatchRows& rows) override;
  // No rule: gradients only.
  Evaluation learn(const BatchRows& rows, const UpdateRule* rule);
  const float* infer(std::int64_t first, std::int64_t count) override;
  void load_rows(const float* features, std::int64_t rows) override;
  void load_batch(const BatchRows& rows) override;
  void forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) override;

  struct PanelOfRows {
    std::uint32_t row[kPanelRows] = {};
    std::int64_t count = 0;  // less than 16 in the last panel of a batch
  };
  // Which rows a panel of the batch holds; they are being prefetched when this returns.
  PanelOfRows locate(const BatchRows& rows, std::int64_t panel) const;
  void gather(const PanelOfRows& panel, std::int64_t p);
  // Panel p of the input <- `count` rows of the data's source, and the terms that are not stored in it.
  void make_panel(const float* rows, std::int64_t stride, std::int64_t count, std::int64_t p);
  // Panels [begin, end) of a pass over `rows` rows. Layer by layer: its weights stay in the second-level
  // cache while the panels go by.
  struct Panels {
    std::int64_t begin, end, rows;
    float share = 0;  // of one row in the mean over the batch
    std::int64_t samples(std::int64_t panel) const { return std::min(kPanelRows, rows - panel * kPanelRows); }
  };
  void gather(const BatchRows& rows, const Panels& panels);
  // From input_panels_ to the logits.
  void forward(const Panels& panels, bool training);
  void forward_layer(std::size_t layer, std::int64_t panel, bool training);
  void forward_layer(std::size_t layer, const Panels& panels, const LayerTarget& target);
  // From the logits to the delta of every layer.
  void losses(const Panels& panels);
  void deltas(const Panels& panels);
  // Rows [first, last) of a layer's weights.
  struct WeightRows {
    std::size_t layer;
    std::int64_t first, last;
  };
  void share_weights();
  void learn_rows(const WeightRows& rows, std::int64_t panels, const UpdateRule* rule);
  // How many panels or rows are worth a thread of their own if each costs this many multiply-adds.
  static std::int64_t grain(std::int64_t multiply_adds);

  const PanelKernels& kernels_;
  std::vector<float*> activation_rows_;  // of hidden layers [padded batch, row_stride(width)]
  float* batch_input_;                   // [padded batch, row_stride(inputs)]
  float* batch_target_;                  // [batch]
  float* input_panels_;                  // panels of one pass
  float* logits_;                        // [padded rows, outputs]
  float* output_delta_;                  // [padded batch, outputs]
  std::vector<float*> delta_;            // of each layer, panels [width, 16] of the batch
  // All weights, in pieces of about the same size: what one thread updates at a time.
  std::vector<std::vector<WeightRows>> pieces_;
};

}  // namespace headroom::cpu
