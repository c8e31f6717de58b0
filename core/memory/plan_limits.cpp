// The inverse questions of a plan, by bisection on the function that makes it.
#include <algorithm>

#include "core/memory/inverse.h"
#include "core/memory/plan_report.h"

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

std::int64_t fewest_cards(const PlanInputs& inputs, Bytes available) {
  const auto fits = [&](std::int64_t n) { return plan_fits(on_cards(inputs, n), available); };
  if (fits(1)) return 1;
  // From two on (one needs no communicator) more cards never need more memory each.
  if (!fits(kMostCards)) return 0;
  return 2 + largest_that(kMostCards - 2, [&](std::int64_t n) { return !fits(n + 1); });
}

void transformer_limits(const PlanInputs& inputs, Bytes available, PlanLimits& limits) {
  const auto fits = [&](auto change) {
    return [&inputs, available, change](std::int64_t value) {
      PlanInputs changed = inputs;
      change(changed.job, value);
      return plan_fits(changed, available);
    };
  };
  limits.micro_batch =
      largest_that(kMostMicroBatch, fits([](TransformerJob& job, std::int64_t b) { job.micro_batch = b; }));
  const std::int64_t positions =
      inputs.transformer->learned_positions > 0 ? inputs.transformer->max_positions : 0;
  limits.sequence = largest_that(positions > 0 ? positions : kMostSequence,
                                 fits([](TransformerJob& job, std::int64_t s) { job.sequence = s; }));
  limits.cards = fewest_cards(inputs, available);
}

void mlp_limits(const PlanInputs& inputs, Bytes available, PlanLimits& limits) {
  const auto fits = [&](const MlpJob& mlp) {
    PlanInputs changed = inputs;
    changed.mlp = mlp;
    return plan_fits(changed, available);
  };
  const MlpJob& mlp = inputs.mlp;
  limits.batch = largest_that(mlp.data.train_rows, [&](std::int64_t batch) {
    MlpJob changed = mlp;
    changed.settings.batch = batch;
    return fits(changed);
  });
  limits.rows = largest_that(kMostRows, [&](std::int64_t rows) {
    MlpJob changed = mlp;
    changed.data.rows = rows;
    changed.data.train_rows = rows - ceil_div(rows, 5);
    return fits(changed);
  });
  const std::vector<ModelSpec> models = models_of(mlp);
  if (std::all_of(models.begin(), models.end(), [](const auto& m) { return m.widths.size() < 3; })) return;
  limits.width = largest_that(kMostWidth, [&](std::int64_t width) {
    MlpJob changed = mlp;
    change_models(changed, [width](ModelSpec& model) {
      std::fill(model.widths.begin() + 1, model.widths.end() - 1, width);
    });
    return fits(changed);
  });
}

}  // namespace

PlanLimits find_limits(const PlanInputs& inputs, const PlanTarget& target) {
  PlanLimits limits;
  if (inputs.transformer) {
    transformer_limits(inputs, target.available(), limits);
  } else {
    mlp_limits(inputs, target.available(), limits);
    limits.cards = plan_fits(inputs, target.available()) ? 1 : 0;
  }
  return limits;
}

}  // namespace headroom
