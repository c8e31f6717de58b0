// The row above the curves: their settings, every model with its latest values, and what the lines mean.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// Reference, smoothing, axis and log; from the right end of `area` where they fit into one row
// (`curve_controls_width`), else in rows from the left. Returns the height used.
float draw_curve_controls(const ViewContext& context, const Rect& area);
float curve_controls_width(const ViewContext& context);
// Every model with its latest values, and what solid and dashed mean (`signs`). Returns the height used.
float draw_curve_legend(const ViewContext& context, const Rect& area, bool signs = true);
// What solid and dashed mean, from the left; false when there is no room.
bool draw_line_signs(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
