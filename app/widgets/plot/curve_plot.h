// One plot of curves over a shared x axis: grid, raw and smoothed traces, dashed validation points, a faint
// reference, names at the ends of the lines, and the crosshair with the exact values. Handled as other tools
// do: drag zooms a box, Shift or the middle button moves, the wheel zooms, a double-click fits, a right-click
// opens a menu.
//
// Knows numbers, not networks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/plot/curve_cache.h"
#include "app/widgets/plot/marks.h"
#include "app/widgets/plot/trace.h"

namespace headroom::app {

struct PlotPoint {
  double x = 0, y = 0;
  std::int64_t epoch = 0;  // for the crosshair's text
};

// kDimmed: there, but not what is looked at. kGhost: of an earlier run, thin and dotted.
enum class CurveLook { kFull, kDimmed, kGhost };

// One run's curve: what was measured at each step, and what was measured at each epoch.
struct PlotCurve {
  std::string name;
  std::string end_name = {};  // at the end of its line; empty: no name there
  ImVec4 color;
  PlotMark mark = PlotMark::kCircle;
  CurveLook look = CurveLook::kFull;
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
  bool unit_y = false;           // values from 0 to 1
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
  enum class Drag { kNone, kBox, kPan } drag = Drag::kNone;
  int button = 0;  // of the drag
  ImVec2 from;     // where it began
};

struct PlotEvent {
  bool fit = false;   // double-click
  bool menu = false;  // right-click; then the values there, nearest first: "Small train\t0.524\tstep 63"
  std::vector<std::string> values = {};
};
PlotEvent curve_plot(const Ui& ui, const char* id, const Rect& area, const PlotSpec& spec, AxisView& x,
                     PlotState& state);

// The y range that shows everything, in axis units; where a few values (an exploding loss, the first R² of an
// untrained network) would flatten a linear axis, the range of the others.
struct FittedY {
  AxisView range;
  double peak = 0, trough = 0;  // the largest and the smallest value
  bool cut_above = false;       // the peak lies above the range
  bool cut_below = false;       // the trough lies below it
};
FittedY fitted_y(const PlotSpec& spec);
// "values up to 1e+06 lie above"; empty where nothing is cut.
std::string cut_text(const FittedY& fitted);
// Where the data are drawn within a plot's area: without title, axes and the names at the right.
Rect data_area(const Ui& ui, const Rect& plot, const PlotSpec& spec);

}  // namespace headroom::app
