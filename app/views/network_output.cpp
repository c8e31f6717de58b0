// The last column of the nodes: one large picture with the rows of a two-column set, or what each output says
// of the looked row.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/state/moved_values.h"
#include "app/ui/ramps.h"
#include "app/views/network_nodes.h"
#include "app/views/prediction_parts.h"
#include "app/views/sum_bars.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/surface.h"
#include "app/widgets/value_picture.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::int64_t kMostPoints = 1000;

void draw_field(const NetworkPage& page, const Rect& area) {
  const std::vector<float>& output = page.units->output;
  const std::int64_t side = UnitFigures::kOutputSide, classes = page.dataset.classes();
  if (output.size() != static_cast<std::size_t>(side * side)) return;
  ValueRamp ramp = two_class_ramp();
  if (page.regression()) {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (const float v : output) {
      if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    }
    ramp = feature_ramp(low, high);
    ramp.weight = 0.8F;
  } else if (classes > 2) {
    ramp = feature_ramp(0, static_cast<float>(classes - 1));
    ramp.weight = 0.55F;
  }
  draw_values(page.ui(), "network output", area, {output, side, side, page.units}, ramp,
              {.smooth = classes <= 2, .from_bottom = true});
  if (classes == 2) level_line(area, level_pieces(side, output, 0.5F), page.ui().theme.text, page.ui().px(2));
}

void draw_rows(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const Dataset& data = page.dataset;
  const UnitFigures& plane = *page.units;
  const std::int64_t step = std::max<std::int64_t>(1, data.rows / kMostPoints);
  const float r = ui.px(2.4F) * (ui.presenter ? 1.5F : 1);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (std::int64_t row = 0; row < data.rows; row += step) {
    const double x = static_cast<double>(data.row(row)[0]) + column_origin(data, 0);
    const double y = static_cast<double>(data.row(row)[1]) + column_origin(data, 1);
    const ImVec2 at{
        area.x + area.w * static_cast<float>((x - plane.left) / (plane.right - plane.left)),
        area.bottom() - area.h * static_cast<float>((y - plane.bottom) / (plane.top - plane.bottom))};
    if (!area.contains(at)) continue;
    const float target = data.targets[static_cast<std::size_t>(row)];
    if (data.classes() == kColoredClasses) {
      class_mark(ui, at, r, static_cast<std::int64_t>(target), kColoredClasses);
    } else {
      const ImVec4 ink =
          page.regression()
              ? ui.theme.muted
              : feature_color(ui.theme, target / std::max(1.0F, static_cast<float>(data.classes() - 1)));
      list.AddCircleFilled(at, r, color(ink), 8);
    }
  }
}

std::string probability_text(double p) {
  return p != 0 && p < 0.0005 ? power_text(p, 0) : decimals_text(p, 3);
}

void draw_legend(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  if (page.dataset.classes() != kColoredClasses) {
    const std::string text = page.regression() ? std::string(tr("dark: low, light: high"))
                                               : tr("{1} classes", format_count(page.dataset.classes()));
    return text_line(ui, area, ui.fonts.small, ui.theme.muted, text);
  }
  for (std::int64_t k = 0; k < kColoredClasses; ++k) {
    class_mark(ui, area.take_left(ui.px(10), ui.px(6)).center(), ui.px(4), k, kColoredClasses);
    const std::string name = page.class_name(k);
    const float wide = std::min(text_width(ui.fonts.small, name) + 1, area.w * (k == 0 ? 0.5F : 1));
    text_line(ui, area.take_left(wide, ui.px(14)), ui.fonts.small, ui.theme.text, name);
  }
}

// What the network says at the cross; of the looked row where nothing was moved.
void draw_answer(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  const float line_h = ui.px(20);
  const auto number = [&](std::size_t column) {
    return short_figure(looked_value(page.look(), page.dataset, column));
  };
  const auto place = [&](std::size_t column) {
    return page.dataset.column_names[column] + " " + number(column);
  };
  std::string at = tr("cross at {1}, {2}", place(0), place(1));
  if (text_width(ui.fonts.mono, at) > area.w) at = place(0) + ", " + place(1);
  text_line(ui, area.take_top(line_h), ui.fonts.mono, ui.theme.text, at);
  std::string answer;
  if (page.answer) answer = answer_words(page);
  if (page.off && page.pinned && page.pinned->a)
    answer += "  " + tr("off: {1}", page.regression() ? value_text(page.pinned->a->answer_off)
                                                      : probability_text(page.pinned->a->answer_off));
  text_line(ui, area.take_top(line_h), ui.fonts.mono_bold, ui.theme.text, answer.empty() ? "…" : answer);
  draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted,
               tr("drag the cross: every picture follows"));
}

void draw_output_picture(const NetworkPage& page, const NodeLayout& layout, NodesState& state) {
  const Ui& ui = page.ui();
  const Rect picture = layout.picture;
  const UnitAt unit{page.layer_count() - 1, std::max<std::int64_t>(0, page.answer ? page.answer->said : 0)};
  draw_legend(page, {picture.x, picture.y - ui.px(24), picture.w, ui.px(20)});
  fill(picture, ui.theme.card);
  if (page.units && page.units->right > page.units->left && page.units->top > page.units->bottom) {
    draw_field(page, picture);
    draw_rows(page, picture);
    draw_cross(page, picture, ui.px(9));
  } else {
    text_line(ui, picture, ui.fonts.small, ui.theme.muted, tr("on its way"), Align::kCenter);
  }
  const bool pinned = page.look().unit && page.look().unit->layer == unit.layer;
  stroke(picture, pinned ? ui.theme.text : ui.theme.edge, 0, ui.px(pinned ? 2 : 1));
  const Press press = press_area("output", picture, true, {.takes = Takes::kArrowsAndEnter});
  if (press.focused) focus_ring(ui, picture, ui.px(3));
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  if ((arrows.x != 0 || arrows.y != 0) && page.units) {
    const double part = arrows.fast ? 0.1 : 0.01;
    Look look = page.look();
    const double x = looked_value(look, page.dataset, 0), y = looked_value(look, page.dataset, 1);
    move_value(look, page.dataset, 0, x + arrows.x * part * (page.units->right - page.units->left));
    move_value(look, page.dataset, 1, y + arrows.y * part * (page.units->top - page.units->bottom));
    page.context.actions.emplace_back(action::LookAt{look});
  }
  if (press.hovered && !press.held)
    tooltip(ui, tr("What the network says everywhere.\nA drag moves the cross, a click pins the output."),
            picture);
  if (drag_cross(page, state, picture, press) && press.clicked) {
    const std::int64_t of = page.width(unit.layer) == 1 ? 0 : unit.unit;
    page.change([layer = unit.layer, of](NetworkOptions&, Look& look) { look.unit = UnitAt{layer, of}; });
  }
}

// Beside each output what it says of the looked row.
void draw_output_names(const NetworkPage& page, const NodeLayout& layout) {
  const Ui& ui = page.ui();
  const NodeLayout::Column& column = layout.columns.back();
  for (std::int64_t i = 0; i < column.shown; ++i) {
    const Rect box = column.boxes[static_cast<std::size_t>(i)];
    Rect place{box.right() + ui.px(8), box.center().y - ui.px(18),
               column.head.right() - box.right() - ui.px(8), ui.px(36)};
    const bool two_lines = box.h >= ui.px(30);
    const double value =
        page.answer ? page.answer->layers.back().activation[static_cast<std::size_t>(i)] : NAN;
    const std::string name = page.regression()   ? page.dataset.target_name
                             : column.width == 1 ? "p(" + page.class_name(1) + ")"
                                                 : page.class_name(i);
    const std::string text = !page.answer        ? "…"
                             : page.regression() ? target_text(page.answer->output[0])
                                                 : probability_text(value);
    if (two_lines) {
      text_line(ui, place.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted, name);
      text_line(ui, place.take_top(ui.px(18)), ui.fonts.mono, ui.theme.text, text);
    } else {
      place = {place.x, box.center().y - ui.px(9), place.w, ui.px(18)};
      const float wide = text_width(ui.fonts.mono, text) + 1;
      text_line(ui, place.take_right(wide, ui.px(6)), ui.fonts.mono, ui.theme.text, text, Align::kRight);
      text_line(ui, place, ui.fonts.small, ui.theme.muted, name);
    }
  }
}

}  // namespace

std::string answer_words(const NetworkPage& page) {
  if (!page.answer) return {};
  if (page.regression()) return page.dataset.target_name + " = " + target_text(page.answer->output[0]);
  const std::int64_t shown = page.dataset.classes() == 2 ? 1 : std::max<std::int64_t>(0, page.answer->said);
  return "p(" + page.class_name(shown) +
         ") = " + probability_text(page.answer->probabilities[static_cast<std::size_t>(shown)]);
}

void draw_node_output(const NetworkPage& page, const NodeLayout& layout, NodesState& state) {
  if (layout.picture.empty()) return draw_output_names(page, layout);
  draw_output_picture(page, layout, state);
  const Ui& ui = page.ui();
  const Rect picture = layout.picture;
  draw_answer(page, {picture.x, picture.bottom() + ui.px(6), picture.w, ui.px(66)});
}

}  // namespace headroom::app
