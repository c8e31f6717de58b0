// One sweep over all parameters of a network: the optimizer's step (optimizer_rules.cuh), with the factors of
// the step clock (step_clock.h).
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {

// Congruent blocks of `count` floats (the tensor table's blocks, padding included: it stays 0).
struct ParameterBlocks {
  float* weights = nullptr;
  const float* gradients = nullptr;
  float* moment0 = nullptr;  // null where the optimizer keeps none
  float* moment1 = nullptr;
  std::int64_t count = 0;
};

void optimizer_step(StreamHandle stream, OptimizerKind kind, const StepClock* clock,
                    const ParameterBlocks& blocks);

}  // namespace headroom::gpu
