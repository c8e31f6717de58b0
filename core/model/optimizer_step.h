// What an optimizer makes of one gradient, in double precision: the step that a weight takes, in its numbers.
//
//   const OptimizerStep step = optimizer_step(settings, weight, gradient, before, updates);
//   weight + step.change;
//
// Formulas as in torch.optim 2 (SGD, Adam, AdamW, RMSprop), the same as core/device/cpu/optimizers.cpp has
// in single precision.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>

#include "core/model/optimizer.h"

namespace headroom {

struct OptimizerStep {
  double gradient = 0;         // with the part that l2 adds to it
  double moments[2] = {0, 0};  // after the step: the buffer of momentum, m and v of Adam, v of RMSprop
  double change = 0;           // of the weight
};

// moments: as many as the optimizer keeps, before the step. updates: steps taken before it.
OptimizerStep optimizer_step(const OptimizerSettings& settings, double weight, double gradient,
                             std::span<const double> moments, std::int64_t updates);

}  // namespace headroom
