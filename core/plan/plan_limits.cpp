#include <algorithm>

#include "core/plan/plan_limits.h"

namespace headroom {

namespace {

// The same work on n cards, at the same global batch as far as it can be divided.
PlanInputs on_cards(PlanInputs inputs, std::int64_t n) {
  Parallelism& p = inputs.job.parallel;
  if (inputs.job.mode == PlanMode::kInfer) {
    p.data = p.pipeline = 1;
    p.tensor = n;
    return inputs;
  }
  const std::int64_t micro_batches = inputs.job.micro_batches * p.data;
  p = Parallelism{};
  p.data = n;
  p.zero = 3;
  inputs.job.micro_batches = std::max<std::int64_t>(1, micro_batches / n);
  return inputs;
}

std::int64_t fewest_cards(const PlanInputs& inputs, const PlanTarget& target) {
  const auto fits = [&](std::int64_t n) { return plan_fits(on_cards(inputs, n), target); };
  if (fits(1)) return 1;
  // From two on (one needs no communicator) more cards never need more memory each.
  if (!fits(kMostCards)) return 0;
  return 2 + largest_that(kMostCards - 2, [&](std::int64_t n) { return !fits(n + 1); });
}

}  // namespace

PlanLimits transformer_limits(const PlanInputs& inputs, const PlanTarget& target) {
  const auto fits = [&](auto change) {
    return [&inputs, &target, change](std::int64_t value) {
      PlanInputs changed = inputs;
      change(changed.job, value);
      return plan_fits(changed, target);
    };
  };
  PlanLimits limits;
  limits.micro_batch =
      largest_that(kMostMicroBatch, fits([](TransformerJob& job, std::int64_t b) { job.micro_batch = b; }));
  const std::int64_t positions =
      inputs.transformer->learned_positions > 0 ? inputs.transformer->max_positions : 0;
  limits.sequence = largest_that(positions > 0 ? positions : kMostSequence,
                                 fits([](TransformerJob& job, std::int64_t s) { job.sequence = s; }));
  limits.cards = fewest_cards(inputs, target);
  return limits;
}

}  // namespace headroom
