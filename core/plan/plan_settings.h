// The settings of a plan, each defined once: the word for it, what it is called in errors, its bounds,
// and how it is set. The command line ("--seq 4096"), scripts ("plan set seq 4096") and the form of the Plan
// view all set them here.
//
//   change_plan(inputs, "seq", "4096");
//   option_of(error.where());   // "sequence length" -> "--seq"
//
// Errors of the planner name the quantity; the caller adds the option or the line. Thread rule: pure
// functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/plan/plan_report.h"

namespace headroom {

struct PlanSetting {
  enum class Of { kBoth, kNetwork, kTransformer };
  std::string_view word;      // "seq": in scripts, and behind two dashes on the command line
  std::string_view quantity;  // "sequence length": `where` of an error about it
  Of of;                      // which kind of plan has it
  const char* help;
  void (*set)(PlanInputs& inputs, const std::string& value);
};

// In the order in which they are set when several are given.
std::span<const PlanSetting> plan_settings();

// Throws Error{kUsage} whose `where` is the quantity, saying which values the setting takes. A setting that
// both kinds of plan have (mode, precision, optimizer) changes the kind that is planned.
void change_plan(PlanInputs& inputs, std::string_view word, const std::string& value);
// "--seq" for "sequence length"; anything but a quantity of a plan is returned as it is.
std::string option_of(const std::string& quantity);

// "230x50x1" -> {230, 50, 1}, at least an input and an output. Throws Error{kUsage}.
std::vector<std::int64_t> parse_widths(std::string_view text);

// Replaces settings that no longer apply after a change with ones that do.
void settle(PlanInputs& inputs);

}  // namespace headroom
