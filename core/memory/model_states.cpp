#include "core/memory/model_states.h"

namespace headroom {

namespace {

constexpr const char* kMegatron = "Megatron-LM, docs dist_optimizer";
constexpr const char* kEightBit = tr_later("Hugging Face optimizer docs, 8-bit Adam");

}  // namespace

Recipe recipe_of(const TransformerJob& job) {
  Recipe recipe;
  const bool wide = job.precision == PlanPrecision::kFp32;
  switch (job.optimizer) {
    case PlanOptimizer::kSgd: recipe.optimizer = 0; break;
    case PlanOptimizer::kMomentum: recipe.optimizer = 4; break;
    case PlanOptimizer::kAdam: recipe.optimizer = 8; break;
    case PlanOptimizer::kAdam8bit: recipe.optimizer = 2; break;
  }
  if (wide) {
    recipe.weights = recipe.gradients = 4;
    recipe.source = kFromShapes;
  } else {
    recipe.optimizer += 4;  // an fp32 copy of the weights, which the optimizer works on
    if (job.fp32_gradients || job.parallel.distributed_optimizer) {
      recipe.gradients = 4;
      recipe.source = kMegatron;
    }
  }
  if (job.optimizer == PlanOptimizer::kAdam8bit) recipe.source = kEightBit;
  return recipe;
}

Shares shares_of(const Parallelism& p) {
  return {p.zero >= 3 ? p.data : 1, p.zero >= 2 ? p.data : 1,
          p.zero >= 1 || p.distributed_optimizer ? p.data : 1};
}

Bytes state_bytes(std::int64_t parameters, std::int64_t bytes_each, std::int64_t ranks) {
  return ceil_div(checked_mul(parameters, bytes_each), ranks);
}

PlanLine state_line(PlanCategory category, std::int64_t parameters, std::int64_t bytes_each,
                    std::int64_t ranks, const std::string& source) {
  const Bytes bytes = state_bytes(parameters, bytes_each, ranks);
  std::string formula = std::to_string(bytes_each) + " B × P";
  if (ranks > 1) formula += " / " + std::to_string(ranks);
  PlanLine line = exact_line(category, bytes, formula, source);
  // Weights and gradients are their shapes; a recipe's optimizer bytes and its sharing are published.
  if (ranks > 1 || (category == PlanCategory::kOptimizer && source != kFromShapes)) {
    line.grade = Grade::kPublished;
  }
  return line;
}

Bytes ModelStates::sum() const { return checked_add(checked_add(weights, gradients), optimizer); }

ModelStates model_states(std::int64_t parameters, const TransformerJob& job) {
  const Recipe recipe = recipe_of(job);
  const Shares shares = shares_of(job.parallel);
  return {state_bytes(parameters, recipe.weights, shares.weights),
          state_bytes(parameters, recipe.gradients, shares.gradients),
          state_bytes(parameters, recipe.optimizer, shares.optimizer)};
}

}  // namespace headroom
