// The remedies of a report.
//
// Internal to core/plan, for plan_report.cpp. Thread rule: pure functions.
#pragma once

#include <vector>

#include "core/plan/plan_report.h"

namespace headroom {

// Each comes from plan_gpu() called with other inputs, so it promises what the plan will say once it is
// chosen. All are compared at the same global batch.
std::vector<PlanRemedy> transformer_remedies(const PlanInputs& inputs, const GpuPlan& plan,
                                             const PlanTarget& target, const Catalogue& catalogue);

// Those of core/memory/network_remedies.h, and a larger card where the network does not fit.
std::vector<PlanRemedy> network_remedies(const PlanInputs& inputs, const GpuPlan& plan,
                                         const NetworkPlan& network, const PlanTarget& target,
                                         const Catalogue& catalogue);

// The smallest card on which the plan fits and that is larger than the target, where there is one.
std::optional<PlanRemedy> larger_card(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target,
                                      const Catalogue& catalogue);

}  // namespace headroom
