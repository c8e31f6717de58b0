#include "app/widgets/plot/curve_plot.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/frame_notes.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/crosshair.h"
#include "app/widgets/plot/ticks.h"

namespace headroom::app {
namespace {

// `beside`: the room right of the axis, for its name; where that is too small, the name takes the place of
// the last ticks.
void draw_grid(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec, float beside) {
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
  const float name = text_width(ui.fonts.small, spec.x_name), after = ui.px(16);
  const bool below = name > 0 && name + after > beside;
  const float end = below ? area.right() - name - ui.px(12) : area.right() + after;
  for (const Tick& tick : linear_ticks(frame.x.low, frame.x.high, columns, spec.whole_x)) {
    const float x = std::floor(frame.px(tick.value)) + 0.5F;
    line({x, area.bottom()}, {x, area.bottom() + ui.px(4)}, ui.theme.line);
    const float half = text_width(ui.fonts.mono, tick.label) / 2;
    if (name > 0 && x + half > end) continue;
    const float left = std::min(x - half, area.right() + ui.px(8) - 2 * half);
    draw_text(ui.fonts.mono, {left, area.bottom() + ui.px(6)}, ui.theme.muted, tick.label);
  }
  draw_text(ui.fonts.small, {below ? area.right() - name : area.right() + after, area.bottom() + ui.px(6)},
            ui.theme.muted, spec.x_name);
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

// For the last row: lines and marks half as large again.
float heavy(const Ui& ui, float at_100_percent) { return ui.px(at_100_percent) * (ui.presenter ? 1.5F : 1); }

float strength(const PlotCurve& curve) {
  constexpr float kDimmed = 0.3F, kGhost = 0.6F;
  return curve.look == CurveLook::kDimmed ? kDimmed : curve.look == CurveLook::kGhost ? kGhost : 1;
}

void draw_curve(const Ui& ui, const PlotFrame& frame, const PlotCurve& curve) {
  const bool ghost = curve.look == CurveLook::kGhost;
  const float alpha = strength(curve);
  if (curve.steps != nullptr) {
    draw_polylines(trace(curve.steps->smooth(), curve.axis, frame), color(curve.color, alpha),
                   heavy(ui, ghost ? 1.3F : ui.theme.curve_width), ghost ? ui.px(2.5F) : 0);
  }
  const Polylines dashed =
      curve.epochs != nullptr ? trace(curve.epochs->raw(), curve.epoch_axis, frame) : Polylines();
  draw_polylines(dashed, color(curve.color, alpha), heavy(ui, ghost ? 1.2F : 1.8F), ui.px(ghost ? 4 : 6));
  for (const auto& piece : dashed) {
    // Where points would run into each other the dashes stand alone.
    if (ghost || piece.size() * 14 > static_cast<std::size_t>(frame.area.w)) continue;
    ImVec4 c = curve.color;
    c.w *= alpha;
    for (const ImVec2 p : piece) draw_mark(curve.mark, p, heavy(ui, 3), c);
  }
  if (curve.steps != nullptr && !ghost) draw_breaks(ui, curve, frame);
}

// The last value that can be drawn; nothing where it lies outside the frame.
std::optional<ImVec2> line_end(const PlotFrame& frame, const MinMaxPyramid& values, const StepAxis& axis) {
  std::size_t i = values.size();
  while (i > 0 && !std::isfinite(values[i - 1])) --i;
  if (i == 0 || (frame.log_y && values[i - 1] <= 0)) return std::nullopt;
  const ImVec2 at{frame.px(axis.x(i - 1)), frame.py(static_cast<double>(values[i - 1]))};
  const bool inside = at.x >= frame.area.x - 1 && at.x <= frame.area.right() + 1 &&
                      at.y >= frame.area.y - 1 && at.y <= frame.area.bottom() + 1;
  return inside ? std::optional(at) : std::nullopt;
}

// The run's mark at the ends of its lines, hollow for training and filled for validation, and its name.
void draw_line_ends(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
  struct End {
    ImVec2 at;
    const PlotCurve* curve;
  };
  std::vector<End> names;
  for (const PlotCurve& curve : spec.curves) {
    if (curve.look == CurveLook::kGhost) continue;
    ImVec4 c = mix(ui.theme.panel, curve.color, curve.look == CurveLook::kDimmed ? 0.45F : 1);
    std::optional<ImVec2> named;
    if (curve.epochs != nullptr) {
      named = line_end(frame, curve.epochs->raw(), curve.epoch_axis);
      if (named) draw_mark(curve.mark, *named, heavy(ui, 4.5F), c);
    }
    if (curve.steps != nullptr) {
      const auto end = line_end(frame, curve.steps->smooth(), curve.axis);
      if (end) {
        draw_hollow_mark(curve.mark, *end, heavy(ui, 4.5F), c, ui.theme.panel, heavy(ui, 1.8F));
        named = named ? ImVec2{std::max(end->x, named->x), end->y} : *end;
      }
    }
    if (named && !curve.end_name.empty()) names.push_back({*named, &curve});
  }
  std::vector<float> heights;
  heights.reserve(names.size());
  for (const End& end : names) heights.push_back(end.at.y);
  const float row = line_height(ui.fonts.small);
  heights = spread_apart(std::move(heights), row, frame.area.y, frame.area.bottom() - row / 2);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const PlotCurve& curve = *names[i].curve;
    const ImVec4 c = curve.look == CurveLook::kDimmed ? ui.theme.muted : curve.color;
    draw_text(ui.fonts.small, {names[i].at.x + heavy(ui, 4.5F) + ui.px(5), heights[i] - row / 2}, c,
              curve.end_name);
  }
}

float names_room(const Ui& ui, const Rect& plot, const PlotSpec& spec) {
  if (plot.w < ui.px(360)) return 0;
  float widest = 0;
  for (const PlotCurve& curve : spec.curves)
    widest = std::max(widest, text_width(ui.fonts.small, curve.end_name));
  return widest > 0 ? widest + ui.px(ui.presenter ? 15 : 12) : 0;  // the axis's name fits there as well
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
    if (curve.steps == nullptr || curve.look != CurveLook::kFull) continue;
    draw_polylines(trace(curve.steps->raw(), curve.axis, frame), color(curve.color, 0.25F), ui.px(1));
  }
  // What is looked at lies on top.
  for (const CurveLook look : {CurveLook::kGhost, CurveLook::kDimmed, CurveLook::kFull}) {
    for (const PlotCurve& curve : spec.curves) {
      if (curve.look == look) draw_curve(ui, frame, curve);
    }
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

// What a box from one corner to the other takes of the plot: of one that is thin, the whole other direction.
Rect box_of(const Ui& ui, const Rect& plot, ImVec2 from, ImVec2 to) {
  const auto inside = [&](ImVec2 p) {
    return ImVec2{std::clamp(p.x, plot.x, plot.right()), std::clamp(p.y, plot.y, plot.bottom())};
  };
  const ImVec2 a = inside(from), b = inside(to);
  Rect box{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
  const float thin = ui.px(10);
  if (box.h < thin && box.w >= thin) {
    box.y = plot.y;
    box.h = plot.h;
  } else if (box.w < thin && box.h >= thin) {
    box.x = plot.x;
    box.w = plot.w;
  }
  return box;
}

void drag_box(const Ui& ui, const PlotFrame& frame, AxisView& x, PlotState& state, bool ended) {
  const Rect box = box_of(ui, frame.area, state.from, ImGui::GetIO().MousePos);
  const float least = ui.px(10);
  if (box.w < least || box.h < least) return;  // a click
  if (!ended) {
    fill(box, {ui.theme.action.x, ui.theme.action.y, ui.theme.action.z, 0.18F});
    stroke(box, ui.theme.action);
    return;
  }
  const double y0 = frame.data_y(box.bottom()), y1 = frame.data_y(box.y);
  if (box.w < frame.area.w) x.choose(frame.data_x(box.x), frame.data_x(box.right()));
  if (box.h < frame.area.h) state.y.choose(y0, y1);
}

// Left: a box to zoom into. Shift and left, or the middle button: moves.
void drag(const Ui& ui, const PlotFrame& frame, bool hovered, AxisView& x, PlotState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  using Drag = PlotState::Drag;
  const bool left = ImGui::IsMouseClicked(0), middle = ImGui::IsMouseClicked(2);
  if (hovered && (left || middle) && state.drag == Drag::kNone) {
    state.drag = middle || io.KeyShift ? Drag::kPan : Drag::kBox;
    state.button = middle ? 2 : 0;
    state.from = io.MousePos;
  }
  if (state.drag == Drag::kNone) return;
  const bool ended = !ImGui::IsMouseDown(state.button);
  if (state.drag == Drag::kBox) {
    drag_box(ui, frame, x, state, ended);
  } else if (!ended) {
    if (io.MouseDelta.x != 0) x.pan(-static_cast<double>(io.MouseDelta.x / frame.area.w) * (x.high - x.low));
    if (io.MouseDelta.y != 0)
      state.y.pan(static_cast<double>(io.MouseDelta.y / frame.area.h) * (state.y.high - state.y.low));
  }
  if (ended) state.drag = Drag::kNone;
}

}  // namespace

Rect data_area(const Ui& ui, const Rect& plot, const PlotSpec& spec) {
  const float right = ui.px(10) + names_room(ui, plot, spec);
  return {plot.x + ui.px(56), plot.y + ui.px(24), plot.w - ui.px(56) - right, plot.h - ui.px(48)};
}

PlotEvent curve_plot(const Ui& ui, const char* id, const Rect& area, const PlotSpec& spec, AxisView& x,
                     PlotState& state) {
  if (area.w < ui.px(120) || area.h < ui.px(70)) return {};
  const Rect rest = data_area(ui, area, spec);
  const Rect title{rest.x, area.y, rest.w, ui.px(24)};
  text_line(ui, title, ui.fonts.bold, ui.theme.text, spec.title);

  x.follow(std::max(0.0, x.lowest), spec.fit_x);
  const FittedY fitted = fitted_y(spec);
  state.y.follow(fitted.range.low, fitted.range.high);
  const Unrecorded ticks_move;
  if (!state.y.user) {
    text_line(ui, title, ui.fonts.small, ui.theme.warning, cut_text(fitted), Align::kRight);
  }
  PlotFrame frame{rest, x, state.y, spec.log_y};
  draw_grid(ui, frame, spec, area.right() - rest.right());
  draw_curves(ui, frame, spec);
  draw_line_ends(ui, frame, spec);

  const Rect reach{area.x, rest.y, area.w, area.bottom() - rest.y};
  ImGui::SetCursorScreenPos(reach.min());
  ImGui::InvisibleButton(id, {reach.w, reach.h},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  const bool hovered = ImGui::IsItemHovered();
  const ImGuiIO& io = ImGui::GetIO();
  PlotEvent event;
  if (hovered && io.MouseWheel != 0 && (!spec.ctrl_wheel || io.KeyCtrl)) wheel_zoom(rest, frame, x, state.y);
  event.menu = hovered && ImGui::IsMouseReleased(1);
  if (event.menu && rest.contains(io.MousePos)) {
    for (const Reading& r : readings_at(frame, spec, io.MousePos))
      event.values.push_back(r.name + "\t" + r.value + "\t" + r.place);
  }
  event.fit = hovered && ImGui::IsMouseDoubleClicked(0);
  if (event.fit) {
    state.drag = PlotState::Drag::kNone;
  } else {
    drag(ui, frame, hovered, x, state);
  }
  if (spec.cursor) draw_crosshair(ui, frame, spec);
  if (hovered && state.drag == PlotState::Drag::kNone && rest.contains(io.MousePos))
    draw_readings(ui, frame, readings_at(frame, spec, io.MousePos));
  return event;
}

}  // namespace headroom::app
