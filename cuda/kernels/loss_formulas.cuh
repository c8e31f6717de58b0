// Loss, hit and gradient of one row with one output (kernels/loss.h has the formulas).
#pragma once

#include <cmath>

#include "core/model/spec.h"

namespace headroom::gpu {

struct RowLoss {
  float loss;
  int correct;  // 1 or 0
  float slope;  // of the loss with respect to the logit
};

__device__ inline float sigmoid(float z) { return 1.0F / (1.0F + expf(-z)); }

template <Output kOutput>
__device__ RowLoss single_output_loss(float z, float target) {
  if constexpr (kOutput == Output::kSigmoid) {
    return {(z < 0 ? 0.0F : z) - z * target + log1pf(expf(-fabsf(z))),  // NaN stays NaN
            (z > 0) == (target > 0.5F) ? 1 : 0, sigmoid(z) - target};
  } else {
    const float error = z - target;
    return {error * error, 0, 2.0F * error};
  }
}

}  // namespace headroom::gpu
