#include "app/views/network_matrices.h"

#include <algorithm>
#include <cmath>

#include "app/state/model_words.h"
#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kMatrixHead = 24, kGridGap = 16, kLowestMatrix = 150, kPatternsFoot = 92;

std::string shape_words(const NetworkPage& page, std::int64_t layer) {
  return format_count(page.spec().widths[static_cast<std::size_t>(layer)]) + " → " +
         format_count(page.width(layer));
}

std::string largest_words(const NetworkPage& page, std::int64_t layer) {
  if (!page.values) return {};
  const LayerMatrix& matrix = page.values->layers[static_cast<std::size_t>(layer)];
  if (matrix.not_finite > 0) return tr("{1} not finite", format_count(matrix.not_finite));
  std::string words = "±" + small_number(static_cast<double>(matrix.largest));
  if (page.values->values == NetworkValues::kActivations)
    words = tr("to {1}", small_number(static_cast<double>(matrix.largest)));
  if (matrix.block > 1) words = tr("{1} × {1} averaged  {2}", std::to_string(matrix.block), words);
  return words;
}

std::string caption_words(const NetworkPage& page) {
  const ValuesFigures& values = *page.values;
  const bool learned = values.order == UnitOrder::kLearned;
  std::string what = tr("weights");
  switch (values.values) {
    case NetworkValues::kActivations:
      return learned ? tr("activations: rows of the data; columns: units of the layer, in learned order")
                     : tr("activations: rows of the data; columns: units of the layer");
    case NetworkValues::kChange:
      what = values.since == 0 ? std::string(tr("change since the start"))
                               : tr("change since step {1}", format_count(values.since));
      break;
    case NetworkValues::kGradients: what = tr("gradients of the batch trained last"); break;
    case NetworkValues::kWeights: break;
  }
  return learned ? tr("{1}; rows: units of the layer, columns: the layer before, both in learned order", what)
                 : tr("{1}; rows: units of the layer, columns: the layer before", what);
}

std::string layer_matrix_csv(const LayerMatrix& m) {
  std::string csv;
  for (std::int64_t i = 0; i < m.shown_lines; ++i) {
    for (std::int64_t j = 0; j < m.shown_columns; ++j) csv += (j > 0 ? "," : "") + exact_text(m.at(i, j));
    csv += '\n';
  }
  return csv;
}

void exhibit_matrix(const NetworkPage& page, std::int64_t layer, const Rect& area) {
  const auto l = static_cast<std::size_t>(layer);
  const bool means = page.values->layers[l].block > 1;
  exhibit({.name = "network-matrix-" + std::to_string(layer + 1),
           .title = means ? tr("{1} (CSV: means of blocks)", capitalised(page.layer_title(layer)))
                          : capitalised(page.layer_title(layer)),
           .area = area,
           .csv = [values = page.values, l] { return layer_matrix_csv(values->layers[l]); }});
}

// How many matrices stand beside each other.
std::int64_t grid_columns(const Ui& ui, float width, std::int64_t layers) {
  const auto fit = static_cast<std::int64_t>((width + ui.px(kGridGap)) / (ui.px(230) + ui.px(kGridGap)));
  return std::clamp<std::int64_t>(fit, 1, std::min<std::int64_t>(layers, 3));
}

}  // namespace

std::string moved_sentence(const NetworkPage& page) {
  if (page.layers->steps == 0) return tr("Nothing is learned yet: every change is zero.");
  if (!page.order) return {};
  double low = 0, high = 0;
  bool any = false;
  for (std::size_t l = 0; l < page.order->moved.size(); ++l) {
    const double moved = page.order->moved[l];
    if (!std::isfinite(moved) || !page.hidden(static_cast<std::int64_t>(l))) continue;
    low = any ? std::min(low, moved) : moved;
    high = any ? std::max(high, moved) : moved;
    any = true;
  }
  if (!any) return {};
  const int decimals = high < 0.095 ? 1 : 0;
  return tr(
      "Training moved the hidden layers' weights by {1} to {2} %. How much of it is one single pattern:",
      decimals_text(100 * low, decimals), decimals_text(100 * high, decimals));
}

float patterns_height(const NetworkPage& page, float width) {
  const Ui& ui = page.ui();
  return wrapped_height(ui.fonts.small, moved_sentence(page), width) + ui.px(6 + 8 + 3 + 18);
}

void draw_patterns(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  const std::string words = moved_sentence(page);
  if (words.empty()) return;
  area.take_top(draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, words), ui.px(6));
  if (!page.order || page.layers->steps == 0) return;
  std::vector<std::int64_t> shown;
  for (std::int64_t l = 0; l < page.layer_count(); ++l) {
    const auto at = static_cast<std::size_t>(l);
    // A single line of weights is always one pattern.
    if (at < page.order->one_pattern.size() && std::isfinite(page.order->one_pattern[at]) &&
        page.width(l) > 1)
      shown.push_back(l);
  }
  if (shown.empty()) return;
  const auto most = static_cast<std::size_t>(std::max(1.0F, area.w / ui.px(58)));
  if (shown.size() > most) shown.erase(shown.begin(), shown.end() - static_cast<std::ptrdiff_t>(most));
  const float width = (area.w + ui.px(8)) / static_cast<float>(shown.size()) - ui.px(8);
  for (const std::int64_t l : shown) {
    Rect cell = area.take_left(width, ui.px(8));
    const double share = page.order->one_pattern[static_cast<std::size_t>(l)];
    progress_bar(ui, cell.take_top(ui.px(8), ui.px(3)), share, sign_color(ui.theme, false));
    const std::string text = decimals_text(100 * share, 0) + " %";
    const std::string name = page.short_layer(l);
    Rect line_of = cell.take_top(ui.px(18));
    text_line(ui, line_of.take_left(text_width(ui.fonts.mono, name) + 1, ui.px(2)), ui.fonts.mono,
              ui.theme.muted, name);
    text_line(ui, line_of, ui.fonts.mono, ui.theme.text, text, Align::kRight);
  }
}

void draw_value_legend(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  const bool activations = page.values && page.values->values == NetworkValues::kActivations;
  const std::string low = activations ? "0" : "−max", high = activations ? "max" : "+max";
  text_line(ui, area.take_left(text_width(ui.fonts.mono, low) + 1, ui.px(8)), ui.fonts.mono, ui.theme.muted,
            low);
  const Rect right = area.take_right(text_width(ui.fonts.mono, high) + 1, ui.px(8));
  text_line(ui, right, ui.fonts.mono, ui.theme.muted, high, Align::kRight);
  const Rect bar = area.centered(area.w, ui.px(12));
  const auto ink = [&](float t) {
    return color(activations ? activation_color(ui.theme, page.color(), t)
                             : signed_color(ui.theme, 2 * t - 1));
  };
  constexpr int kSteps = 10;
  for (int i = 0; i < kSteps; ++i) {
    const float a = static_cast<float>(i) / kSteps, b = static_cast<float>(i + 1) / kSteps;
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor(
        {bar.x + bar.w * a, bar.y}, {bar.x + bar.w * b, bar.bottom()}, ink(a), ink(b), ink(b), ink(a));
  }
}

void NetworkMatrices::draw_layer(const NetworkPage& page, Rect area, std::int64_t layer,
                                 NetworkChange& change) {
  const Ui& ui = page.ui();
  if (page.values) exhibit_matrix(page, layer, area);
  Rect head = area.take_top(ui.px(kMatrixHead), ui.px(2));
  std::string title = page.layer_title(layer);
  title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  text_line(ui, head.take_left(text_width(ui.fonts.bold, title) + 1, ui.px(8)), ui.fonts.bold, ui.theme.text,
            title);
  const std::string largest = largest_words(page, layer), shape = shape_words(page, layer);
  const bool bad = page.values && page.values->layers[static_cast<std::size_t>(layer)].not_finite > 0;
  const float wide = std::min(head.w, text_width(ui.fonts.mono, largest) + 1);
  const Rect figure = head.take_right(wide, ui.px(8));
  text_line(ui, figure, ui.fonts.mono, bad ? ui.theme.bad : ui.theme.muted, largest, Align::kRight);
  copyable(figure, largest);
  if (head.w > text_width(ui.fonts.mono, shape))
    text_line(ui, head.take_left(text_width(ui.fonts.mono, shape) + 1, ui.px(8)), ui.fonts.mono,
              ui.theme.muted, shape);
  if (page.hidden(layer) && NetworkChange::shown(page) && head.w > ui.px(48))
    change.draw_buttons(page, head, layer);
  if (!page.values) {
    fill(area, ui.theme.card);
    return text_line(ui, area, ui.fonts.small, ui.theme.muted, tr("on its way"), Align::kCenter);
  }
  const bool bars =
      !page.hidden(layer) && page.width(layer) == 1 && page.values->values != NetworkValues::kActivations;
  bars ? draw_bars(page, area, layer) : draw_matrix(page, area, layer);
}

float NetworkMatrices::height(const NetworkPage& page, float width) {
  const Ui& ui = page.ui();
  const std::int64_t columns = grid_columns(ui, width, page.layer_count());
  const auto rows = static_cast<float>((page.layer_count() + columns - 1) / columns);
  const bool bars = page.width(page.layer_count() - 1) == 1;
  return rows * ui.px(kMatrixHead + (bars ? 230 : 200) + kGridGap) + ui.px(26 + kPatternsFoot);
}

void NetworkMatrices::draw(const NetworkPage& page, Rect area, NetworkChange& change) {
  const Ui& ui = page.ui();
  if (model_ != page.model.choice.id || windows_.size() != static_cast<std::size_t>(page.layer_count())) {
    model_ = page.model.choice.id;
    windows_.assign(static_cast<std::size_t>(page.layer_count()), {});
    shares_.assign(windows_.size(), {});
  }
  const std::int64_t layers = page.layer_count(), columns = grid_columns(ui, area.w, layers);
  const std::int64_t rows = (layers + columns - 1) / columns;
  if (page.values) {
    const Rect caption = area.take_bottom(ui.px(20), ui.px(6));
    text_line(ui, caption, ui.fonts.small, ui.theme.muted, caption_words(page));
  }
  // The legend and the patterns stand under the output's bars where it has one unit, else below all.
  const bool under_bars =
      page.width(layers - 1) == 1 && page.values && page.values->values != NetworkValues::kActivations;
  if (!under_bars && area.h > ui.px(300)) {
    Rect foot = area.take_bottom(ui.px(kPatternsFoot - 14), ui.px(8));
    draw_value_legend(
        page, foot.take_left(std::min(ui.px(200), foot.w * 0.3F), ui.px(24)).centered(1e4F, ui.px(20)));
    draw_patterns(page, foot);
  }
  const float gap = ui.px(kGridGap);
  const float lowest = ui.px(kMatrixHead + kLowestMatrix),
              fair = (area.h + gap) / static_cast<float>(rows) - gap;
  const float high = std::max(lowest, fair);
  scrolls_ = high > fair;
  ScrollArea scroll(ui, "matrices", area);
  const Rect page_area = scroll.content();
  const float room = page_area.w - (high > fair ? ui.px(10) : 0);
  const float width = (room + gap) / static_cast<float>(columns) - gap;
  for (std::int64_t l = 0; l < layers; ++l) {
    const Rect cell{page_area.x + static_cast<float>(l % columns) * (width + gap),
                    page_area.y + static_cast<float>(l / columns) * (high + gap), width, high};
    if (cell.bottom() < area.y || cell.y > area.bottom()) continue;
    draw_layer(page, cell, l, change);
  }
  scroll.used(room, high * static_cast<float>(rows) + gap * static_cast<float>(rows - 1));
}

}  // namespace headroom::app
