// One plot of curves over a shared x axis: grid, raw and smoothed traces, dashed validation points, a
// faint reference, crosshair with the exact values, the usual zoom and pan (wheel, drag,
// right-drag box, double-click to fit).
//
// Knows numbers, not networks.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/plot/curve_cache.h"
#include "app/widgets/plot/trace.h"

namespace headroom::app {

struct PlotPoint {
  double x = 0, y = 0;
};

// One run's curve: what was measured at each step, and what was measured at each epoch.
struct PlotCurve {
  std::string name;
  ImVec4 color;
  const CurveCache* steps = nullptr;  // may be null
  StepAxis axis;
  std::int64_t steps_per_value = 1;    // of `steps`; for the crosshair's text
  const CurveCache* epochs = nullptr;  // drawn dashed; may be null
  StepAxis epoch_axis;
  const Series* epoch_numbers = nullptr;  // for the crosshair's text
};

struct PlotSpec {
  std::string title;
  std::string x_name;  // under the right end of the axis; empty: no name
  bool whole_x = false;
  bool log_y = false;
  bool unit_y = false;                                        // values from 0 to 1
  double lowest_fit = std::numeric_limits<double>::lowest();  // the fitted range does not go below
  bool ctrl_wheel = false;       // without Ctrl the wheel scrolls the page around the plot
  double fit_x = 1;              // right end while following
  double now = -1;               // where training is now, as a vertical line; negative: none
  std::optional<double> cursor;  // x of the crosshair, shared by stacked plots
  std::vector<PlotCurve> curves;
  std::vector<PlotPoint> reference;
  std::string reference_name;
};

// What the user has done to a plot, kept between frames. Stacked plots share the x axis.
struct PlotState {
  AxisView y;
  bool boxing = false;
  ImVec2 box_from;
};

// Returns true when the user asked to fit (double-click).
bool curve_plot(const Ui& ui, const char* id, const Rect& area, const PlotSpec& spec, AxisView& x,
                PlotState& state);

// The y range that shows everything, in axis units; where a few values (an exploding loss) would
// flatten a linear axis, the range of the others.
struct FittedY {
  AxisView range;
  double peak = 0;       // the largest value
  bool cut_off = false;  // the peak lies above the range
};
FittedY fitted_y(const PlotSpec& spec);
// Where the data are drawn within a plot's area: without title and axes.
Rect data_area(const Ui& ui, const Rect& plot);

}  // namespace headroom::app
