#include <cmath>

#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/optimizer.h"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 256;

// The settings as the kernels want them: rounded to float once, on the host.
struct StepFactors {
  float l2;     // added to the gradient
  float decay;  // AdamW: w *= decay
  float step;   // lr, or lr / (1 - b1^t)
  float momentum;
  float one_minus_b1;
  float b2;
  float one_minus_b2;
  float root_correction;  // sqrt(1 - b2^t)
  float epsilon;
};

struct SgdRule {
  __device__ static void apply(const ParameterBlocks& p, const StepFactors& f, std::int64_t i) {
    const float w = p.weights[i];
    p.weights[i] = w - f.step * (p.gradients[i] + f.l2 * w);
  }
};

struct MomentumRule {
  __device__ static void apply(const ParameterBlocks& p, const StepFactors& f, std::int64_t i) {
    const float w = p.weights[i];
    const float m = f.momentum * p.moment0[i] + (p.gradients[i] + f.l2 * w);
    p.moment0[i] = m;
    p.weights[i] = w - f.step * m;
  }
};

// Adam and AdamW: decay is 1 for the one, l2 is 0 for the other.
struct AdamRule {
  __device__ static void apply(const ParameterBlocks& p, const StepFactors& f, std::int64_t i) {
    const float w = p.weights[i] * f.decay;
    const float g = p.gradients[i] + f.l2 * w;
    const float m = p.moment0[i] + f.one_minus_b1 * (g - p.moment0[i]);
    const float v = f.b2 * p.moment1[i] + f.one_minus_b2 * g * g;
    p.moment0[i] = m;
    p.moment1[i] = v;
    p.weights[i] = w - f.step * (m / (sqrtf(v) / f.root_correction + f.epsilon));
  }
};

template <typename Rule>
__global__ void step_kernel(ParameterBlocks blocks, StepFactors factors) {
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * kThreads;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x; i < blocks.count;
       i += stride) {
    Rule::apply(blocks, factors, i);
  }
}

StepFactors factors_of(const OptimizerSettings& s, std::int64_t update) {
  const bool decoupled = s.kind == OptimizerKind::kAdamW;
  const bool adam = decoupled || s.kind == OptimizerKind::kAdam;
  const double t = static_cast<double>(update);
  const double step = adam ? s.learning_rate / (1.0 - std::pow(s.beta1, t)) : s.learning_rate;
  return {
      .l2 = static_cast<float>(decoupled ? 0.0 : s.l2),
      .decay = static_cast<float>(decoupled ? 1.0 - s.learning_rate * s.l2 : 1.0),
      .step = static_cast<float>(step),
      .momentum = static_cast<float>(s.momentum),
      .one_minus_b1 = static_cast<float>(1.0 - s.beta1),
      .b2 = static_cast<float>(s.beta2),
      .one_minus_b2 = static_cast<float>(1.0 - s.beta2),
      .root_correction = static_cast<float>(std::sqrt(1.0 - std::pow(s.beta2, t))),
      .epsilon = static_cast<float>(s.epsilon),
  };
}

}  // namespace

void optimizer_step(StreamHandle stream, const OptimizerSettings& settings, std::int64_t update,
                    const ParameterBlocks& blocks) {
  const StepFactors factors = factors_of(settings, update);
  const std::int64_t wanted = divide_up(blocks.count, kThreads);
  const auto grid = static_cast<unsigned>(wanted < kMaxGridX ? wanted : kMaxGridX);
  switch (settings.kind) {
    case OptimizerKind::kSgd: step_kernel<SgdRule><<<grid, kThreads, 0, stream>>>(blocks, factors); break;
    case OptimizerKind::kMomentum:
      step_kernel<MomentumRule><<<grid, kThreads, 0, stream>>>(blocks, factors);
      break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: step_kernel<AdamRule><<<grid, kThreads, 0, stream>>>(blocks, factors); break;
  }
  HEADROOM_LAUNCHED("optimizer_step");
}

}  // namespace headroom::gpu
