// The roofline of the chosen card, with the plan's step below it and the steps measured on this machine: on
// logarithmic axes, operations per second over operations per byte. Everything shows its figures, formula and
// source when the mouse is over it.
#pragma once

#include <vector>

#include "app/views/view.h"
#include "app/widgets/plot/axis_view.h"
#include "app/widgets/rect.h"
#include "core/plan/roofline_chart.h"

namespace headroom::app {

// What the axes show, as log10: all points, the ridge and the peak, with some space around them. Pure.
struct RooflineAxes {
  AxisView x, y;
};
RooflineAxes roofline_axes(const Roofline* chart, const std::vector<MeasuredStep>& measured);

class PlanRoofline {
 public:
  // A panel from the top of `area`; returns its height.
  float draw(const ViewContext& context, const Rect& area, const PlanReport& report);

 private:
  void draw_head(const ViewContext& context, Rect& rest);
  bool open_ = true;
};

}  // namespace headroom::app
