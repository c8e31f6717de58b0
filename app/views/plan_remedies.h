// What would change the plan: remedies ranked by their price, the largest that still fits, time and cost. A
// click on a remedy or a limit plans with it.
#pragma once

#include <string_view>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// One remedy from the top of `rest`: title, need, what it saves, verdict and cost; true when it was clicked.
// `hint`: what a click does.
bool remedy_row(const Ui& ui, Rect& rest, const char* id, const Remedy& remedy, std::string_view hint);

class PlanRemedies {
 public:
  // Each draws a panel from the top of `area` and returns its height.
  float draw(const ViewContext& context, const Rect& area, const PlanReport& report) const;
  float draw_limits(const ViewContext& context, const Rect& area, const PlanReport& report) const;
  float draw_time(const ViewContext& context, const Rect& area, const PlanReport& report) const;
};

}  // namespace headroom::app
