#include "core/device/cpu/optimizers.h"

#include <cmath>

namespace headroom::cpu {

namespace {

// The system's pow() is not the same everywhere.
double power(double base, std::int64_t exponent) {
  double result = 1;
  for (; exponent > 0; exponent /= 2, base *= base) {
    if (exponent % 2 == 1) result *= base;
  }
  return result;
}

}  // namespace

UpdateRule::UpdateRule(const OptimizerSettings& s, std::int64_t update, const Arithmetic& arithmetic)
    : kind_(s.kind), arithmetic_(arithmetic) {
  const bool portable = &arithmetic == &portable_arithmetic();
  const auto decayed = [&](double beta) {
    return 1.0 - (portable ? power(beta, update) : std::pow(beta, static_cast<double>(update)));
  };
  const bool decoupled = kOptimizerTable.row(s.kind).decoupled_decay;
  const double kept_squares = s.kind == OptimizerKind::kRmsprop ? s.alpha : s.beta2;
  constants_ = {.rate = static_cast<float>(s.learning_rate),
                .l2 = decoupled ? 0.0F : static_cast<float>(s.l2),
                .momentum = static_cast<float>(s.momentum),
                .share1 = static_cast<float>(1.0 - s.beta1),
                .kept_squares = static_cast<float>(kept_squares),
                .new_squares = static_cast<float>(1.0 - kept_squares),
                .step_size = static_cast<float>(s.learning_rate / decayed(s.beta1)),
                .root_factor = static_cast<float>(1.0 / std::sqrt(decayed(s.beta2))),
                .epsilon = static_cast<float>(s.epsilon),
                .decay = decoupled ? static_cast<float>(1.0 - s.learning_rate * s.l2) : 1.0F};
}

void UpdateRule::apply(const ParameterBlocks& blocks, std::int64_t begin, std::int64_t end) const {
  float* const w = blocks.weights + begin;
  const float* const g = blocks.gradients + begin;
  float* const first = blocks.moments[0] ? blocks.moments[0] + begin : nullptr;
  float* const second = blocks.moments[1] ? blocks.moments[1] + begin : nullptr;
  const std::int64_t count = end - begin;
  switch (kind_) {
    case OptimizerKind::kSgd: arithmetic_.sgd(w, g, count, constants_); break;
    case OptimizerKind::kMomentum: arithmetic_.momentum(w, g, first, count, constants_); break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: arithmetic_.adam(w, g, first, second, count, constants_); break;
    case OptimizerKind::kRmsprop: arithmetic_.rmsprop(w, g, first, count, constants_); break;
  }
}

}  // namespace headroom::cpu
