#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/optimizer.h"
#include "cuda/kernels/optimizer_rules.cuh"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 256;

template <typename Rule>
__global__ void step_kernel(ParameterBlocks blocks, const StepClock* __restrict__ clock) {
  const StepFactors factors = clock->factors;
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * kThreads;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x; i < blocks.count;
       i += stride) {
    ParameterValues p{blocks.weights[i], Rule::kMoments > 0 ? blocks.moment0[i] : 0.0F,
                      Rule::kMoments > 1 ? blocks.moment1[i] : 0.0F};
    Rule::apply(factors, blocks.gradients[i], p);
    blocks.weights[i] = p.weight;
    if (Rule::kMoments > 0) blocks.moment0[i] = p.moment0;
    if (Rule::kMoments > 1) blocks.moment1[i] = p.moment1;
  }
}

}  // namespace

void optimizer_step(StreamHandle stream, OptimizerKind kind, const StepClock* clock,
                    const ParameterBlocks& blocks) {
  const std::int64_t wanted = divide_up(blocks.count, kThreads);
  const auto grid = static_cast<unsigned>(wanted < kMaxGridX ? wanted : kMaxGridX);
  with_rule(kind, [&](auto rule) {
    using Rule = decltype(rule);
    step_kernel<Rule><<<grid, kThreads, 0, stream>>>(blocks, clock);
  });
  HEADROOM_LAUNCHED("optimizer_step");
}

}  // namespace headroom::gpu
