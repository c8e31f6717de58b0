// One update of parameters, as PyTorch 2 computes it (torch.optim).
//
// Thread rule: pure functions on the caller's memory; disjoint ranges may run at once.
#pragma once

#include <cstdint>

#include "core/device/cpu/arithmetic.h"
#include "core/model/spec.h"

namespace headroom::cpu {

// The same range of the congruent blocks (core/device/tensors.h).
struct ParameterBlocks {
  float* weights;
  const float* gradients;
  float* moments[2];  // null where the optimizer has none
};

// One update of all parameters: the optimizer, and what is the same for each of them.
//
// Everything is formed in double and rounded once: 1 - beta2 formed in float is off by 1e-4 of itself.
class UpdateRule {
 public:
  // `update` counts from 1.
  UpdateRule(const OptimizerSettings& settings, std::int64_t update,
             const Arithmetic& arithmetic = native_arithmetic());
  // Updates elements [begin, end).
  void apply(const ParameterBlocks& blocks, std::int64_t begin, std::int64_t end) const;

 private:
  OptimizerKind kind_;
  const Arithmetic& arithmetic_;
  UpdateConstants constants_;
};

}  // namespace headroom::cpu
