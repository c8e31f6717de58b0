// A small plot over the moments of a run: axes, lines with names at their ends, none over another.
//
//   const Chart chart = draw_chart(ui, area, {.right = 20, .low = 0.01, .high = 10, .log_y = true, .names =
//   ui.px(36)}); draw_chart_line(ui, chart, xs, values, ink, 2); draw_end_names(ui, chart, {{"1", 0.7,
//   ink}});
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/plot/trace.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct ChartSpec {
  double right = 1;          // x goes from 0 to here
  double low = 0, high = 1;  // y
  bool log_y = false;
  bool percent = false;
  bool whole_x = true;
  bool signs = false;  // in front of the numbers at the left
  float names = 0;     // room at the right for the names of lines
  std::string_view x_name = {};
};

struct Chart {
  PlotFrame frame;
  Rect names;
};
Chart draw_chart(const Ui& ui, Rect area, const ChartSpec& spec);
// Values that are not finite, or not positive on a logarithmic axis, end a piece.
void draw_chart_line(const Ui& ui, const Chart& chart, std::span<const double> x, std::span<const double> y,
                     const ImVec4& ink, float thickness, bool dotted = false);

struct EndName {
  std::string text;
  double y = 0;
  ImVec4 ink;
};
void draw_end_names(const Ui& ui, const Chart& chart, const std::vector<EndName>& names);

}  // namespace headroom::app
