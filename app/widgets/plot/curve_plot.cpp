#include "app/widgets/plot/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/crosshair.h"
#include "app/widgets/plot/ticks.h"

namespace headroom::app {
namespace {

void draw_grid(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
  const Rect& area = frame.area;
  const int rows = std::max(2, static_cast<int>(area.h / ui.px(36)));
  const auto y_ticks = frame.log_y ? log_ticks(frame.y.low, frame.y.high, rows)
                                   : linear_ticks(frame.y.low, frame.y.high, rows);
  for (const Tick& tick : y_ticks) {
    const float y = std::floor(area.bottom() - static_cast<float>(frame.y.share(tick.value)) * area.h) + 0.5F;
    line({area.x, y}, {area.right(), y}, mix(ui.theme.panel, ui.theme.line, 0.7F));
    text_line(ui, {area.x - ui.px(60), y - ui.px(8), ui.px(52), ui.px(16)}, ui.fonts.mono, ui.theme.muted,
              tick.label, Align::kRight);
  }
  const int columns = std::max(2, static_cast<int>(area.w / ui.px(110)));
  const float name = spec.x_name.empty() ? 0 : text_width(ui.fonts.small, spec.x_name) + ui.px(12);
  for (const Tick& tick : linear_ticks(frame.x.low, frame.x.high, columns, spec.whole_x)) {
    const float x = std::floor(frame.px(tick.value)) + 0.5F;
    line({x, area.bottom()}, {x, area.bottom() + ui.px(4)}, ui.theme.line);
    const float half = text_width(ui.fonts.mono, tick.label) / 2;
    if (name > 0 && x + half > area.right() - name) continue;
    const float left = std::min(x - half, area.right() + ui.px(8) - 2 * half);
    draw_text(ui.fonts.mono, {left, area.bottom() + ui.px(6)}, ui.theme.muted, tick.label);
  }
  if (name > 0) {
    draw_text(ui.fonts.small, {area.right() - name + ui.px(12), area.bottom() + ui.px(6)}, ui.theme.muted,
              spec.x_name);
  }
}

Polylines points_of(const std::vector<PlotPoint>& points, const PlotFrame& frame) {
  Polylines lines;
  bool open = false;
  for (const PlotPoint& p : points) {
    if (!std::isfinite(p.y) || (frame.log_y && p.y <= 0)) {
      open = false;
      continue;
    }
    if (!open) lines.emplace_back();
    open = true;
    lines.back().push_back({std::clamp(frame.px(p.x), -1e5F, 1e5F), frame.py(p.y)});
  }
  return lines;
}

// A triangle at the last good value before each stretch that is not finite.
void draw_breaks(const Ui& ui, const PlotCurve& curve, const PlotFrame& frame) {
  for (const std::size_t at : curve.steps->breaks()) {
    const float good = at > 0 ? curve.steps->smooth()[at - 1] : 0;
    if (frame.log_y && good <= 0) continue;
    const ImVec2 p{frame.px(curve.axis.x(at)), frame.py(static_cast<double>(good))};
    const float r = ui.px(7);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddTriangleFilled({p.x, p.y - r}, {p.x + r, p.y + r * 0.8F}, {p.x - r, p.y + r * 0.8F},
                            color(ui.theme.bad));
    list->AddTriangle({p.x, p.y - r}, {p.x + r, p.y + r * 0.8F}, {p.x - r, p.y + r * 0.8F},
                      color(curve.color), ui.px(1.5F));
  }
}

void draw_curves(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect({frame.area.x, frame.area.y - ui.px(2)},
                     {frame.area.right() + ui.px(5), frame.area.bottom() + ui.px(1)}, true);
  if (!spec.reference.empty()) {
    const Polylines lines = points_of(spec.reference, frame);
    draw_polylines(lines, color(ui.theme.muted, 0.55F), ui.px(1.5F));
    for (const auto& piece : lines) {
      for (const ImVec2 p : piece)
        list->AddCircle(p, ui.px(3.5F), color(ui.theme.muted, 0.8F), 16, ui.px(1.2F));
    }
  }
  if (spec.now >= 0) {
    const float x = std::floor(frame.px(spec.now)) + 0.5F;
    line({x, frame.area.y}, {x, frame.area.bottom()}, ui.theme.line, ui.px(1));
  }
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps == nullptr) continue;
    draw_polylines(trace(curve.steps->raw(), curve.axis, frame), color(curve.color, 0.25F), ui.px(1));
  }
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps != nullptr) {
      draw_polylines(trace(curve.steps->smooth(), curve.axis, frame), color(curve.color),
                     ui.px(ui.theme.curve_width));
    }
    const Polylines dashed =
        curve.epochs != nullptr ? trace(curve.epochs->raw(), curve.epoch_axis, frame) : Polylines();
    draw_polylines(dashed, color(curve.color), ui.px(1.8F), ui.px(6));
    for (const auto& piece : dashed) {
      if (piece.size() * 14 > static_cast<std::size_t>(frame.area.w)) continue;
      for (const ImVec2 p : piece) list->AddCircleFilled(p, ui.px(2.6F), color(curve.color));
    }
    if (curve.steps != nullptr) draw_breaks(ui, curve, frame);
  }
  list->PopClipRect();
}

void wheel_zoom(const Rect& plot, const PlotFrame& frame, AxisView& x, AxisView& y) {
  const ImGuiIO& io = ImGui::GetIO();
  const double factor = std::pow(0.85, static_cast<double>(io.MouseWheel));
  const bool over_x_axis = io.MousePos.y >= plot.bottom(), over_y_axis = io.MousePos.x < plot.x;
  if (!over_y_axis) x.zoom(frame.data_x(io.MousePos.x), factor);
  if (!over_x_axis) y.zoom(frame.data_y(io.MousePos.y), factor);
}

void right_drag_box(const Ui& ui, const PlotFrame& frame, AxisView& x, PlotState& state) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsItemHovered() && ImGui::IsMouseClicked(1)) {
    state.boxing = true;
    state.box_from = mouse;
  }
  if (!state.boxing) return;
  const Rect box{std::min(mouse.x, state.box_from.x), std::min(mouse.y, state.box_from.y),
                 std::abs(mouse.x - state.box_from.x), std::abs(mouse.y - state.box_from.y)};
  fill(box, {ui.theme.action.x, ui.theme.action.y, ui.theme.action.z, 0.18F});
  stroke(box, ui.theme.action);
  if (ImGui::IsMouseDown(1)) return;
  state.boxing = false;
  if (box.w < ui.px(4) || box.h < ui.px(4)) return;
  const double y0 = frame.data_y(box.bottom()), y1 = frame.data_y(box.y);
  x.choose(frame.data_x(box.x), frame.data_x(box.right()));
  state.y.choose(y0, y1);
}

}  // namespace

namespace {

// How high an ordinary run of this loss reaches: where the runs began, or what 90 of 100 values do not
// exceed. Raw values: the average drags an explosion along.
double usual_top(const PlotSpec& spec) {
  constexpr std::size_t kBeginning = 8, kSamples = 512;  // enough for a quantile, cheap each frame
  const auto quantile = [](std::vector<float>& values, double share) {
    if (values.empty()) return -std::numeric_limits<double>::infinity();
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(rank)]);
  };
  double top = -std::numeric_limits<double>::infinity();
  std::vector<float> all;
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps == nullptr) continue;
    const std::vector<float>& values = curve.steps->raw().values();
    std::vector<float> first;
    for (std::size_t i = 0; i < std::min(kBeginning, values.size()); ++i) {
      if (std::isfinite(values[i])) first.push_back(values[i]);
    }
    top = std::max(top, quantile(first, 0.5));
    const std::size_t stride = std::max<std::size_t>(1, values.size() / kSamples);
    for (std::size_t i = 0; i < values.size(); i += stride) {
      if (std::isfinite(values[i])) all.push_back(values[i]);
    }
  }
  for (const PlotPoint& p : spec.reference) top = std::max(top, p.y);
  return std::max(top, quantile(all, 0.9));
}

// Everything that can be shown on the y axis, smoothed as it is drawn.
MinMax value_range(const PlotSpec& spec) {
  MinMax range;
  const auto add = [&](double v) {
    if (std::isfinite(v) && (!spec.log_y || v > 0)) range.add(static_cast<float>(v));
  };
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps != nullptr) {
      const MinMax smooth = curve.steps->smooth().range(0, curve.steps->size());
      add(static_cast<double>(smooth.max));
      add(static_cast<double>(smooth.min));
    }
    if (curve.epochs != nullptr) {
      const MinMax epochs = curve.epochs->raw().range(0, curve.epochs->size());
      add(static_cast<double>(epochs.max));
      add(static_cast<double>(epochs.min));
    }
  }
  for (const PlotPoint& p : spec.reference) add(p.y);
  return range;
}

}  // namespace

FittedY fitted_y(const PlotSpec& spec) {
  const MinMax range = value_range(spec);
  if (range.empty()) return {{spec.log_y ? -2.0 : 0.0, spec.log_y ? 0.0 : 1.0, false}};
  double low = static_cast<double>(range.min), high = static_cast<double>(range.max);
  FittedY fitted;
  fitted.peak = high;
  if (spec.log_y) {
    low = std::log10(low);
    high = std::log10(high);
    const double margin = std::max(0.05, (high - low) * 0.06);
    fitted.range = {low - margin, high + margin, false};
    return fitted;
  }
  if (spec.unit_y) {
    low = std::max(0.0, std::floor(low * 10 - 1e-6) / 10);
    fitted.range = {low, 1.0, false};
    return fitted;
  }
  low = std::min(std::max(low, spec.lowest_fit), high);
  constexpr double kFlattening = 10;  // what is higher by this factor presses the rest into a line
  const double usual = usual_top(spec);
  if (std::isfinite(usual) && usual > low && high - low > kFlattening * (usual - low)) {
    fitted.cut_off = true;
    high = low + 2 * (usual - low);
  }
  if (low > 0 && low < 0.6 * high) low = 0;
  if (high - low < 1e-12) high = low + std::max(1e-6, std::abs(low) * 0.1);
  high += (high - low) * 0.05;
  widen_to_ticks(low, high, 10);
  fitted.range = {low, high, false};
  return fitted;
}

Rect data_area(const Ui& ui, const Rect& plot) {
  return {plot.x + ui.px(56), plot.y + ui.px(24), plot.w - ui.px(66), plot.h - ui.px(48)};
}

bool curve_plot(const Ui& ui, const char* id, const Rect& area, const PlotSpec& spec, AxisView& x,
                PlotState& state) {
  if (area.w < ui.px(120) || area.h < ui.px(70)) return false;
  const Rect rest = data_area(ui, area);
  const Rect title{rest.x, area.y, rest.w, ui.px(24)};
  text_line(ui, title, ui.fonts.bold, ui.theme.text, spec.title);

  x.follow(0, spec.fit_x);
  const FittedY fitted = fitted_y(spec);
  state.y.follow(fitted.range.low, fitted.range.high);
  if (fitted.cut_off && !state.y.user) {
    text_line(ui, title, ui.fonts.small, ui.theme.warning,
              "peak " + metric_text(fitted.peak) + " above the frame, log shows it", Align::kRight);
  }
  PlotFrame frame{rest, x, state.y, spec.log_y};
  draw_grid(ui, frame, spec);
  draw_curves(ui, frame, spec);

  const Rect reach{area.x, rest.y, area.w, area.bottom() - rest.y};
  ImGui::SetCursorScreenPos(reach.min());
  ImGui::InvisibleButton(id, {reach.w, reach.h},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
  const ImGuiIO& io = ImGui::GetIO();
  bool fit = false;
  if (hovered && io.MouseWheel != 0 && (!spec.ctrl_wheel || io.KeyCtrl)) wheel_zoom(rest, frame, x, state.y);
  if (hovered && ImGui::IsMouseDoubleClicked(0)) {
    fit = true;
  } else if (held && ImGui::IsMouseDragging(0, ui.px(3))) {
    if (io.MouseDelta.x != 0) x.pan(-static_cast<double>(io.MouseDelta.x / rest.w) * (x.high - x.low));
    if (io.MouseDelta.y != 0)
      state.y.pan(static_cast<double>(io.MouseDelta.y / rest.h) * (state.y.high - state.y.low));
  }
  right_drag_box(ui, frame, x, state);
  if (spec.cursor) draw_crosshair(ui, frame, spec);
  if (hovered && !held && rest.contains(io.MousePos))
    draw_readings(ui, readings_at(frame, spec, io.MousePos));
  return fit;
}

}  // namespace headroom::app
