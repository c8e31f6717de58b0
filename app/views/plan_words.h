// Words and colours that the parts of the Plan view share.
#pragma once

#include <string>

#include "app/state/plan_state.h"
#include "app/ui/theme.h"

namespace headroom::app {

std::string plan_category_label(PlanCategory category);  // "KV cache"
ImVec4 plan_category_color(const Theme& theme, PlanCategory category);
ImVec4 grade_color(const Theme& theme, Grade grade);

// "Does not fit", "Fits", "Borderline".
std::string verdict_title(Verdict verdict);
// "short by 8.33 GiB", "12.1 GiB left".
std::string verdict_figure(const Judgement& judgement);
// Without a unit, for columns: "short 8.33", "left 12.1"; brief: "-8.33", "+12.1".
std::string headroom_gib(const Judgement& judgement, bool brief = false);
// Replaces spaces by no-break spaces.
std::string unbroken(const std::string& text);

// "gpt2-xl", or the widths of a network of our own.
std::string planned_name(const PlanInputs& inputs);
// "training", "inference".
std::string planned_mode(const PlanInputs& inputs);
// " us" with a micro sign, which a terminal may not have.
std::string with_micro(std::string text);
// "3.4 ms (2.1 ms to 7.0 ms)"
std::string time_words(const TimeRange& range);
// Lines of a tooltip: bytes and range, formula, source, grade.
std::string line_details(const PlanLine& line);

}  // namespace headroom::app
