// The optimizers' formulas for one parameter (kernels/optimizer.h has them written out).
#pragma once

#include <cmath>

#include "core/model/spec.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {

// One parameter and its moments; a rule leaves alone what it does not keep.
struct ParameterValues {
  float weight;
  float moment0;
  float moment1;
};

struct SgdRule {
  static constexpr int kMoments = 0;
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    p.weight -= f.step * (gradient + f.l2 * p.weight);
  }
};

struct MomentumRule {
  static constexpr int kMoments = 1;
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    p.moment0 = f.momentum * p.moment0 + (gradient + f.l2 * p.weight);
    p.weight -= f.step * p.moment0;
  }
};

// Adam and AdamW: decay is 1 for the one, l2 is 0 for the other.
struct AdamRule {
  static constexpr int kMoments = 2;
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    const float w = p.weight * f.decay;
    const float g = gradient + f.l2 * w;
    p.moment0 += f.one_minus_b1 * (g - p.moment0);
    p.moment1 = f.b2 * p.moment1 + f.one_minus_b2 * g * g;
    p.weight = w - f.step * (p.moment0 / (sqrtf(p.moment1) / f.root_correction + f.epsilon));
  }
};

}  // namespace headroom::gpu
