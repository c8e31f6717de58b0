// The inverse questions of a transformer's plan, by bisection on the function that makes it. Those of our own
// networks: core/memory/network_plan.h.
//
// Inside of core/plan only: plan_report.cpp asks it. Thread rule: pure functions.
#pragma once

#include "core/plan/plan_report.h"

namespace headroom {

PlanLimits transformer_limits(const PlanInputs& inputs, const PlanTarget& target);

}  // namespace headroom
