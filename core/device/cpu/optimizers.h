// One update of parameters, as PyTorch 2 computes it (torch.optim).
//
// Thread rule: pure functions on the caller's memory; disjoint ranges may run at once.
#pragma once

#include <cstdint>

#include "core/model/spec.h"

namespace headroom::cpu {

// The same range of the congruent blocks (core/device/tensors.h).
struct ParameterBlocks {
  float* weights;
  const float* gradients;
  float* moments[2];  // null where the optimizer has none
};

// What is the same for all parameters of one update.
//
// Everything is formed in double and rounded once: 1 - beta2 formed in float is off by 1e-4 of itself.
class UpdateRule {
 public:
  // `update` counts from 1.
  UpdateRule(const OptimizerSettings& settings, std::int64_t update);
  // Updates elements [begin, end).
  void apply(const ParameterBlocks& blocks, std::int64_t begin, std::int64_t end) const;

 private:
  OptimizerKind kind_;
  float rate_, l2_;
  float momentum_;
  float share1_;                      // 1 - beta1
  float kept_squares_, new_squares_;  // of the average of squared gradients: beta2, 1 - beta2
  float step_size_;                   // learning rate / (1 - beta1^t)
  float root_factor_;                 // 1 / sqrt(1 - beta2^t)
  float epsilon_;
  float decay_;  // AdamW: weights shrink by this factor first; 1 for Adam
};

}  // namespace headroom::cpu
