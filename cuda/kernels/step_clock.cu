#include <cmath>

#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
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
  StepCorrection correction{static_cast<float>(settings.learning_rate), 1.0F};
  if (settings.kind == OptimizerKind::kAdam || settings.kind == OptimizerKind::kAdamW) {
    const double t = static_cast<double>(first.updates + i + 1);
    correction.step = static_cast<float>(settings.learning_rate / (1.0 - pow(settings.beta1, t)));
    correction.root_correction = static_cast<float>(sqrt(1.0 - pow(settings.beta2, t)));
  }
  corrections[first.slot + i] = correction;
}

// What no step changes; step and root_correction come with each step.
StepFactors lasting_factors(const OptimizerSettings& s) {
  const bool decoupled = s.kind == OptimizerKind::kAdamW;
  return {
      .l2 = static_cast<float>(decoupled ? 0.0 : s.l2),
      .decay = static_cast<float>(decoupled ? 1.0 - s.learning_rate * s.l2 : 1.0),
      .step = 0.0F,
      .momentum = static_cast<float>(s.momentum),
      .one_minus_b1 = static_cast<float>(1.0 - s.beta1),
      .b2 = static_cast<float>(s.beta2),
      .one_minus_b2 = static_cast<float>(1.0 - s.beta2),
      .root_correction = 1.0F,
      .epsilon = static_cast<float>(s.epsilon),
  };
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
