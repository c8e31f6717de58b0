// A plan's roofline as JSON, as lines of Markdown, and in words.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "core/base/json_fwd.h"
#include "core/plan/plan_report.h"

namespace headroom {

// "roofline" of the plan's document: roofs, the step with its parts, and what was measured. Null when there
// is neither a roofline nor a measurement.
Json roofline_json(const PlanReport& report);
// {"likely", "low", "high"}.
Json range_json(const TimeRange& range);
// A section; empty where there is nothing to report.
std::string roofline_markdown(const PlanReport& report);

// "82.6 TFLOP/s", "1.01 TB/s": a rate with a unit, three digits.
std::string rate_text(double per_second, const std::string& unit);
// "0.85", "12.3", "1 240": operations per byte.
std::string intensity_text(double operations_per_byte);
// What is known of a roof, in lines: figure, share that is reached, source, grade.
std::string roof_details(const Roof& roof, const std::string& unit);
// The step of the plan: rate and range, intensity, what each part alone would take, formula, grade.
std::string step_details(const Roofline& chart);
std::string measured_details(const MeasuredStep& step);

}  // namespace headroom
