// A plan report as a document (the contract of `headroom-cli plan --json`) and as a page of Markdown.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "core/base/json_fwd.h"
#include "core/plan/plan_report.h"

namespace headroom {

// all_cards: "cards" as well, every card of the catalogue with its verdict.
Json plan_json(const PlanReport& report, bool all_cards = false);
// The same for people: inputs, ledger, verdict, remedies, limits, cards, time, notes. Ends with a newline.
std::string plan_markdown(const PlanReport& report);

// Wording that terminal, page and window share.
std::string verdict_sentence(const PlanReport& report);  // "does not fit: short by 69.2 GiB on one H100"
std::string range_text(const PlanLine& line);            // "17.0 - 21.4 GiB", or one figure
std::string duration_text(double seconds);               // "3.4 ms", "12.3 s", "5.2 h", "3.1 days"
std::string duration_text(const TimeRange& range);       // "2.1 h (1.5 h to 2.8 h)"
// "1.24 kWh", "32 Wh", "128 J", with its range.
std::string energy_text(const TimeRange& kilowatt_hours);
std::string inputs_sentence(const PlanInputs& inputs);  // "train, bf16, adam, sequence 4 096, ..."

}  // namespace headroom
