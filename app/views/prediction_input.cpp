#include "app/views/prediction_input.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "app/state/moved_values.h"
#include "app/ui/ramps.h"
#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

void move_to(const PredictionPage& page, std::size_t column, double value) {
  Look look = page.context.state.look;
  look.row = page.figures.row;
  move_value(look, page.dataset, column, value);
  page.context.actions.emplace_back(action::LookAt{look});
}

void put_back(const PredictionPage& page, std::size_t column) {
  Look look = page.context.state.look;
  restore_value(look, page.dataset, column);
  page.context.actions.emplace_back(action::LookAt{look});
}

bool moved(const PredictionPage& page, std::size_t column) {
  const double own = own_value(page.context.state.look, page.dataset, column);
  const double now = looked_value(page.context.state.look, page.dataset, column);
  return own != now && !(std::isnan(own) && std::isnan(now));
}

// The histogram of the training rows behind a thin track.
void draw_slider(const PredictionPage& page, const Rect& area, std::size_t column, InputState& state) {
  const Ui& ui = page.ui();
  const ColumnRange& range = (*page.figures.columns)[column];
  const std::string& name = page.dataset.column_names[column];
  const double width = range.high - range.low;
  const bool usable = width > 0 && std::isfinite(width);
  const Press press = press_area("slider", area, usable, {.name = name, .takes = Takes::kArrows});
  const float knob = ui.px(5);
  const Rect track{area.x + knob, area.bottom() - ui.px(5), std::max(1.0F, area.w - 2 * knob), ui.px(2)};
  const std::int64_t most =
      std::max<std::int64_t>(1, *std::max_element(range.counts.begin(), range.counts.end()));
  const float bar = track.w / static_cast<float>(ColumnRange::kBars), high = area.h - ui.px(8);
  for (std::size_t i = 0; i < ColumnRange::kBars; ++i) {
    if (range.counts[i] == 0) continue;
    const float h = std::max(1.0F, high * static_cast<float>(range.counts[i]) / static_cast<float>(most));
    fill({track.x + bar * static_cast<float>(i), track.y - h, std::max(1.0F, bar - 1), h},
         mix(ui.theme.panel, ui.theme.muted, 0.45F));
  }
  double value = looked_value(page.context.state.look, page.dataset, column);
  if (std::isnan(value))
    value = static_cast<double>(page.figures.filled[column]) + column_origin(page.dataset, column);
  const double before = value;
  if (!ImGui::IsMouseDown(0)) state.restored = -1;
  if (press.hovered && ImGui::IsMouseDoubleClicked(0)) {
    state.restored = static_cast<int>(column);
    put_back(page, column);
  } else if (press.held && state.restored != static_cast<int>(column)) {
    const double share = static_cast<double>((ImGui::GetIO().MousePos.x - track.x) / track.w);
    value = range.low + std::clamp(share, 0.0, 1.0) * width;
  }
  if (usable) {
    const Arrows arrows = Focus::of_window().take_arrows(press.id);
    if (const int steps = arrows.x + arrows.y; steps != 0)
      value = std::clamp(value + width * steps * (arrows.fast ? 0.1 : 0.01), range.low, range.high);
    if (arrows.end != 0) value = arrows.end > 0 ? range.high : range.low;
  }
  if (value != before) {
    state.refusal.clear();
    move_to(page, column, value);
  }
  const bool outside = usable && (value < range.low || value > range.high);
  const auto share = static_cast<float>(usable ? std::clamp((value - range.low) / width, 0.0, 1.0) : 0.5);
  const bool strong = press.hovered || press.held || moved(page, column);
  fill(track, ui.theme.edge, 1);
  fill({track.x, track.y, track.w * share, track.h}, strong ? ui.theme.accent : ui.theme.muted, 1);
  const ImVec2 at{track.x + track.w * share, track.center().y};
  ImGui::GetWindowDrawList()->AddCircleFilled(at, knob, color(outside ? ui.theme.warning : ui.theme.text));
  if (press.focused) focus_ring(ui, area, ui.px(4));
  if (press.hovered && !press.held) {
    tooltip(ui,
            tr("{1}: training rows have {2} to {3}. A double-click puts the row's own value back.", name,
               value_text(range.low), value_text(range.high)),
            area);
  }
}

// The raw value; pressed, it is typed.
void draw_number(const PredictionPage& page, const Rect& area, std::size_t column, InputState& state) {
  const Ui& ui = page.ui();
  const ColumnRange& range = (*page.figures.columns)[column];
  const std::string& name = page.dataset.column_names[column];
  Focus& focus = Focus::of_window();
  const ImGuiID control = ImGui::GetID("number");
  const double value = looked_value(page.context.state.look, page.dataset, column);
  const bool types = focus.types_into(control), mine = state.typing == static_cast<int>(column);
  if (types && !mine) {
    state.typing = static_cast<int>(column);
    state.text = std::isnan(value) ? "" : digits_text(value, 9);
  }
  const auto parse = [&]() -> std::optional<double> {
    double number = 0;
    const std::string text = plain_number(state.text);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), end, number);
    if (error != std::errc{} || stop != end || !std::isfinite(static_cast<float>(number)))
      return std::nullopt;
    return number;
  };
  const auto take = [&] {
    if (const auto number = parse()) {
      state.refusal.clear();
      if (*number != value) move_to(page, column, *number);
    } else if (!state.text.empty()) {
      state.refusal = tr("'{1}' is no number that {2} can have", state.text, name);
    }
  };
  if (!types && mine) {  // the ring went on
    take();
    state.typing = -1;
  }
  if (types) {
    const Rect field{area.x - ui.px(26), area.y - ui.px(3), area.w + ui.px(32), area.h + ui.px(6)};
    const std::string called = name + " value";  // as when it is not typed into
    const FieldEvent typed =
        text_field(ui, field, state.text,
                   {.id = called.c_str(), .invalid = !parse(), .number = true, .control = control});
    if (typed.committed) {
      take();
      if (!focus.types_into(control)) state.typing = -1;
    }
    return;
  }
  const Press press = press_area("number", area, true, {.name = name + " value", .takes = Takes::kText});
  if (press.clicked) focus.start_typing(press.id);
  const bool outside = value < range.low || value > range.high;
  const ImVec4 c = outside                                ? ui.theme.warning
                   : press.hovered || moved(page, column) ? ui.theme.text
                                                          : ui.theme.muted;
  text_line(ui, area, ui.fonts.mono, c, value_text(value), Align::kRight);
  if (press.focused) focus_ring(ui, area, ui.px(3));
  if (press.hovered && outside) {
    tooltip(ui,
            tr("Outside of the training rows' {1} to {2}: the network has never seen such a value.",
               value_text(range.low), value_text(range.high)),
            area);
  } else if (press.hovered) {
    tooltip(ui, tr("Press to type a number"), area);
  }
}

float name_width(const PredictionPage& page, const std::vector<std::size_t>& columns, float most) {
  float width = page.ui().px(30);
  for (const std::size_t c : columns)
    width = std::max(width, text_width(page.ui().fonts.body, page.dataset.column_names[c]) + page.ui().px(6));
  return std::min(width, most);
}

void draw_row(const PredictionPage& page, Rect row, std::size_t column, float name, InputState& state) {
  const Ui& ui = page.ui();
  ImGui::PushID(static_cast<int>(column));
  if (moved(page, column)) fill(row, ui.theme.hover, ui.px(3));
  Rect rest = row.inset(ui.px(2), 0);
  text_line(ui, rest.take_left(name, ui.px(4)), ui.fonts.body, ui.theme.text,
            page.dataset.column_names[column]);
  const Rect scaled = rest.take_right(ui.px(52), ui.px(6));
  text_line(
      ui, scaled, ui.fonts.mono, ui.theme.text,
      [&] {
        const auto value = static_cast<double>(page.figures.scaled[column]);
        return std::abs(value) < 100 ? decimals_text(value, 3) : digits_text(value, 3);
      }(),
      Align::kRight);
  const Rect raw = rest.take_right(ui.px(66), ui.px(6));
  draw_slider(page, rest.inset(0, ui.px(1)), column, state);
  draw_number(page, raw, column, state);
  ImGui::PopID();
}

// The columns to show: all, those found, or the ones with the largest effect when the row was chosen.
std::vector<std::size_t> shown_columns(const PredictionPage& page, InputState& state) {
  const auto count = static_cast<std::size_t>(page.dataset.columns);
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (count <= kMostColumns) return all;
  if (!state.search.empty()) {
    std::erase_if(all, [&](std::size_t c) {
      return page.dataset.column_names[c].find(state.search) == std::string::npos;
    });
    if (all.size() > kMostColumns) all.resize(kMostColumns);
    return all;
  }
  const std::string of = page.looked.id + page.dataset.source;
  if (state.order.empty() || state.order_row != page.figures.row || state.order_of != of) {
    const std::vector<double>& effects = page.looked.column_effects;
    if (effects.size() == count) {
      std::partial_sort(
          all.begin(), all.begin() + kMostColumns, all.end(),
          [&](std::size_t a, std::size_t b) { return std::abs(effects[a]) > std::abs(effects[b]); });
    }
    all.resize(kMostColumns);
    state.order = all;
    state.order_row = page.figures.row;
    state.order_of = of;
  }
  return state.order;
}

// From 0 to 1 on one scale for all pixels, so that the same ink is the same colour everywhere.
float ink_of(const PredictionPage& page, std::size_t column) {
  double least = 0, most = 0;
  for (const ColumnRange& range : *page.figures.columns) {
    least = std::min(least, range.low);
    most = std::max(most, range.high);
  }
  const double value = page.figures.raw[column];
  return most > least ? static_cast<float>((value - least) / (most - least)) : 0;
}

// Strokes of the mouse, with the right button or Shift rubbing out; Enter inks the marked pixel.
void take_pen(const PredictionPage& page, const Rect& picture, float side, const Press& press,
              PadPlace marked, InputState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  Look look = page.context.state.look;
  look.row = page.figures.row;
  if (press.clicked && !ImGui::IsMouseReleased(0)) {
    draw_on_pad(look, page.dataset, marked, marked);
  } else {
    const bool rubs = io.MouseDown[1] && picture.contains(io.MousePos) && hovering(picture);
    const PadPlace here{static_cast<double>((io.MousePos.y - picture.y) / side),
                        static_cast<double>((io.MousePos.x - picture.x) / side)};
    if (!press.held && !rubs) return state.pen.reset();
    const PadPlace before = state.pen.value_or(here);
    if (state.pen && before == here) return;
    state.pen = here;
    draw_on_pad(look, page.dataset, before, here, rubs || io.KeyShift);
  }
  if (!same_look(look, page.context.state.look)) page.context.actions.emplace_back(action::LookAt{look});
}

void draw_pad_buttons(const PredictionPage& page, Rect row) {
  const Ui& ui = page.ui();
  Look look = page.context.state.look;
  look.row = page.figures.row;
  const ButtonSpec clear{
      .id = "pad_clear",
      .label = tr("Clear"),
      .tip = tr("An empty pad to draw on: press and drag; the right button or Shift rubs out"),
      .small = true};
  const ButtonSpec back{.id = "pad_back",
                        .label = tr("The row's own"),
                        .tip = tr("Its pixels as they are in the table"),
                        .enabled = page.figures.moved,
                        .small = true};
  if (button(ui, row.take_left(button_width(ui, clear), ui.px(8)), clear)) {
    clear_pad(look, page.dataset);
    page.context.actions.emplace_back(action::LookAt{look});
  }
  if (row.w > button_width(ui, back) && button(ui, row.take_left(button_width(ui, back), ui.px(8)), back)) {
    look.moved.clear();
    page.context.actions.emplace_back(action::LookAt{look});
  }
  text_line(ui, row, ui.fonts.small, ui.theme.muted, tr("draw with the mouse"));
}

// The pixels as a picture; the marked one has its slider below.
void draw_pixels(const PredictionPage& page, Rect area, const PixelGrid& grid, InputState& state,
                 PredictionPlaces& places) {
  const Ui& ui = page.ui();
  if (!state.pixel || *state.pixel >= page.figures.raw.size()) {  // the one that matters most
    const auto less = [](double x, double y) { return std::abs(x) < std::abs(y); };
    const std::vector<double>& effects = page.looked.column_effects;
    const auto most = std::max_element(effects.begin(), effects.end(), less);
    state.pixel =
        effects.size() == page.figures.raw.size() ? static_cast<std::size_t>(most - effects.begin()) : 0;
  }
  Rect below = area.take_bottom(ui.px(28), ui.px(6));
  draw_pad_buttons(page, area.take_top(ui.px(28), ui.px(6)));
  const float side =
      std::min(area.w / static_cast<float>(grid.columns), area.h / static_cast<float>(grid.rows));
  const Rect picture{area.x, area.y, side * static_cast<float>(grid.columns),
                     side * static_cast<float>(grid.rows)};
  const Press press =
      press_area("pixels", picture, true, {.name = "pixels", .takes = Takes::kArrowsAndEnter});
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  auto at =
      static_cast<int>(std::find(grid.column.begin(), grid.column.end(), *state.pixel) - grid.column.begin());
  if (at >= grid.rows * grid.columns) at = 0;
  int x = std::clamp(at % grid.columns + arrows.x, 0, grid.columns - 1);
  int y = std::clamp(at / grid.columns - arrows.y, 0, grid.rows - 1);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (press.held && press.hovered) {
    x = std::clamp(static_cast<int>((mouse.x - picture.x) / side), 0, grid.columns - 1);
    y = std::clamp(static_cast<int>((mouse.y - picture.y) / side), 0, grid.rows - 1);
  }
  state.pixel = grid.column[static_cast<std::size_t>(y * grid.columns + x)];
  take_pen(page, picture, side, press, {y + 0.5, x + 0.5}, state);
  for (int r = 0; r < grid.rows; ++r) {
    for (int c = 0; c < grid.columns; ++c) {
      const std::size_t column = grid.column[static_cast<std::size_t>(r * grid.columns + c)];
      const Rect cell{picture.x + side * static_cast<float>(c), picture.y + side * static_cast<float>(r),
                      side - 1, side - 1};
      fill(cell, feature_color(ui.theme, ink_of(page, column)));
      if (column < places.features.size()) places.features[column] = cell;
      if (column == *state.pixel) stroke(cell, ui.theme.text, 0, ui.px(2));
      if (press.hovered && cell.contains(mouse)) {
        tooltip(ui,
                page.dataset.column_names[column] + " " +
                    value_text(looked_value(page.context.state.look, page.dataset, column)),
                cell);
      }
    }
  }
  if (press.focused) focus_ring(ui, picture, ui.px(3));
  draw_row(page, below.take_top(ui.px(22)), *state.pixel, name_width(page, {*state.pixel}, below.w * 0.4F),
           state);
}

void draw_heads(const PredictionPage& page, Rect row) {
  const Ui& ui = page.ui();
  explained_line(page, row.take_right(ui.px(52), ui.px(6)), ui.fonts.small, ui.theme.muted, tr(" scaled"),
                 "scaled");
  text_line(ui, row.take_right(ui.px(66)), ui.fonts.small, ui.theme.muted, tr("raw"), Align::kRight);
}

// "drag: everything follows", what lies outside, or what was refused.
void draw_note(const PredictionPage& page, const Rect& area, const InputState& state) {
  const Ui& ui = page.ui();
  if (!state.refusal.empty()) return text_line(ui, area, ui.fonts.small, ui.theme.bad, state.refusal);
  for (std::size_t c = 0; c < page.figures.raw.size(); ++c) {
    const ColumnRange& range = (*page.figures.columns)[c];
    if (page.figures.raw[c] < range.low || page.figures.raw[c] > range.high) {
      return text_line(ui, area, ui.fonts.small, ui.theme.warning,
                       tr("{1} is outside of the training rows' {2} to {3}", page.dataset.column_names[c],
                          value_text(range.low), value_text(range.high)));
    }
  }
  text_line(ui, area, ui.fonts.small, ui.theme.muted,
            page.figures.moved ? tr("moved; double-click a slider to put it back")
                               : tr("drag: everything follows"));
}

}  // namespace

int input_lines(const Dataset& dataset) {
  return static_cast<int>(std::clamp<std::int64_t>(dataset.columns, 10, 20));
}

void draw_input_step(const PredictionPage& page, Rect area, InputState& state, PredictionPlaces& places) {
  const Ui& ui = page.ui();
  const auto features = static_cast<std::int64_t>(page.figures.features.size());
  std::string shapes = "1 × " + format_count(page.dataset.columns);
  if (features > page.dataset.columns)
    shapes = tr("{1}, scaled, 1 × {2} features", shapes, format_count(features));
  step_heading(page, area, 1, tr("Input"), shapes, "feature");
  places.features.assign(static_cast<std::size_t>(features), Rect{});
  const PixelGrid grid = pixel_grid(page.dataset.column_names);
  if (grid) {
    draw_note(page, area.take_bottom(ui.px(20), ui.px(4)), state);
    return draw_pixels(page, area, grid, state, places);
  }
  Rect heads = area.take_top(ui.px(20), ui.px(2));
  const bool triangle =
      features > page.dataset.columns && page.dataset.columns <= static_cast<std::int64_t>(kMostColumns);
  draw_note(page, area.take_bottom(ui.px(20), ui.px(4)), state);
  const int lines = input_lines(page.dataset);
  const float line_h = area.h / static_cast<float>(lines);
  Rect products;
  if (triangle) {
    const float width = std::clamp(area.w * 0.44F, ui.px(120), ui.px(300));
    products = area.take_right(width, ui.px(16));
    const Rect head = heads.take_right(width, ui.px(16));
    explained_line(page, head, ui.fonts.small, ui.theme.muted, tr("x and products xi·xj"), "product");
  }
  draw_heads(page, {area.x, heads.y, area.w, heads.h});
  std::vector<std::size_t> columns = shown_columns(page, state);
  if (static_cast<std::size_t>(page.dataset.columns) > kMostColumns) {
    Rect row = area.take_top(ui.px(28), ui.px(4));
    text_field(ui, row.take_left(row.w * 0.5F, ui.px(8)), state.search,
               {.id = "search", .hint = tr("search columns")});
    text_line(ui, row, ui.fonts.small, ui.theme.muted,
              state.search.empty()
                  ? tr("{1} of {2}, largest effect", format_count(static_cast<std::int64_t>(columns.size())),
                       format_count(page.dataset.columns))
                  : tr("{1} found", format_count(static_cast<std::int64_t>(columns.size()))));
  }
  const float name = name_width(page, columns, area.w * 0.34F);
  if (columns.size() <= static_cast<std::size_t>(lines)) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      draw_row(page, {area.x, area.y + line_h * static_cast<float>(i), area.w, line_h}, columns[i], name,
               state);
  } else {
    ScrollArea scroll(ui, "columns", area);
    const Rect content = scroll.content();
    const float each = std::max(line_h, ui.px(19));
    for (std::size_t i = 0; i < columns.size(); ++i)
      draw_row(page, {content.x, content.y + each * static_cast<float>(i), content.w, each}, columns[i], name,
               state);
    scroll.used(content.w, each * static_cast<float>(columns.size()));
  }
  for (std::size_t i = 0;
       !triangle && i < columns.size() && columns.size() <= static_cast<std::size_t>(lines); ++i)
    places.features[columns[i]] = {area.right() - ui.px(2), area.y + line_h * static_cast<float>(i), ui.px(2),
                                   line_h};
  Focus::of_window().begin_group();  // as high as all columns
  if (triangle) draw_products(page, products, line_h, state.term, places);
}

}  // namespace headroom::app
