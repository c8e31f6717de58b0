// One update of parameters, as PyTorch 2 computes it (torch.optim.SGD, Adam, AdamW).
//
// Thread rule: pure functions on the caller's memory; disjoint ranges may run at once.
#pragma once

#include <cstdint>

#include "core/model/spec.h"

namespace headroom::cpu {

// The same range of the congruent blocks (core/model/tensor_table.h).
struct ParameterBlocks {
  float* weights;
  const float* gradients;
  float* moments[2];  // momentum buffer, or Adam's m and v; null where the optimizer has none
};

// Updates elements [begin, end). `update` counts from 1.
void update_parameters(const OptimizerSettings& settings, std::int64_t update, const ParameterBlocks& blocks,
                       std::int64_t begin, std::int64_t end);

}  // namespace headroom::cpu
