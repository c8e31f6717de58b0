// The optimizers on the device: everything that cuda/ knows about one of them.
//
// As torch.optim (2.x, not fused, not amsgrad), element by element, in fp32:
//   SGD       g += l2 w;  w -= lr g
//   momentum  g += l2 w;  m0 = momentum m0 + g;  w -= lr m0
//   Adam      g += l2 w;  m0 += (1-b1)(g - m0);  m1 = b2 m1 + (1-b2) g^2;
//             w -= lr/(1-b1^t) * m0 / (sqrt(m1)/sqrt(1-b2^t) + eps)
//   AdamW     w -= lr l2 w first, then as Adam with the plain g
//   RMSprop   g += l2 w;  m0 = alpha m0 + (1-alpha) g^2;  w -= lr g / (sqrt(m0) + eps)
// A rule says how many moments it keeps, what it does to one parameter, and what the step clock prepares for
// it. A new optimizer is a rule here and a line in with_rule().
#pragma once

#include <cmath>

#include "core/model/optimizer.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {

// One parameter and its moments; a rule leaves alone what it does not keep.
struct ParameterValues {
  float weight;
  float moment0;
  float moment1;
};

// What most rules ask of the step clock.
struct PlainRule {
  // What becomes of the average of squares from one update to the next.
  static double kept_squares(const OptimizerSettings& s) { return s.beta2; }
  // The factors of update t, counted from 1.
  __device__ static StepCorrection correction(const OptimizerSettings& s, double /*t*/) {
    return {static_cast<float>(s.learning_rate), 1.0F};
  }
};

struct SgdRule : PlainRule {
  static constexpr int kMoments = 0;
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    p.weight -= f.step * (gradient + f.l2 * p.weight);
  }
};

struct MomentumRule : PlainRule {
  static constexpr int kMoments = 1;
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    p.moment0 = f.momentum * p.moment0 + (gradient + f.l2 * p.weight);
    p.weight -= f.step * p.moment0;
  }
};

// Adam and AdamW: decay is 1 for the one, l2 is 0 for the other.
struct AdamRule : PlainRule {
  static constexpr int kMoments = 2;
  __device__ static StepCorrection correction(const OptimizerSettings& s, double t) {
    return {static_cast<float>(s.learning_rate / (1.0 - pow(s.beta1, t))),
            static_cast<float>(1.0 / sqrt(1.0 - pow(s.beta2, t)))};
  }
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    const float w = p.weight * f.decay;
    const float g = gradient + f.l2 * w;
    p.moment0 += f.one_minus_b1 * (g - p.moment0);
    p.moment1 = f.kept_squares * p.moment1 + f.new_squares * g * g;
    p.weight = w - f.step * (p.moment0 / (sqrtf(p.moment1) * f.root_factor + f.epsilon));
  }
};

struct RmspropRule : PlainRule {
  static constexpr int kMoments = 1;
  static double kept_squares(const OptimizerSettings& s) { return s.alpha; }
  __device__ static void apply(const StepFactors& f, float gradient, ParameterValues& p) {
    const float g = gradient + f.l2 * p.weight;
    p.moment0 = f.kept_squares * p.moment0 + f.new_squares * g * g;
    p.weight -= f.step * (g / (sqrtf(p.moment0) + f.epsilon));
  }
};

// visit(Rule{}), on the host or in a kernel.
#ifdef __CUDACC__
#pragma nv_exec_check_disable  // a visitor is either the host's or the device's
#endif
template <typename Visit>
__host__ __device__ auto with_rule(OptimizerKind kind, const Visit& visit) {
  switch (kind) {
    case OptimizerKind::kSgd: return visit(SgdRule{});
    case OptimizerKind::kMomentum: return visit(MomentumRule{});
    case OptimizerKind::kRmsprop: return visit(RmspropRule{});
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: break;
  }
  return visit(AdamRule{});
}

// What no step changes; step and root_factor come with each step.
inline StepFactors lasting_factors(const OptimizerSettings& s) {
  const bool decoupled = kOptimizerTable.row(s.kind).decoupled_decay;
  const double kept_squares = with_rule(s.kind, [&](auto rule) { return decltype(rule)::kept_squares(s); });
  return {
      .l2 = static_cast<float>(decoupled ? 0.0 : s.l2),
      .decay = static_cast<float>(decoupled ? 1.0 - s.learning_rate * s.l2 : 1.0),
      .step = 0.0F,
      .momentum = static_cast<float>(s.momentum),
      .one_minus_b1 = static_cast<float>(1.0 - s.beta1),
      .kept_squares = static_cast<float>(kept_squares),
      .new_squares = static_cast<float>(1.0 - kept_squares),
      .root_factor = 1.0F,
      .epsilon = static_cast<float>(s.epsilon),
  };
}

}  // namespace headroom::gpu
