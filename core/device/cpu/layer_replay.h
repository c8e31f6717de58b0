// One training step of one batch, layer by layer, to measure what each layer takes: a look at a network,
// beside its training and with a copy of its weights.
//
//   cpu::LayerReplay replay({model, settings.optimizer, weights, features, targets});
//   while (!replay.advance()) {  // a layer forward, or a layer backward with its update
//   }
//   replay.seconds()[0].backward;
//
// The step is PlainEngine's: the same products, activations, losses and update rules, on one thread. What an
// engine that fuses these takes is less, and is not told apart by layers. Every pass starts where the one
// before ended, without moments.
//
// Thread rule: one thread. Units: seconds. Shapes: features [rows, inputs], targets [rows].
#pragma once

#include <cstdint>
#include <vector>

#include "core/device/cpu/worker_pool.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom::cpu {

struct LayerSeconds {
  double forward = 0, backward = 0, update = 0;
};

struct ReplayJob {
  ModelSpec model;
  OptimizerSettings optimizer;
  Weights weights;
  std::vector<float> features;
  std::vector<float> targets;
};

class LayerReplay {
 public:
  explicit LayerReplay(ReplayJob job);

  // One piece; true when it ended a pass. The next call begins another.
  bool advance();
  const std::vector<LayerSeconds>& seconds() const { return seconds_; }  // of the pass, layers from the input
  const Weights& weights() const { return job_.weights; }                // after the updates so far

 private:
  struct Values {  // of one layer, [rows, out]
    std::vector<float> z, activation;
  };
  void forward(std::size_t layer);
  void judge();  // the loss and its gradient
  void backward(std::size_t layer);
  void update(std::size_t layer);
  std::int64_t in(std::size_t layer) const { return job_.model.widths[layer]; }
  std::int64_t out(std::size_t layer) const { return job_.model.widths[layer + 1]; }
  const std::vector<float>& input_of(std::size_t layer) const {
    return layer == 0 ? job_.features : values_[layer - 1].activation;
  }

  ReplayJob job_;
  std::int64_t rows_;
  WorkerPool pool_{1};
  std::vector<Values> values_;
  std::vector<float> delta_, below_;  // of the layer that is next, and of the one below it
  LayerWeights gradient_;             // of one layer
  std::vector<LayerSeconds> seconds_;
  std::size_t piece_ = 0;  // of the pass: layers forward, then backward
};

}  // namespace headroom::cpu
