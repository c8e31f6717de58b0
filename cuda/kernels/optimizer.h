// One sweep over all parameters of a network: the step of SGD, momentum, Adam or AdamW.
//
// As torch.optim (2.x, not fused, not amsgrad), element by element, in fp32:
//   SGD       g += l2 w;  w -= lr g
//   momentum  g += l2 w;  m0 = momentum m0 + g;  w -= lr m0
//   Adam      g += l2 w;  m0 += (1-b1)(g - m0);  m1 = b2 m1 + (1-b2) g^2;
//             w -= lr/(1-b1^t) * m0 / (sqrt(m1)/sqrt(1-b2^t) + eps)
//   AdamW     w -= lr l2 w first, then as Adam with the plain g
// The factors come from the step clock (step_clock.h).
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
  float* moment0 = nullptr;  // momentum, Adam
  float* moment1 = nullptr;  // Adam
  std::int64_t count = 0;
};

void optimizer_step(StreamHandle stream, OptimizerKind kind, const StepClock* clock,
                    const ParameterBlocks& blocks);

}  // namespace headroom::gpu
