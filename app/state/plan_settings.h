// The settings of a plan by name and value, as a script writes them: "plan set zero 3". The names are those
// of headroom-cli plan without their dashes.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/memory/plan_report.h"

namespace headroom::app {

// "mode", "precision", ..., in the order in which the view shows them.
std::vector<std::string_view> plan_settings();

// Throws Error{kUsage} with what the setting wants. A setting that both kinds of plan have (mode, precision,
// optimizer) changes the one of each that it can.
void change_plan(PlanInputs& inputs, std::string_view setting, const std::string& value);

// "230x50x1" -> {230, 50, 1}, at least an input and an output. Throws Error{kUsage}.
std::vector<std::int64_t> parse_widths(std::string_view text);
// Other widths of the same kind of network; its data get as many columns.
void set_widths(MlpJob& mlp, std::vector<std::int64_t> widths);
// Other rows, a fifth of them for validation.
void set_rows(MlpJob& mlp, std::int64_t rows);

}  // namespace headroom::app
