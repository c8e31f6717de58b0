#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/optimizer_rules.cuh"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 256;

// One thread per step; the first also sets the clock.
__global__ void begin_steps_kernel(OptimizerSettings settings, StepFactors factors, FirstStep first,
                                   std::int64_t steps, StepCorrection* corrections, StepClock* clock) {
  const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * kThreads + threadIdx.x;
  if (i == 0) *clock = {first.order, first.first, first.batch, first.slot, factors};
  if (i >= steps) return;
  const double t = static_cast<double>(first.updates + i + 1);
  corrections[first.slot + i] =
      with_rule(settings.kind, [&](auto rule) { return decltype(rule)::correction(settings, t); });
}

}  // namespace

void begin_steps(StreamHandle stream, const OptimizerSettings& settings, const FirstStep& first_step,
                 std::int64_t steps, StepCorrection* corrections, StepClock* clock) {
  const std::int64_t blocks = divide_up(steps > 0 ? steps : 1, kThreads);
  begin_steps_kernel<<<static_cast<unsigned>(blocks), kThreads, 0, stream>>>(
      settings, lasting_factors(settings), first_step, steps, corrections, clock);
  HEADROOM_LAUNCHED("begin_steps");
}

}  // namespace headroom::gpu
