// One matrix of a layer: its cells, what lies on them, and what pointer and keys do to it.
#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/network_matrices.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/paint.h"
#include "app/widgets/value_picture.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

bool of_rows(const NetworkPage& page) { return page.values->values == NetworkValues::kActivations; }

const LayerMatrix& matrix_of(const NetworkPage& page, std::int64_t layer) {
  return page.values->layers[static_cast<std::size_t>(layer)];
}

struct MatrixPlace {
  std::int64_t line = 0, column = 0;  // of the shown matrix
};

ImVec2 share_of(const Rect& box, ImVec2 at) { return {(at.x - box.x) / box.w, (at.y - box.y) / box.h}; }

std::string unit_range(const NetworkPage& page, std::int64_t layer, std::int64_t place, std::int64_t block,
                       std::int64_t all) {
  if (block > 1) {
    const std::int64_t last = std::min(all, (place + 1) * block) - 1;
    return format_count(place * block) + "–" + format_count(last);
  }
  const std::int64_t unit = unit_at_place(page, layer, place);
  return layer < 0 ? page.source_name(0, unit) : format_count(unit);
}

// Of the dataset, where that is known.
std::string row_words(const ValuesFigures& values, std::int64_t line) {
  const auto at = static_cast<std::size_t>(line);
  return at < values.rows.size() ? format_count(values.rows[at]) : tr("{1} of those", format_count(line));
}

std::string cell_words(const NetworkPage& page, std::int64_t layer, const MatrixPlace& at) {
  const LayerMatrix& m = matrix_of(page, layer);
  const auto k = static_cast<std::size_t>(at.line * m.shown_columns + at.column);
  const std::string columns =
      unit_range(page, of_rows(page) ? layer : layer - 1, at.column, m.block, m.columns);
  std::string words = page.layer_title(layer) + ": ";
  if (of_rows(page)) {
    words += tr("unit {1}, row {2}", columns, row_words(*page.values, at.line * m.block));
  } else {
    words += tr("unit {1} ← {2}", unit_range(page, layer, at.line, m.block, m.lines), columns);
  }
  const bool change = page.values->values == NetworkValues::kChange;
  const char* const kinds[] = {tr("weight"), tr("change"), tr("gradient"), tr("activation")};
  const char* const kind = kinds[static_cast<std::size_t>(page.values->values)];
  const std::string number = signed_text(static_cast<double>(m.mean[k]));
  words += "\n" + (m.block > 1 ? tr("{1}, mean {2}", kind, number) : std::string(kind) + " " + number);
  if (m.block > 1 && k < m.least.size() && k < m.most.size())
    words += "\n" + tr("from {1} to {2}", signed_text(static_cast<double>(m.least[k])),
                       signed_text(static_cast<double>(m.most[k])));
  if (!change || m.block > 1) return words;
  const double now =
      page.weight(layer, unit_at_place(page, layer, at.line), unit_at_place(page, layer - 1, at.column));
  if (!std::isnan(now))
    words +=
        "\n" + tr("weight {1} → {2}", signed_text(now - static_cast<double>(m.mean[k])), signed_text(now));
  return words;
}

// Each number over the largest of its unit: of its line, or of its column where lines are rows.
std::shared_ptr<const std::vector<float>> unit_shares(const LayerMatrix& m, bool by_column) {
  auto shares = std::make_shared<std::vector<float>>(m.mean);
  const std::int64_t units = by_column ? m.shown_columns : m.shown_lines;
  std::vector<float> largest(static_cast<std::size_t>(units), 0.0F);
  const auto unit_of = [&](std::size_t k) {
    const auto columns = static_cast<std::size_t>(m.shown_columns);
    return by_column ? k % columns : k / columns;
  };
  for (std::size_t k = 0; k < shares->size(); ++k) {
    if (std::isfinite(m.mean[k])) largest[unit_of(k)] = std::max(largest[unit_of(k)], std::abs(m.mean[k]));
  }
  for (std::size_t k = 0; k < shares->size(); ++k) {
    if (largest[unit_of(k)] > 0) (*shares)[k] /= largest[unit_of(k)];
  }
  return shares;
}

// Pins the unit that stands at this place.
void pin_place(const NetworkPage& page, std::int64_t layer, const MatrixPlace& at) {
  const LayerMatrix& m = matrix_of(page, layer);
  const std::int64_t place = (of_rows(page) ? at.column : at.line) * m.block;
  const UnitAt unit{layer, unit_at_place(page, layer, std::min(place, page.width(layer) - 1))};
  page.change([unit](NetworkOptions& options, Look& look) { pin_unit(options, look, unit); });
}

void draw_tag(const Ui& ui, ImVec2 center, std::string_view letter) {
  const Rect tag{center.x - ui.px(9), center.y - ui.px(9), ui.px(18), ui.px(18)};
  fill(tag, ui.theme.panel, ui.px(3));
  stroke(tag, ui.theme.text, ui.px(3), ui.px(1.5F));
  text_line(ui, tag, ui.fonts.bold, ui.theme.text, letter, Align::kCenter);
}

}  // namespace

void MatrixWindow::zoom(ImVec2 at, float factor) {
  const auto side = [factor](float& from, float& size, float share) {
    const float wanted = std::clamp(size * factor, 0.01F, 1.0F);
    from = std::clamp(from + (size - wanted) * share, 0.0F, 1 - wanted);
    size = wanted;
  };
  side(left, width, at.x);
  side(top, height, at.y);
}

void MatrixWindow::pan(float by_x, float by_y) {
  left = std::clamp(left + by_x, 0.0F, 1 - width);
  top = std::clamp(top + by_y, 0.0F, 1 - height);
}

std::int64_t unit_at_place(const NetworkPage& page, std::int64_t layer, std::int64_t place) {
  if (!page.order || !page.values || page.values->order == UnitOrder::kIndex) return place;
  const std::vector<std::int32_t>& units = page.order->units[static_cast<std::size_t>(layer + 1)];
  return place >= 0 && place < static_cast<std::int64_t>(units.size())
             ? units[static_cast<std::size_t>(place)]
             : place;
}

std::int64_t place_of_unit(const NetworkPage& page, std::int64_t layer, std::int64_t unit) {
  if (!page.order || !page.values || page.values->order == UnitOrder::kIndex) return unit;
  const std::vector<std::int32_t>& units = page.order->units[static_cast<std::size_t>(layer + 1)];
  return std::find(units.begin(), units.end(), static_cast<std::int32_t>(unit)) - units.begin();
}

float full_color_of(const NetworkPage& page, std::int64_t layer) {
  if (page.options().scale != NetworkScale::kNetwork) return matrix_of(page, layer).largest;
  float largest = 0;
  for (const LayerMatrix& matrix : page.values->layers) largest = std::max(largest, matrix.largest);
  return largest;
}

void NetworkMatrices::draw_cells(const NetworkPage& page, const Rect& box, std::int64_t layer) {
  const LayerMatrix& m = matrix_of(page, layer);
  const MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  // What lies outside of the window is cut off.
  const Rect whole{box.x - box.w * w.left / w.width, box.y - box.h * w.top / w.height, box.w / w.width,
                   box.h / w.height};
  ValueGrid grid{m.mean, m.shown_columns, m.shown_lines, page.values};
  float full = full_color_of(page, layer);
  if (page.options().scale == NetworkScale::kUnit) {
    UnitShares& own = shares_[static_cast<std::size_t>(layer)];
    if (own.of != page.values) own = {page.values, unit_shares(m, of_rows(page))};
    grid.values = *own.shares;
    grid.owner = own.shares;
    full = 1;
  }
  const bool relu = of_rows(page) && (page.spec().activation == Activation::kRelu || !page.hidden(layer));
  const ValueRamp ramp = relu ? activation_ramp(page.color(), full) : signed_ramp(full);
  ImGui::PushClipRect(box.min(), box.max(), true);
  draw_values(page.ui(), "matrix " + std::to_string(layer), whole, grid, ramp);
  ImGui::PopClipRect();
}

void NetworkMatrices::label_dead(const NetworkPage& page, const Rect& box, std::int64_t layer) {
  const Ui& ui = page.ui();
  const LayerFigures& figures = page.layers->of[static_cast<std::size_t>(layer)];
  if (figures.dead < 2 || of_rows(page)) return;
  // The longest run of dead lines.
  std::int64_t best = 0, best_first = 0, run = 0;
  for (std::int64_t place = 0; place < page.width(layer); ++place) {
    run = page.dead({layer, unit_at_place(page, layer, place)}) ? run + 1 : 0;
    if (run > best) {
      best = run;
      best_first = place + 1 - run;
    }
  }
  const MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  const auto all = static_cast<float>(page.width(layer));
  const float top = box.y + box.h * (static_cast<float>(best_first) / all - w.top) / w.height;
  const float height = box.h * static_cast<float>(best) / all / w.height;
  if (height < ui.px(18) || top < box.y || top + height > box.bottom()) return;
  const std::string words = tr("{1} units dead", format_count(best));
  const float wide = text_width(ui.fonts.body, words) + ui.px(12);
  const Rect label = Rect{box.x, top, box.w, height}.centered(wide, ui.px(18));
  fill(label, {ui.theme.panel.x, ui.theme.panel.y, ui.theme.panel.z, 0.8F}, ui.px(3));
  text_line(ui, label, ui.fonts.body, ui.theme.text, words, Align::kCenter);
}

void NetworkMatrices::mark_pinned(const NetworkPage& page, const Rect& box, std::int64_t layer) {
  const Ui& ui = page.ui();
  const MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  for (const bool first : {true, false}) {
    const auto& unit = first ? page.look().unit : page.look().network.other;
    if (!page.exists(unit) || unit->layer != layer) continue;
    const auto all = static_cast<float>(page.width(layer));
    const auto at = static_cast<float>(place_of_unit(page, layer, unit->unit));
    const float from = of_rows(page) ? box.x : box.y, length = of_rows(page) ? box.w : box.h;
    const float start = of_rows(page) ? w.left : w.top, size = of_rows(page) ? w.width : w.height;
    const float middle = from + length * ((at + 0.5F) / all - start) / size;
    if (middle < from || middle > from + length) continue;
    const float thick = std::max(ui.px(6), length / all / size);
    const Rect frame = of_rows(page) ? Rect{middle - thick / 2, box.y, thick, box.h}
                                     : Rect{box.x, middle - thick / 2, box.w, thick};
    stroke(frame, ui.theme.text, ui.px(2), ui.px(1.5F));
    draw_tag(ui, of_rows(page) ? ImVec2{middle, box.bottom() - ui.px(8)} : ImVec2{box.x - ui.px(2), middle},
             first ? "A" : "B");
  }
}

void NetworkMatrices::use_pointer(const NetworkPage& page, const Rect& box, std::int64_t layer,
                                  const Press& press) {
  const Ui& ui = page.ui();
  const LayerMatrix& m = matrix_of(page, layer);
  MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  const ImGuiIO& io = ImGui::GetIO();
  if (!press.hovered && !press.held) return;
  const ImVec2 share = share_of(box, io.MousePos);
  if (press.hovered && io.MouseWheel != 0 && io.KeyCtrl == scrolls_)
    w.zoom(share, std::pow(0.8F, io.MouseWheel));
  if (press.hovered && ImGui::IsMouseDoubleClicked(0)) w.fit();
  if (press.held && ImGui::IsMouseDragging(0, ui.px(4)) && w.width < 1) {
    w.pan(-io.MouseDelta.x / box.w * w.width, -io.MouseDelta.y / box.h * w.height);
    panned_ = true;
  }
  if (!press.hovered) return;
  const MatrixPlace at{
      std::clamp<std::int64_t>(
          static_cast<std::int64_t>((w.top + share.y * w.height) * static_cast<float>(m.shown_lines)), 0,
          m.shown_lines - 1),
      std::clamp<std::int64_t>(
          static_cast<std::int64_t>((w.left + share.x * w.width) * static_cast<float>(m.shown_columns)), 0,
          m.shown_columns - 1)};
  if (ImGui::IsMouseClicked(0)) panned_ = false;
  const ImVec2 mouse = io.MousePos;
  const ImVec4 ink{ui.theme.text.x, ui.theme.text.y, ui.theme.text.z, 0.55F};
  line({box.x, mouse.y}, {box.right(), mouse.y}, ink, 1);
  line({mouse.x, box.y}, {mouse.x, box.bottom()}, ink, 1);
  tooltip(ui, cell_words(page, layer, at), {mouse.x - ui.px(10), mouse.y - ui.px(10), ui.px(20), ui.px(20)});
  if (!press.clicked || panned_) return;
  w.line = at.line;
  w.column = at.column;
  pin_place(page, layer, at);
}

void NetworkMatrices::use_keys(const NetworkPage& page, std::int64_t layer, const Press& press) {
  const LayerMatrix& m = matrix_of(page, layer);
  MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  const std::int64_t step = arrows.fast ? 10 : 1;
  w.line = std::clamp<std::int64_t>(w.line - arrows.y * step, 0, m.shown_lines - 1);
  w.column = std::clamp<std::int64_t>(w.column + arrows.x * step, 0, m.shown_columns - 1);
  if (arrows.end > 0) {
    w.zoom({(static_cast<float>(w.column) / static_cast<float>(m.shown_columns) - w.left) / w.width,
            (static_cast<float>(w.line) / static_cast<float>(m.shown_lines) - w.top) / w.height},
           0.5F);
  }
  if (arrows.end < 0) w.fit();
  if (press.clicked && !press.hovered) pin_place(page, layer, {w.line, w.column});
}

void NetworkMatrices::draw_matrix(const NetworkPage& page, const Rect& box, std::int64_t layer) {
  const Ui& ui = page.ui();
  const LayerMatrix& m = matrix_of(page, layer);
  if (box.empty() || m.shown_lines < 1 || m.shown_columns < 1) return;
  const std::string id = page.layer_title(layer);
  const Press press = press_area(id.c_str(), box, true, {.takes = Takes::kArrowsAndEnter});
  use_keys(page, layer, press);
  draw_cells(page, box, layer);
  stroke(box, ui.theme.line);
  label_dead(page, box, layer);
  mark_pinned(page, box, layer);
  use_pointer(page, box, layer, press);
  if (press.focused) {
    focus_ring(ui, box, 0);
    const MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
    const MatrixPlace at{std::min(w.line, m.shown_lines - 1), std::min(w.column, m.shown_columns - 1)};
    const ImVec2 middle{
        box.x + box.w *
                    ((static_cast<float>(at.column) + 0.5F) / static_cast<float>(m.shown_columns) - w.left) /
                    w.width,
        box.y + box.h * ((static_cast<float>(at.line) + 0.5F) / static_cast<float>(m.shown_lines) - w.top) /
                    w.height};
    if (box.contains(middle)) {
      const Rect mark{middle.x - ui.px(5), middle.y - ui.px(5), ui.px(10), ui.px(10)};
      stroke(mark, ui.theme.text, 0, ui.px(2));
      tooltip(ui, cell_words(page, layer, at) + "\n" + tr("Enter pins, End zooms in, Home shows all"), mark);
    }
  }
}

// A single line of weights: bars, with the pinned units of the layer before as lines through them.
void NetworkMatrices::draw_bars(const NetworkPage& page, Rect area, std::int64_t layer) {
  const Ui& ui = page.ui();
  const LayerMatrix& m = matrix_of(page, layer);
  const float legend = ui.px(18 + 18 + 6) + patterns_height(page, area.w);
  const bool tall = area.h > legend + ui.px(64);
  const Rect box = tall ? area.take_top(area.h - legend, ui.px(18)) : area;  // the pinned units' letters hang
  if (tall) {
    draw_value_legend(page, area.take_top(ui.px(18), ui.px(6)));
    draw_patterns(page, area);
  }
  const Press press = press_area("output", box, true, {.takes = Takes::kArrowsAndEnter});
  fill(box, ui.theme.card);
  stroke(box, ui.theme.line);
  const float zero = box.center().y;
  line({box.x, zero}, {box.right(), zero}, ui.theme.edge);
  const float full = full_color_of(page, layer);
  const std::int64_t count = m.shown_columns;
  const float step = box.w / static_cast<float>(count);
  const std::int64_t each = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(1.0F / step)));
  for (std::int64_t j = 0; j < count; j += each) {
    float value = 0;
    bool known = true;
    for (std::int64_t k = j; k < std::min(count, j + each); ++k) {
      if (!std::isfinite(m.at(0, k))) known = false;
      if (std::abs(m.at(0, k)) > std::abs(value)) value = m.at(0, k);
    }
    const Rect slot{box.x + step * static_cast<float>(j), box.y,
                    std::max(1.0F, step * static_cast<float>(each) - (step > 3 ? 1 : 0)), box.h};
    if (!known) {
      fill(slot, not_a_number(ui.theme));
      continue;
    }
    const float height = full > 0 ? box.h / 2 * std::min(1.0F, std::abs(value) / full) : 0;
    fill({slot.x, value < 0 ? zero : zero - height, slot.w, height}, sign_color(ui.theme, value < 0));
  }
  for (const bool first : {true, false}) {
    const auto& unit = first ? page.look().unit : page.look().network.other;
    if (!page.exists(unit) || unit->layer != layer - 1) continue;
    const float x = box.x + box.w * (static_cast<float>(place_of_unit(page, layer - 1, unit->unit)) + 0.5F) /
                                static_cast<float>(m.columns);
    line({x, box.y}, {x, box.bottom()}, ui.theme.text, ui.px(1.5F));
    draw_tag(ui, {x, box.bottom()}, first ? "A" : "B");
  }
  MatrixWindow& w = windows_[static_cast<std::size_t>(layer)];
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  w.column = std::clamp<std::int64_t>(w.column + arrows.x * (arrows.fast ? 10 : 1), 0, count - 1);
  if (press.hovered)
    w.column = std::clamp<std::int64_t>(static_cast<std::int64_t>((ImGui::GetIO().MousePos.x - box.x) / step),
                                        0, count - 1);
  if (press.hovered || press.focused) {
    const float x = box.x + step * (static_cast<float>(w.column) + 0.5F);
    line({x, box.y}, {x, box.bottom()}, {ui.theme.text.x, ui.theme.text.y, ui.theme.text.z, 0.55F}, 1);
    tooltip(ui, cell_words(page, layer, {0, w.column}),
            {x - ui.px(10), zero - ui.px(10), ui.px(20), ui.px(20)});
  }
  if (press.focused) focus_ring(ui, box, 0);
  if (!press.clicked) return;
  if (layer == 0) return page.change([](NetworkOptions& o, Look& look) { pin_unit(o, look, {0, 0}); });
  const UnitAt unit{layer - 1, unit_at_place(page, layer - 1, std::min(w.column * m.block, m.columns - 1))};
  page.change([unit](NetworkOptions& options, Look& look) { pin_unit(options, look, unit); });
}

}  // namespace headroom::app
