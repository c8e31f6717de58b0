#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/optimizer.h"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 256;

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
__global__ void step_kernel(ParameterBlocks blocks, const StepClock* __restrict__ clock) {
  const StepFactors factors = clock->factors;
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * kThreads;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x; i < blocks.count;
       i += stride) {
    Rule::apply(blocks, factors, i);
  }
}

}  // namespace

void optimizer_step(StreamHandle stream, OptimizerKind kind, const StepClock* clock,
                    const ParameterBlocks& blocks) {
  const std::int64_t wanted = divide_up(blocks.count, kThreads);
  const auto grid = static_cast<unsigned>(wanted < kMaxGridX ? wanted : kMaxGridX);
  switch (kind) {
    case OptimizerKind::kSgd: step_kernel<SgdRule><<<grid, kThreads, 0, stream>>>(blocks, clock); break;
    case OptimizerKind::kMomentum:
      step_kernel<MomentumRule><<<grid, kThreads, 0, stream>>>(blocks, clock);
      break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: step_kernel<AdamRule><<<grid, kThreads, 0, stream>>>(blocks, clock); break;
  }
  HEADROOM_LAUNCHED("optimizer_step");
}

}  // namespace headroom::gpu
