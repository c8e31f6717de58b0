// The answer of the planner: the verdict in large type, the ledger as a bar with the capacity marked, and
// line by line with its formula, source and grade.
#pragma once

#include <optional>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PlanAnswer {
 public:
  // Each draws a panel from the top of `area` and returns its height.
  float draw(const ViewContext& context, const Rect& area, const PlanReport& report);
  float draw_refusal(const ViewContext& context, const Rect& area, const Error& refusal);
  float draw_notes(const ViewContext& context, const Rect& area, const PlanReport& report) const;

 private:
  void draw_head(const ViewContext& context, Rect& rest, const PlanReport* report) const;
  void draw_verdict(const ViewContext& context, Rect& rest, const PlanReport& report) const;
  void draw_bar(const ViewContext& context, Rect& rest, const PlanReport& report);
  void draw_lines(const ViewContext& context, Rect& rest, const PlanReport& report);
  void draw_sums(const ViewContext& context, Rect& rest, const PlanReport& report) const;

  // The line that the mouse points at, in the bar or in the table: the other one lights up too.
  std::optional<PlanCategory> pointed_, pointing_;
};

}  // namespace headroom::app
