#include "app/views/paint_sheet.h"

#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kBetweenPoints = 9;  // pixels at 100 %, while the pen is dragged
constexpr float kRubber = 16;        // its radius

ImVec2 on_canvas(const PaintState& paint, const Rect& area, const PaintPoint& point) {
  return {area.x + area.w * static_cast<float>((static_cast<double>(point.x) - paint.left) /
                                               (paint.right - paint.left)),
          area.bottom() - area.h * static_cast<float>((static_cast<double>(point.y) - paint.bottom) /
                                                      (paint.top - paint.bottom))};
}

// Where a place of the window lies in the numbers of the set.
std::pair<double, double> in_numbers(const PaintState& paint, const Rect& area, ImVec2 at) {
  const auto share_x = static_cast<double>((at.x - area.x) / area.w);
  const auto share_y = static_cast<double>((area.bottom() - at.y) / area.h);
  return {paint.left + share_x * (paint.right - paint.left),
          paint.bottom + share_y * (paint.top - paint.bottom)};
}

void paint_with(const ViewContext& context, std::function<void(PaintState&)> change) {
  context.actions.emplace_back(action::Paint{std::move(change)});
}

}  // namespace

void PaintSheet::draw_head(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const PaintState& paint = context.state.paint;
  Rect row = rest.take_top(ui.px(32), ui.px(8));
  std::vector<std::string> labels;
  for (const int label : {0, 1}) {
    labels.push_back(tr("class {1}: {2}", paint.names[static_cast<std::size_t>(label)],
                        format_count(painted_of_class(paint, label))));
  }
  float width = ui.px(16);
  for (const std::string& label : labels) width += text_width(ui.fonts.body, label) + ui.px(40);
  const Rect choice = row.take_left(std::min(width, row.w), ui.px(10));
  const int chosen = segmented(ui, "paint_class", choice, {labels.begin(), labels.end()}, paint.label);
  if (chosen >= 0) paint_with(context, [chosen](PaintState& state) { state.label = chosen; });
  class_mark(ui, row.take_left(ui.px(12), ui.px(6)).center(), ui.px(5), paint.label, kColoredClasses);
  const ButtonSpec clear{.id = "paint_clear",
                         .label = tr("Clear"),
                         .tip = tr("Take every point away"),
                         .enabled = !paint.points.empty(),
                         .small = true};
  if (row.w > button_width(ui, clear) && button(ui, row.take_right(button_width(ui, clear)), clear)) {
    paint_with(context, [](PaintState& state) {
      state.points.clear();
      state.fault.clear();
    });
  }
  const char* const how =
      tr("Click or drag to paint; the right button, or Shift, takes points away. On the keyboard, arrows "
         "move the cross and Enter paints.");
  const float height = wrapped_height(ui.fonts.small, how, rest.w);
  if (rest.h < ui.px(340)) return;  // room to paint is worth more
  draw_wrapped(ui.fonts.small, rest.take_top(height, ui.px(8)).min(), rest.w, ui.theme.muted, how);
}

void PaintSheet::take_pen(const ViewContext& context, const Rect& area, const Press& press) {
  const Ui& ui = context.ui;
  const PaintState& paint = context.state.paint;
  const ImGuiIO& io = ImGui::GetIO();
  const bool rubs = (io.MouseDown[1] && hovering(area)) || (press.held && io.KeyShift);
  if (rubs) {
    const auto [x, y] = in_numbers(paint, area, io.MousePos);
    const auto radius = static_cast<double>(ui.px(kRubber) / area.w);
    paint_with(context, [x = x, y = y, radius](PaintState& state) { erase_points(state, x, y, radius); });
  } else if (press.held && area.contains(io.MousePos)) {
    const float apart = ui.px(kBetweenPoints);
    const bool far = !last_ || std::hypot(io.MousePos.x - last_->x, io.MousePos.y - last_->y) >= apart;
    if (far) {
      last_ = io.MousePos;
      const auto [x, y] = in_numbers(paint, area, io.MousePos);
      paint_with(context, [x = x, y = y](PaintState& state) { paint_point(state, x, y); });
    }
  }
  if (!io.MouseDown[0]) last_.reset();
}

void PaintSheet::draw_canvas(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const PaintState& paint = context.state.paint;
  const Press press =
      press_area("canvas", area, !paint.making, {.name = "canvas", .takes = Takes::kArrowsAndEnter});
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  const float step = arrows.fast ? 0.1F : 0.02F;
  cursor_.x = std::clamp(cursor_.x + step * static_cast<float>(arrows.x), 0.0F, 1.0F);
  cursor_.y = std::clamp(cursor_.y + step * static_cast<float>(arrows.y), 0.0F, 1.0F);
  fill(area, ui.theme.ground);
  stroke(area, ui.theme.edge);
  const ImVec2 cross{area.x + area.w * cursor_.x, area.bottom() - area.h * cursor_.y};
  if (press.clicked && !ImGui::IsMouseReleased(0)) {  // by the keyboard
    const auto [x, y] = in_numbers(paint, area, cross);
    paint_with(context, [x = x, y = y](PaintState& state) { paint_point(state, x, y); });
  }
  if (!paint.making) take_pen(context, area, press);
  ImGui::PushClipRect(area.min(), area.max(), true);
  for (const PaintPoint& point : paint.points) {
    const ImVec2 at = on_canvas(paint, area, point);
    class_mark(ui, at, ui.px(3.6F), point.label, kColoredClasses);
  }
  if (press.focused) {
    const float reach = ui.px(8);
    line({cross.x - reach, cross.y}, {cross.x + reach, cross.y}, ui.theme.text, ui.px(1.5F));
    line({cross.x, cross.y - reach}, {cross.x, cross.y + reach}, ui.theme.text, ui.px(1.5F));
  }
  if (press.hovered && ImGui::GetIO().KeyShift) {
    ImGui::GetWindowDrawList()->AddCircle(ImGui::GetIO().MousePos, ui.px(kRubber), color(ui.theme.text), 24,
                                          ui.px(1.5F));
  }
  ImGui::PopClipRect();
  if (press.focused) focus_ring(ui, area, 0);
  if (!paint.points.empty()) return;
  text_line(ui, area.centered(area.w, ui.px(24)), ui.fonts.body, ui.theme.muted,
            tr("Paint two kinds of points here"), Align::kCenter);
}

void PaintSheet::draw_foot(const ViewContext& context, Rect foot) const {
  const Ui& ui = context.ui;
  const PaintState& paint = context.state.paint;
  const ButtonSpec train{.id = "paint_train",
                         .label = paint.making ? tr("Making the table…") : tr("Train"),
                         .icon = Icon::kPlay,
                         .kind = ButtonKind::kPrimary,
                         .enabled = !paint.making};
  if (button(ui, foot.take_left(button_width(ui, train), ui.px(12)), train)) {
    context.actions.emplace_back(action::TrainPainted{});
  }
  const bool full = paint.points.size() >= PaintState::kMost;
  std::string words = paint.fault;
  if (words.empty() && full) {
    words = tr("The canvas is full: {1} points.", format_count(static_cast<std::int64_t>(PaintState::kMost)));
  }
  if (words.empty()) words = tr("Trains as any table of yours; the points are kept with the run.");
  const ImVec4 c = paint.fault.empty() ? full ? ui.theme.warning : ui.theme.muted : ui.theme.bad;
  const float height = wrapped_height(ui.fonts.small, words, foot.w);
  draw_wrapped(ui.fonts.small, {foot.x, foot.y + std::max(0.0F, (foot.h - height) / 2)}, foot.w, c, words);
}

void PaintSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  Sheet sheet(ui, "paint_sheet", tr("Paint your own"), 620, 720);
  Rect rest = sheet.content();
  draw_head(context, rest);
  const Rect foot = rest.take_bottom(ui.px(40), ui.px(10));
  const Rect canvas = rest.centered(std::min(rest.w, rest.h * 1.5F), rest.h);
  draw_canvas(context, canvas);
  exhibit_of_frame({.name = "painted", .title = tr("Painted points"), .area = canvas, .own_menu = true},
                   [&] { return painted_csv(context.state.paint); });
  draw_foot(context, foot);
  if (sheet.closed()) {
    context.actions.emplace_back(action::OpenPainting{action::OpenPainting::From::kClose});
  }
}

}  // namespace headroom::app
