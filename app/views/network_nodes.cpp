#include "app/views/network_nodes.h"

#include <algorithm>
#include <cmath>

#include "app/state/moved_values.h"
#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/value_picture.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kNodesHead = 26;

// One box below the other in the middle of the column, all of its units or the first that fit.
void place_boxes(NodeLayout::Column& column, const Rect& space, float scale, float widest) {
  const float least = 17 * scale;  // a line of text
  const auto room = std::max<std::int64_t>(1, static_cast<std::int64_t>(space.h / least));
  column.shown = std::min(column.width, room);
  const float pitch = std::min(56 * scale, space.h / static_cast<float>(column.shown));
  const float side = std::max(std::min(widest, pitch - (pitch > 24 * scale ? 6 : 2) * scale), 4.0F);
  const float top = space.y + (space.h - pitch * static_cast<float>(column.shown)) / 2;
  for (std::int64_t i = 0; i < column.shown; ++i) {
    column.boxes.push_back({std::round(space.center().x - side / 2),
                            std::round(top + pitch * (static_cast<float>(i) + 0.5F) - side / 2), side, side});
  }
}

void draw_picture(const NetworkPage& page, const Rect& box, UnitAt unit, std::span<const float> values) {
  const float largest = page.units->largest[static_cast<std::size_t>(unit.layer)];
  const ValueGrid grid{values, UnitFigures::kSide, UnitFigures::kSide, page.units};
  const bool relu = page.spec().activation == Activation::kRelu;  // others go below zero
  const std::string key = "unit " + std::to_string(unit.layer) + ":" + std::to_string(unit.unit);
  draw_values(page.ui(), key, box, grid, relu ? activation_ramp(page.color(), largest) : signed_ramp(largest),
              {.smooth = true, .from_bottom = true});
}

bool broken(std::span<const float> values) {
  return std::any_of(values.begin(), values.end(), [](float v) { return std::isnan(v); });
}

// A bar for each class, as high as the unit's mean over its rows.
void draw_means(const NetworkPage& page, const Rect& box, std::span<const float> means, float largest,
                bool signed_values) {
  const Ui& ui = page.ui();
  const Rect inner = box.inset(std::min(3.0F, box.w * 0.1F), std::min(3.0F, box.h * 0.1F));
  const float zero = signed_values ? inner.center().y : inner.bottom();
  const float room = signed_values ? inner.h / 2 : inner.h;
  const float step = inner.w / static_cast<float>(means.size());
  for (std::size_t k = 0; k < means.size(); ++k) {
    if (std::isnan(means[k]) || largest <= 0) continue;
    const float height = room * std::min(1.0F, std::abs(means[k]) / largest);
    const bool colored = page.dataset.classes() == kColoredClasses;
    const ImVec4 ink =
        colored ? class_color(ui.theme, static_cast<std::int64_t>(k), kColoredClasses) : page.color();
    fill({inner.x + step * static_cast<float>(k), means[k] < 0 ? zero : zero - height,
          std::max(1.0F, step - (step > 4 ? 1.5F : 0)), std::max(1.0F, height)},
         ink);
  }
}

struct LayerMeans {
  float largest = 0;
  bool negative = false;
};
LayerMeans means_of(const NetworkPage& page, std::int64_t layer) {
  LayerMeans found;
  if (!page.units || static_cast<std::size_t>(layer) >= page.units->means.size()) return found;
  for (const float v : page.units->means[static_cast<std::size_t>(layer)]) {
    if (!std::isfinite(v)) continue;
    found.largest = std::max(found.largest, std::abs(v));
    found.negative |= v < 0;
  }
  return found;
}

// Grows to the right in the colours of a feature, or upwards.
void draw_input_box(const NetworkPage& page, const Rect& box, std::int64_t column) {
  const Theme& theme = page.ui().theme;
  if (!page.two_columns() || page.spec().inputs() != 2) {
    fill(box, theme.card, 3);
    stroke(box, theme.line, 3);
    return;
  }
  const auto shade = [&](float t) { return color(feature_color(theme, t)); };
  constexpr int kSteps = 8;  // the ramp bends
  for (int i = 0; i < kSteps; ++i) {
    const float a = static_cast<float>(i) / kSteps, b = static_cast<float>(i + 1) / kSteps;
    const bool across = column == 0;
    const ImVec2 from = across ? ImVec2{box.x + box.w * a, box.y} : ImVec2{box.x, box.bottom() - box.h * b};
    const ImVec2 to =
        across ? ImVec2{box.x + box.w * b, box.bottom()} : ImVec2{box.right(), box.bottom() - box.h * a};
    const ImU32 low = shade(a), high = shade(b);
    across ? ImGui::GetWindowDrawList()->AddRectFilledMultiColor(from, to, low, high, high, low)
           : ImGui::GetWindowDrawList()->AddRectFilledMultiColor(from, to, high, high, low, low);
  }
}

std::string unit_tip(const NetworkPage& page, UnitAt unit) {
  std::string tip = page.unit_title(unit);
  if (const double a = page.activation(unit); !std::isnan(a))
    tip = page.look().moved.empty() ? tr("{1}: {2} for the looked row", tip, value_text(a))
                                    : tr("{1}: {2} at the cross", tip, value_text(a));
  if (page.dead(unit) && page.layers)
    tip = tr("{1}. Dead: 0 for all {2} rows that were looked at", tip, format_count(page.layers->rows));
  return tip + ".\n" +
         (page.two_columns() ? tr("Click pins it, with Shift as the second; a drag moves the cross.")
                             : tr("Click pins it, with Shift as the second."));
}

void draw_box(const NetworkPage& page, const Rect& box, UnitAt unit, const LayerMeans& scale, bool off) {
  const Ui& ui = page.ui();
  const Theme& theme = ui.theme;
  fill(box, theme.card);
  const std::span<const float> picture = page.picture(unit), means = page.means(unit);
  // A class without rows has no mean; a unit that is no number has none at all.
  const bool no_mean =
      !means.empty() && std::all_of(means.begin(), means.end(), [](float v) { return std::isnan(v); });
  const bool nan = broken(picture) || no_mean;
  if (nan) {
    fill(box, not_a_number(theme));
  } else if (off) {
    fill(box, theme.ground);
  } else if (!picture.empty()) {
    draw_picture(page, box, unit, picture);
  } else {
    draw_means(page, box, means, scale.largest, scale.negative);
  }
  const bool dead = page.dead(unit);
  if (dead || off) {
    const Rect cross = box.inset(box.w * 0.16F);
    line(cross.min(), cross.max(), theme.muted, ui.px(1.5F));
    line({cross.x, cross.bottom()}, {cross.right(), cross.y}, theme.muted, ui.px(1.5F));
  }
  stroke(box, theme.edge);
  if (!nan && !dead && !picture.empty()) draw_cross(page, box, box.w > ui.px(30) ? ui.px(4) : ui.px(3));
  const float line_h = line_height(ui.fonts.small), gap = ui.px(7);
  const std::string_view word = nan ? "NaN" : off ? tr("off") : dead ? tr("dead") : "";
  const bool tagged = off && page.look().network.other;  // its letter stands there
  if (!word.empty())
    draw_text(ui.fonts.small,
              {box.right() + gap + (tagged ? ui.px(6) : 0), box.y + std::min(0.0F, (box.h - line_h) / 2)},
              theme.muted, word);
}

void mark_pinned(const NetworkPage& page, const Rect& box, UnitAt unit) {
  const Ui& ui = page.ui();
  const bool first = page.look().unit == unit, second = page.look().network.other == unit;
  if (!first && !second) return;
  stroke({box.x - 2, box.y - 2, box.w + 4, box.h + 4}, ui.theme.text, ui.px(2), ui.px(2));
  if (!page.look().network.other) return;  // with one there is nothing to tell apart
  const std::string_view letter = first ? "A" : "B";
  const Rect tag{box.right() - ui.px(6), box.y - ui.px(8), ui.px(16), ui.px(17)};
  fill(tag, ui.theme.text, ui.px(3));
  text_line(ui, tag, ui.fonts.small, ui.theme.panel, letter, Align::kCenter);
}

// One column of units as one control: arrows pin the next one, Enter pins the second.
void draw_column(const NetworkPage& page, const NodeLayout& layout, NodesState& state, std::int64_t layer) {
  const Ui& ui = page.ui();
  const NodeLayout::Column& column = layout.columns[static_cast<std::size_t>(layer + 1)];
  if (column.boxes.empty()) return;
  const Rect first = column.boxes.front(), last = column.boxes.back();
  const Rect all{first.x, first.y, first.w, last.bottom() - first.y};
  const std::string id = page.layer_title(layer);
  const Press press = press_area(id.c_str(), all, true, {.takes = Takes::kArrowsAndEnter});
  std::int64_t under = -1;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (std::int64_t i = 0; i < column.shown; ++i) {
    if (column.boxes[static_cast<std::size_t>(i)].contains(mouse)) under = i;
  }
  const LayerMeans scale = means_of(page, layer);
  const float line_h = line_height(ui.fonts.mono);
  for (std::int64_t i = 0; i < column.shown; ++i) {
    const Rect box = column.boxes[static_cast<std::size_t>(i)];
    const UnitAt unit{layer, i};
    draw_box(page, box, unit, scale, page.off && page.look().unit == unit);
    const std::string number = std::to_string(i);
    const float left = box.x - text_width(ui.fonts.mono, number) - ui.px(8);
    draw_text(ui.fonts.mono, {left, box.y + std::min(0.0F, (box.h - line_h) / 2)}, ui.theme.muted, number);
    mark_pinned(page, box, unit);
  }
  if (column.shown < column.width)
    text_line(ui, {all.x - ui.px(40), all.bottom() + 1, all.w + ui.px(80), ui.px(17)}, ui.fonts.small,
              ui.theme.muted, tr("{1} of {2}", std::to_string(column.shown), format_count(column.width)),
              Align::kCenter);
  if (press.focused) focus_ring(ui, {all.x - 3, all.y - 3, all.w + 6, all.h + 6}, ui.px(4));
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  const auto& pinned = page.look().unit;
  const std::int64_t from = pinned && pinned->layer == layer ? pinned->unit : -1;
  if (arrows.y != 0 || arrows.end != 0) {
    std::int64_t to = arrows.end < 0 ? 0 : arrows.end > 0 ? column.shown - 1 : from - arrows.y;
    to = std::clamp<std::int64_t>(to, 0, column.shown - 1);
    page.change([layer, to](NetworkOptions&, Look& look) { look.unit = UnitAt{layer, to}; });
  }
  if (press.hovered && under >= 0 && !state.dragging) {
    state.hovered = UnitAt{layer, under};
    tooltip(ui, unit_tip(page, {layer, under}), column.boxes[static_cast<std::size_t>(under)]);
  }
  const Rect box = under >= 0 ? column.boxes[static_cast<std::size_t>(under)] : Rect{};
  if (page.two_columns() && !page.picture({layer, 0}).empty() && !drag_cross(page, state, box, press)) return;
  if (!press.clicked) return;
  const bool by_key = under < 0 || !press.hovered;
  const UnitAt unit{layer, by_key ? std::max<std::int64_t>(from, 0) : under};
  const bool second = ImGui::GetIO().KeyShift || (by_key && from >= 0);
  page.change(
      [unit, second](NetworkOptions&, Look& look) { (second ? look.network.other : look.unit) = unit; });
}

void draw_inputs(const NetworkPage& page, const NodeLayout& layout, NodesState& state) {
  const Ui& ui = page.ui();
  const NodeLayout::Column& column = layout.columns.front();
  for (std::int64_t i = 0; i < column.shown; ++i) {
    const Rect box = column.boxes[static_cast<std::size_t>(i)];
    const std::string name = page.source_name(0, i);
    const bool plane = page.two_columns() && page.spec().inputs() == 2;
    draw_input_box(page, box, i);
    const Rect label{column.head.x, box.center().y - ui.px(9), box.x - column.head.x - ui.px(6), ui.px(18)};
    text_line(ui, label, ui.fonts.mono, ui.theme.text, name, Align::kRight);
    if (!plane) continue;
    draw_cross(page, box, ui.px(5));
    const Press press = press_area(("input " + name).c_str(), box, true, {.takes = Takes::kArrows});
    if (press.focused) focus_ring(ui, box, ui.px(3));
    drag_cross(page, state, box, press);
    const Arrows arrows = Focus::of_window().take_arrows(press.id);
    const int by = i == 0 ? arrows.x : arrows.y;
    if (by == 0 || !page.units) continue;
    const double span = i == 0 ? page.units->right - page.units->left : page.units->top - page.units->bottom;
    Look look = page.look();
    const auto c = static_cast<std::size_t>(i);
    const double now = looked_value(look, page.dataset, c);
    move_value(look, page.dataset, c, now + span * by * (arrows.fast ? 0.1 : 0.01));
    page.context.actions.emplace_back(action::LookAt{look});
  }
  if (column.shown < column.width && !column.boxes.empty()) {
    const Rect last = column.boxes.back();
    text_line(ui, {column.head.x, last.bottom() + ui.px(1), column.head.w, ui.px(17)}, ui.fonts.small,
              ui.theme.muted, tr("{1} of {2}", format_count(column.shown), format_count(column.width)),
              Align::kRight);
  }
}

}  // namespace

ImVec2 NodeLayout::out_of(std::size_t column, std::int64_t unit) const {
  const Rect& box = columns[column].boxes[static_cast<std::size_t>(unit)];
  return {box.right(), box.center().y};
}

ImVec2 NodeLayout::into(std::size_t column, std::int64_t unit) const {
  const Rect& box = columns[column].boxes[static_cast<std::size_t>(unit)];
  return {box.x, box.center().y};
}

NodeLayout node_layout(const Rect& area, float scale, const std::vector<std::int64_t>& widths, bool plane) {
  const auto px = [scale](float v) { return v * scale; };
  NodeLayout layout;
  layout.columns.resize(widths.size());
  Rect rest = area;
  const Rect heads = rest.take_top(px(kNodesHead));
  const bool small = area.w < px(760);
  const float box = px(small || area.h < px(400) ? 36 : 48), names = px(small ? 52 : 64);
  const float output =
      plane ? std::max(px(40), std::min({area.w * 0.27F, px(250), rest.h - px(96)})) : px(small ? 110 : 150);
  const float left = area.x + names, right = area.right() - std::max(output, px(60));
  const auto count = static_cast<float>(widths.size() - 1);
  const float step = (right - left) / count;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    NodeLayout::Column& column = layout.columns[c];
    column.width = widths[c];
    const bool first = c == 0, last = c + 1 == widths.size();
    const float x = first ? left : last ? right : left + step * static_cast<float>(c);
    column.head = {first  ? area.x
                   : last ? x
                          : x - step * 0.1F,
                   heads.y,
                   first  ? names + box
                   : last ? area.right() - x
                          : step * 0.98F,
                   heads.h};
    if (last && plane) {
      layout.picture = {std::round(x),
                        std::round(rest.y + std::max(0.0F, (rest.h - output - px(96)) / 2) + px(24)), output,
                        output};
      column.shown = std::min<std::int64_t>(column.width, 16);
      const float slice = output / static_cast<float>(column.shown);
      for (std::int64_t i = 0; i < column.shown; ++i)
        column.boxes.push_back(
            {layout.picture.x, layout.picture.y + slice * static_cast<float>(i), output, slice});
      continue;
    }
    const float wide = first ? px(plane ? 56 : 14) : box;
    Rect space{x, rest.y + px(4), wide, rest.h - px(8)};
    if (widths[c] * static_cast<std::int64_t>(px(17)) > static_cast<std::int64_t>(space.h)) space.h -= px(18);
    place_boxes(column, space, scale, wide);
  }
  return layout;
}

std::optional<ImVec2> cross_place(const NetworkPage& page) {
  if (!page.two_columns() || !page.units) return std::nullopt;
  const UnitFigures& plane = *page.units;
  if (!(plane.right > plane.left) || !(plane.top > plane.bottom)) return std::nullopt;
  const double x = looked_value(page.look(), page.dataset, 0), y = looked_value(page.look(), page.dataset, 1);
  if (std::isnan(x) || std::isnan(y)) return std::nullopt;
  return ImVec2{static_cast<float>((x - plane.left) / (plane.right - plane.left)),
                static_cast<float>((y - plane.bottom) / (plane.top - plane.bottom))};
}

void draw_cross(const NetworkPage& page, const Rect& picture, float size) {
  const std::optional<ImVec2> place = cross_place(page);
  if (!place || place->x < 0 || place->x > 1 || place->y < 0 || place->y > 1) return;
  const ImVec2 at{picture.x + picture.w * place->x, picture.bottom() - picture.h * place->y};
  const Ui& ui = page.ui();
  for (const bool under : {true, false}) {
    const ImVec4 ink = under ? ImVec4{0, 0, 0, 0.55F} : ImVec4{1, 1, 1, 1};
    const float thick = ui.px(under ? 3.5F : size > ui.px(6) ? 2 : 1.5F);
    line({at.x - size, at.y}, {at.x + size, at.y}, ink, thick);
    line({at.x, at.y - size}, {at.x, at.y + size}, ink, thick);
  }
}

bool drag_cross(const NetworkPage& page, NodesState& state, const Rect& picture, const Press& press) {
  if (!press.held && !press.clicked) return true;
  if (press.held && !state.dragging && ImGui::IsMouseDragging(0, page.ui().px(4)) && !picture.empty()) {
    state.dragging = true;
    state.dragged = picture;
  }
  if (!state.dragging || !page.units) return true;
  if (!press.held) {  // let go: that is no click
    state.dragging = false;
    return false;
  }
  const Rect& in = state.dragged;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const double x = std::clamp((mouse.x - in.x) / in.w, 0.0F, 1.0F),
               y = std::clamp((in.bottom() - mouse.y) / in.h, 0.0F, 1.0F);
  const UnitFigures& plane = *page.units;
  Look look = page.look();
  move_value(look, page.dataset, 0, plane.left + (plane.right - plane.left) * x);
  move_value(look, page.dataset, 1, plane.bottom + (plane.top - plane.bottom) * y);
  page.context.actions.emplace_back(action::LookAt{look});
  return false;
}

void draw_nodes(const NetworkPage& page, const NodeLayout& layout, NodesState& state) {
  if (!ImGui::IsMouseDown(0) && !ImGui::IsMouseReleased(0)) state.dragging = false;
  state.hovered.reset();
  draw_inputs(page, layout, state);
  for (std::int64_t l = 0; l + 1 < page.layer_count(); ++l) draw_column(page, layout, state, l);
  if (layout.picture.empty()) draw_column(page, layout, state, page.layer_count() - 1);
  draw_node_output(page, layout, state);
}

}  // namespace headroom::app
