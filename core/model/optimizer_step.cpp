#include "core/model/optimizer_step.h"

#include <cmath>

namespace headroom {

OptimizerStep optimizer_step(const OptimizerSettings& s, double weight, double gradient,
                             std::span<const double> moments, std::int64_t updates) {
  const auto before = [&](std::size_t i) { return i < moments.size() ? moments[i] : 0.0; };
  const bool decoupled = kOptimizerTable.row(s.kind).decoupled_decay;
  OptimizerStep step;
  step.gradient = decoupled ? gradient : gradient + s.l2 * weight;
  const double g = step.gradient;
  switch (s.kind) {
    case OptimizerKind::kSgd: step.change = -s.learning_rate * g; break;
    case OptimizerKind::kMomentum:
      step.moments[0] = s.momentum * before(0) + g;
      step.change = -s.learning_rate * step.moments[0];
      break;
    case OptimizerKind::kRmsprop:
      step.moments[0] = s.alpha * before(0) + (1 - s.alpha) * g * g;
      step.change = -s.learning_rate * g / (std::sqrt(step.moments[0]) + s.epsilon);
      break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: {
      const auto t = static_cast<double>(updates + 1);
      step.moments[0] = s.beta1 * before(0) + (1 - s.beta1) * g;
      step.moments[1] = s.beta2 * before(1) + (1 - s.beta2) * g * g;
      const double m = step.moments[0] / (1 - std::pow(s.beta1, t));
      const double v = step.moments[1] / (1 - std::pow(s.beta2, t));
      step.change = -s.learning_rate * m / (std::sqrt(v) + s.epsilon);
      if (decoupled) step.change -= s.learning_rate * s.l2 * weight;
      break;
    }
  }
  return step;
}

}  // namespace headroom
