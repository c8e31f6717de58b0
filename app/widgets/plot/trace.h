// Turning values into the points of a line on the screen: at most two per column of pixels, so that
// peaks stay visible and the number of vertices is bounded by the width of the plot.
#pragma once

#include <functional>
#include <vector>

#include "app/widgets/plot/axis_view.h"
#include "app/widgets/plot/min_max_pyramid.h"
#include "app/widgets/rect.h"
#include "core/train/history.h"

namespace headroom::app {

// Which x a value of a curve has: value i (from 0) is at (i + 1) * scale, or at places[i] * scale.
struct StepAxis {
  double scale = 1;
  const Series* places = nullptr;

  double x(std::size_t i) const;
  // Index of the first step whose x is not below `value`; `count` when there is none.
  std::size_t lower(double value, std::size_t count) const;
  std::size_t nearest(double value, std::size_t count) const;
};

// Data to pixels.
struct PlotFrame {
  Rect area;
  AxisView x, y;
  bool log_y = false;

  float px(double value) const { return area.x + static_cast<float>(x.share(value)) * area.w; }
  float py(double value) const;
  double data_x(float pixel) const { return x.at((pixel - area.x) / area.w); }
  double data_y(float pixel) const;  // in axis units: log10 on a log axis
};

// Lines of connected points; a value that is not finite (or not positive on a log axis) ends one.
using Polylines = std::vector<std::vector<ImVec2>>;
Polylines trace(const MinMaxPyramid& values, const StepAxis& axis, const PlotFrame& frame);

// `dash` 0 is solid. Split so that no piece passes the 16-bit index limit.
void draw_polylines(const Polylines& lines, ImU32 color, float thickness, float dash = 0);

}  // namespace headroom::app
