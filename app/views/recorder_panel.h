// The flight recorder below the curves: a time line on the plots' x axis with the states that are kept, the
// last steps under a lens, and the way through them.
//
//   draw_recorder(context, below, {data.x, data.w, x});   // below plots whose data begin at data.x
//
// Thread rule: window's thread.
#pragma once

#include "app/views/view.h"
#include "app/widgets/plot/axis_view.h"

namespace headroom::app {

// The x axis of the plots above, in pixels and in its own unit.
struct PlotSpan {
  float x = 0, w = 0;
  AxisView axis;
};

float recorder_height(const ViewContext& context, bool low);
// Returns how high on the screen the knob is, for the line through the plots; 0: no step is shown.
float draw_recorder(const ViewContext& context, Rect area, const PlotSpan& span);
// Opens and closes it, from the head of the curves.
float recorder_switch_width(const Ui& ui);
void draw_recorder_switch(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
