// The table of layers: what each holds, how strongly it is pulled, how far a step moves it, and which of its
// units are dead.
#include <algorithm>
#include <cmath>

#include "app/views/network_parts.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// The rule of thumb for one step's change over the weights: Andrej Karpathy's lecture notes (CS231n, "Neural
// Networks Part 3", 2015) say that it should be near 1e-3; half a decade around it is marked.
constexpr double kBandLow = 3e-4, kBandHigh = 3e-3;
constexpr double kScaleLow = -6, kScaleHigh = -0.5;  // powers of ten

constexpr float kRow = 24;
constexpr std::size_t kMostTableRows = 10;  // then the middle ones are left out

struct TableColumns {
  Rect name, params, gradient, scale, ratio, bar, dead;
};
TableColumns columns_of(const NetworkPage& page, Rect row) {
  const Ui& ui = page.ui();
  float name = ui.px(58);
  for (std::int64_t l = 0; l < page.layer_count(); ++l)
    name = std::max(name, text_width(ui.fonts.bold, page.layer_title(l)) + 2);
  TableColumns c;
  const bool narrow = row.w < ui.px(400);
  c.name = row.take_left(std::min(name, row.w / 4), ui.px(4));
  c.params = row.take_left(ui.px(64), ui.px(8));
  c.gradient = row.take_left(ui.px(48), ui.px(10));
  c.dead = row.take_right(ui.px(58), ui.px(6));
  if (!narrow) c.bar = row.take_right(ui.px(40), ui.px(8));
  c.ratio = row.take_right(ui.px(54), ui.px(8));
  c.scale = row;
  return c;
}

float place_on_scale(double ratio) {
  const double at = (std::log10(ratio) - kScaleLow) / (kScaleHigh - kScaleLow);
  return static_cast<float>(std::clamp(at, 0.0, 1.0));
}

void draw_ratio(const Ui& ui, const Rect& area, double ratio) {
  const Rect track = area.centered(area.w, ui.px(5));
  fill(track, ui.theme.line, ui.px(2));
  const float low = place_on_scale(kBandLow), high = place_on_scale(kBandHigh);
  fill({track.x + track.w * low, track.y, track.w * (high - low), track.h},
       mix(ui.theme.panel, ui.theme.good, 0.7F));
  if (!(ratio > 0) || !std::isfinite(ratio)) return;
  const float x = track.x + track.w * place_on_scale(ratio), r = ui.px(5);
  ImGui::GetWindowDrawList()->AddTriangleFilled({x - r, track.y - r * 1.4F}, {x + r, track.y - r * 1.4F},
                                                {x, track.y + 1}, color(ui.theme.text));
}

std::string dead_text(const LayerFigures& layer) {
  if (layer.dead < 0) return "–";
  if (layer.out <= UnitFigures::kMostUnits)
    return tr("{1} of {2}", format_count(layer.dead), format_count(layer.out));
  return percent_text(static_cast<double>(layer.dead) / static_cast<double>(layer.out));
}

std::string ratio_text(double ratio) { return std::isnan(ratio) ? "–" : small_number(ratio); }

void draw_row(const NetworkPage& page, const Rect& row, std::int64_t l) {
  const Ui& ui = page.ui();
  const Theme& theme = ui.theme;
  const LayerFigures& layer = page.layers->of[static_cast<std::size_t>(l)];
  const TableColumns c = columns_of(page, row);
  text_line(ui, c.name, ui.fonts.bold, theme.text, page.layer_title(l));
  text_line(ui, c.params, ui.fonts.mono, theme.text, format_count(layer.parameters), Align::kRight);
  const bool broken = !std::isfinite(layer.gradient_norm);
  text_line(ui, c.gradient, ui.fonts.mono, broken ? theme.bad : theme.text,
            page.layers->steps == 0 ? "–" : small_number(layer.gradient_norm), Align::kRight);
  draw_ratio(ui, c.scale, layer.update_ratio);
  text_line(ui, c.ratio, ui.fonts.mono, theme.text,
            page.layers->steps == 0 ? "–" : ratio_text(layer.update_ratio), Align::kRight);
  const bool many = layer.dead > 0;
  if (!c.bar.empty() && layer.dead >= 0)
    progress_bar(ui, c.bar.centered(c.bar.w, ui.px(7)),
                 static_cast<double>(layer.dead) / static_cast<double>(layer.out),
                 many ? theme.bad : theme.muted);
  text_line(ui, c.dead, many ? ui.fonts.mono_bold : ui.fonts.mono, many ? theme.bad : theme.muted,
            dead_text(layer), Align::kRight);
  const std::string line_text = page.layer_title(l) + "\t" + std::to_string(layer.parameters) + "\t" +
                                small_number(layer.gradient_norm) + "\t" + ratio_text(layer.update_ratio) +
                                "\t" + dead_text(layer);
  copyable(row, small_number(layer.update_ratio), line_text);
  if (!hovering(row)) return;
  tooltip(
      ui,
      page.layer_title(l) + ": " + format_count(layer.in) + " → " + format_count(layer.out) + "\n" +
          tr("weights from {1} to {2}, root mean square {3}\n{4} of them exactly 0", small_number(layer.min),
             small_number(layer.max), small_number(layer.rms), percent_text(layer.zeros)),
      row);
}

// "Layer 1: units 0, 4 · layer 2: unit 3": by name where there are few.
std::string dead_words(const NetworkPage& page) {
  std::string names;
  std::int64_t dead = 0;
  for (std::int64_t l = 0; l + 1 < page.layer_count(); ++l) {
    const LayerFigures& layer = page.layers->of[static_cast<std::size_t>(l)];
    if (layer.dead <= 0) continue;
    dead += layer.dead;
    names += (names.empty() ? "" : "; ") + page.layer_title(l) + ":";
    bool first = true;
    for (std::size_t u = 0; u < layer.dead_units.size(); ++u) {
      if (!layer.dead_units[u]) continue;
      names += (first ? " " : ", ") + std::to_string(u);
      first = false;
    }
  }
  const bool can = std::any_of(page.layers->of.begin(), page.layers->of.end(),
                               [](const LayerFigures& f) { return f.dead >= 0; });
  if (!can) return tr("Units of this activation cannot be dead.");
  const std::string rows = format_count(page.layers->rows);
  const bool all = page.layers->all_rows;
  if (dead == 0) {
    return all ? tr("No unit is dead: each is above 0 on some of the {1} training rows.", rows)
               : tr("No unit is dead: each is above 0 on some of {1} training rows that were looked at.",
                    rows);
  }
  std::string words = all ? tr("Dead: never above 0 on the {1} training rows.", rows)
                          : tr("Dead: never above 0 on {1} training rows that were looked at.", rows);
  if (page.layers->of.size() > 0 && dead <= 12) words += " " + names + ".";
  return words;
}

std::string foot_text(const NetworkPage& page) {
  if (page.layers->steps == 0)
    return std::string(tr("Not trained yet: these are the initial weights.")) + " " + dead_words(page);
  return dead_words(page) + " " + tr("Green: 3e-4 to 3e-3, a rule of thumb.");
}

std::vector<std::int64_t> rows_shown(const NetworkPage& page) {
  std::vector<std::int64_t> rows;
  const auto count = static_cast<std::size_t>(page.layer_count());
  for (std::size_t l = 0; l < count; ++l) {
    if (count <= kMostTableRows || l < kMostTableRows / 2 || l + kMostTableRows / 2 >= count)
      rows.push_back(static_cast<std::int64_t>(l));
  }
  return rows;
}

std::string table_csv(const NetworkPage& page) {
  std::string csv = "layer,in,out,parameters,gradient_norm,update_ratio,dead\n";
  for (std::int64_t l = 0; l < page.layer_count(); ++l) {
    const LayerFigures& f = page.layers->of[static_cast<std::size_t>(l)];
    csv += csv_line({std::to_string(l + 1), std::to_string(f.in), std::to_string(f.out),
                     std::to_string(f.parameters), exact_text(f.gradient_norm), exact_text(f.update_ratio),
                     f.dead < 0 ? std::string() : std::to_string(f.dead)});
  }
  return csv;
}

}  // namespace

Rect figures_panel(const Ui& ui, const Rect& area, std::string_view title, std::string_view note) {
  panel_box(ui, area);
  Rect inner = area.inset(ui.px(14), ui.px(10));
  Rect head = inner.take_top(ui.px(22), ui.px(4));
  const float wide = text_width(ui.fonts.bold, title) + 1;
  text_line(ui, head.take_left(std::min(head.w, wide), ui.px(10)), ui.fonts.bold, ui.theme.text, title);
  if (!note.empty() && head.w > ui.px(40))
    text_line(ui, head, ui.fonts.small, ui.theme.muted, note, Align::kRight);
  return inner;
}

float layers_table_height(const NetworkPage& page, float width) {
  const Ui& ui = page.ui();
  const float foot = wrapped_height(ui.fonts.small, foot_text(page), width - ui.px(28));
  return ui.px(20 + 26 + 22 + 8) + ui.px(kRow) * static_cast<float>(rows_shown(page).size()) + foot;
}

void draw_layers_table(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const std::string note =
      tr("{1} parameters, step {2}", format_count(page.model.parameters), format_count(page.layers->steps));
  Rect inner = figures_panel(ui, area, tr("Layers"), note);
  const TableColumns heads = columns_of(page, inner.take_top(ui.px(22)));
  const auto head = [&](const Rect& place, std::string_view text, std::string_view tip, Align align) {
    text_line(ui, place, ui.fonts.small, ui.theme.muted, text, align);
    if (!tip.empty() && hovering(place)) tooltip(ui, tip, place);
  };
  head(heads.params, tr("params"), tr("Weights and biases"), Align::kRight);
  head(heads.gradient, "‖grad‖", tr("Length of the gradient of the batch that was trained last"),
       Align::kRight);
  const Rect ratio{heads.scale.x, heads.scale.y, heads.ratio.right() - heads.scale.x, heads.scale.h};
  head(ratio, tr("update ÷ weight"),
       tr("How much one step changes the weights, relative to them, on a scale of powers of ten. Near 1e-3 "
          "is a "
          "rule of thumb, not a law."),
       Align::kLeft);
  head(heads.dead, tr("dead"),
       tr("Units that put out 0 for every row that was looked at: their weights learn nothing any more"),
       Align::kRight);
  std::int64_t before = -1;
  for (const std::int64_t l : rows_shown(page)) {
    const Rect row = inner.take_top(ui.px(kRow));
    if (before >= 0 && l != before + 1)
      line(row.min(), {row.right(), row.y}, ui.theme.edge, 1);  // layers are left out
    draw_row(page, row, l);
    before = l;
  }
  inner.take_top(ui.px(6));
  draw_wrapped(ui.fonts.small, inner.min(), inner.w, ui.theme.muted, foot_text(page));
  exhibit_of_frame({.name = "network-layers", .title = tr("Layers"), .area = area},
                   [&] { return table_csv(page); });
}

}  // namespace headroom::app
