// The numbers behind the Plan tab as CSV files; bytes are exact.
//
//   std::string csv = plan_lines_csv(*plan.report);
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/plan/plan_report.h"

namespace headroom::app {

std::string plan_lines_csv(const PlanReport& report);
std::string plan_remedies_csv(const PlanReport& report);
std::string plan_limits_csv(const PlanReport& report);
std::string plan_time_csv(const PlanReport& report);
std::string plan_cards_csv(const PlanReport& report);
// Roofs along their x, then the step and what was measured. `chart` may be null.
std::string roofline_csv(const Roofline* chart, const std::vector<MeasuredStep>& measured);

}  // namespace headroom::app
