// The row above the curves: their settings, every model with its latest values, and what the lines mean.
#pragma once

#include "app/state/curve_plots.h"
#include "app/views/view.h"

namespace headroom::app {

// Reference, smoothing, axis and log; from the right end of `area` where they fit into one row
// (`curve_controls_width`), else in rows from the left. Returns the height used.
float draw_curve_controls(const ViewContext& context, const Rect& area);
float curve_controls_width(const ViewContext& context);
// Every run with its latest values, a click shows or hides it, and what solid and dashed mean (`signs`).
// Returns the height used.
float draw_curve_legend(const ViewContext& context, const Rect& area, bool signs = true);
float curve_legend_height(const ViewContext& context, const Rect& area, bool signs = true);
// What solid and dashed mean, from the left; false when there is no room.
bool draw_line_signs(const ViewContext& context, const Rect& area);
// Which plot is shown where only one is, in its title's place; `both`: there is room for the other.
void draw_plot_switch(const ViewContext& context, const Rect& area, CurveMeasure shown, bool both);

}  // namespace headroom::app
