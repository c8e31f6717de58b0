// The inverse questions of a transformer's plan, by bisection on the planner itself. Those of our own
// networks: core/memory/network_plan.h.
//
// Internal to core/plan, for plan_report.cpp. Thread rule: pure functions.
#pragma once

#include "core/plan/plan_report.h"

namespace headroom {

PlanLimits transformer_limits(const PlanInputs& inputs, const PlanTarget& target);

}  // namespace headroom
