#include "app/views/network_chart.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/frame_notes.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/marks.h"
#include "app/widgets/plot/ticks.h"

namespace headroom::app {
namespace {

std::string tick_text(const ChartSpec& spec, const Tick& tick) {
  if (spec.log_y) return tick.label;
  if (spec.signs && tick.value > 0) return "+" + tick.label;
  return tick.label;
}

}  // namespace

Chart draw_chart(const Ui& ui, Rect area, const ChartSpec& spec) {
  const Unrecorded ticks_move;
  Chart chart;
  const float line_h = ui.px(17);
  Rect below = area.take_bottom(line_h, ui.px(2));
  area.take_top(line_h / 2);  // half of the uppermost number
  chart.names = area.take_right(spec.names);
  double low = spec.low, high = spec.high;
  if (!(high > low)) high = low + 1;
  const int rows = std::max(2, static_cast<int>(area.h / ui.px(34)));
  const std::vector<Tick> ys =
      spec.log_y ? log_ticks(std::log10(low), std::log10(high), rows) : linear_ticks(low, high, rows);
  float wide = 0;
  for (const Tick& tick : ys) wide = std::max(wide, text_width(ui.fonts.mono, tick_text(spec, tick)));
  const Rect numbers = area.take_left(std::min(wide + 1, area.w * 0.4F), ui.px(6));
  chart.frame.area = area;
  chart.frame.x.follow(0, spec.right);
  chart.frame.y.follow(spec.log_y ? std::log10(low) : low, spec.log_y ? std::log10(high) : high);
  chart.frame.log_y = spec.log_y;
  float last = 1e9F;
  for (const Tick& tick : ys) {
    const auto y =
        static_cast<float>(area.bottom() - area.h * static_cast<float>(chart.frame.y.share(tick.value)));
    line({area.x, y}, {area.right(), y}, ui.theme.line);
    if (last - y < line_h && last < 1e8F) continue;  // its number would lie over the one below
    last = y;
    text_line(ui, {numbers.x, y - line_h / 2, numbers.w, line_h}, ui.fonts.mono, ui.theme.muted,
              tick_text(spec, tick), Align::kRight);
  }
  const int columns = std::max(2, static_cast<int>(area.w / ui.px(70)));
  const float name = spec.x_name.empty() ? 0 : text_width(ui.fonts.small, spec.x_name) + ui.px(8);
  for (const Tick& tick : linear_ticks(0, spec.right, columns, spec.whole_x)) {
    const float x = chart.frame.px(tick.value), half = text_width(ui.fonts.mono, tick.label) / 2;
    if (x + half > area.right() + spec.names - name) continue;
    draw_text(ui.fonts.mono, {std::round(std::max(x - half, area.x)), below.y}, ui.theme.muted, tick.label);
  }
  if (name > 0) {
    below.w = area.right() + spec.names - below.x;
    text_line(ui, below.take_right(name), ui.fonts.small, ui.theme.muted, spec.x_name, Align::kRight);
  }
  return chart;
}

void draw_chart_line(const Ui& ui, const Chart& chart, std::span<const double> x, std::span<const double> y,
                     const ImVec4& ink, float thickness, bool dotted) {
  Polylines lines(1);
  const Rect& area = chart.frame.area;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (!std::isfinite(y[i]) || (chart.frame.log_y && y[i] <= 0)) {
      if (!lines.back().empty()) lines.emplace_back();
      continue;
    }
    lines.back().push_back({chart.frame.px(x[i]), std::clamp(chart.frame.py(y[i]), area.y, area.bottom())});
  }
  for (const std::vector<ImVec2>& piece : lines) {
    if (piece.size() == 1)
      ImGui::GetWindowDrawList()->AddCircleFilled(piece.front(), ui.px(2), color(ink), 8);
  }
  draw_polylines(lines, color(ink), ui.px(thickness) * (ui.presenter ? 1.5F : 1), dotted ? ui.px(3) : 0);
}

void draw_end_names(const Ui& ui, const Chart& chart, const std::vector<EndName>& names) {
  const Unrecorded names_move;
  const float line_h = ui.px(16);
  const Rect& area = chart.frame.area;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::isfinite(names[i].y) && (!chart.frame.log_y || names[i].y > 0)) order.push_back(i);
  }
  std::vector<float> heights;
  for (const std::size_t i : order)
    heights.push_back(std::clamp(chart.frame.py(names[i].y), area.y, area.bottom()));
  heights = spread_apart(std::move(heights), line_h, area.y, area.bottom());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const EndName& name = names[order[k]];
    text_line(ui, {chart.names.x + ui.px(4), heights[k] - line_h / 2, chart.names.w - ui.px(4), line_h},
              ui.fonts.mono, name.ink, name.text);
  }
}

}  // namespace headroom::app
