// How all columns of the Data tab vary together, and the picture of a table that has only one.
#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/data_columns.h"
#include "app/views/data_csv.h"
#include "app/views/data_plane.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {

void DataPlaneView::draw_correlations(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataRelations* const relations = scene.figures().relations.get();
  if (!relations) {
    text_line(ui, area.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted, tr("Comparing the columns…"),
              Align::kCenter);
    return;
  }
  exhibit({.name = "data-correlations",
           .title = tr("Correlations"),
           .area = area,
           .csv = [source = data_source(scene)] { return correlations_csv(source); }});
  const std::size_t n = relations->columns.size();
  std::string note = tr("Below zero orange with −, above blue with +.");
  if (static_cast<std::int64_t>(n) < scene.stages().columns()) {
    note = tr("The {1} of {2} columns that vary most.", std::to_string(n),
              std::to_string(scene.stages().columns())) +
           " " + note;
  }
  const float words = wrapped_height(ui.fonts.small, note, area.w);
  Rect foot = area.take_bottom(words + ui.px(4), ui.px(4));
  draw_wrapped(ui.fonts.small, foot.min(), foot.w, ui.theme.muted, note);
  float names = 0;
  for (const std::int64_t c : relations->columns)
    names = std::max(names, text_width(ui.fonts.mono, scene.name(c)));
  const bool named = std::min(area.w, area.h) / static_cast<float>(n + 1) >= ui.px(14);
  names = named ? std::min(names + ui.px(20), area.w * 0.3F) : ui.px(16);
  const Rect left = area.take_left(names);
  // The last row, apart: the target.
  const float side = std::max(1.0F, std::min(area.w, area.h - ui.px(6)) / static_cast<float>(n + 1));
  const bool numbers = side >= text_width(ui.fonts.small, "-0.00") + ui.px(4);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (std::size_t i = 0; i <= n; ++i) {
    const float y = area.y + side * static_cast<float>(i) + (i == n ? ui.px(6) : 0);
    const std::string row_name = i < n ? scene.name(relations->columns[i]) : scene.dataset().target_name;
    const std::string doubt = i < n ? scene.doubt_of(relations->columns[i]) : "";
    const Rect label{left.x, y, left.w - ui.px(4), side};
    if (named)
      text_line(ui, label, ui.fonts.mono, i < n ? ui.theme.text : ui.theme.accent, row_name, Align::kRight);
    if (!doubt.empty()) {
      draw_icon(Icon::kWarning, {left.x, y, ui.px(14), std::max(side, ui.px(14))}, ui.px(13),
                ui.theme.warning);
      if (hovering(label)) tooltip(ui, doubt, label);
    }
    for (std::size_t j = 0; j < n; ++j) {
      const double r = i < n ? relations->correlations[i * n + j] : relations->with_target[j];
      const Rect cell{area.x + side * static_cast<float>(j), y, side, side};
      fill({cell.x, cell.y, side - (side > 5 ? 1 : 0), side - (side > 5 ? 1 : 0)},
           signed_color(ui.theme, static_cast<float>(r)));
      const std::string text = std::isnan(r) ? "\u2013" : (r > 0 ? "+" : "") + decimals_text(r, 2);
      if (numbers) text_line(ui, cell, ui.fonts.small, ui.theme.text, text, Align::kCenter);
      if (!cell.contains(mouse) || !hovering(cell)) continue;
      stroke(cell, ui.theme.text, 0, ui.px(1.5F));
      const std::string column = scene.name(relations->columns[j]);
      tooltip(ui, tr("{1} and {2}: {3}", row_name, column, text), cell);
      if (ImGui::IsMouseClicked(0) && i < n && i != j) {
        scene.look_at([&](Look& look) {
          look.data.plane = DataPlane::kScatter;
          look.data.x = relations->columns[j];
          look.data.y = relations->columns[i];
        });
      }
      copyable(cell, text);
    }
  }
}

void DataPlaneView::draw_one_column(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  Rect rest = area;
  Rect ends = rest.take_bottom(ui.px(20));
  const ColumnFigures* const of = scene.figures_of(0);
  if (!of) return;
  exhibit({.name = "data-histogram",
           .title = tr("Histogram"),
           .area = area,
           .csv = [source = data_source(scene)] { return histogram_csv(source, 0); }});
  class_histogram(scene, rest.take_bottom(std::min(rest.h, ui.px(260))), *of, false);
  double low = scene.stages().unscaled(0, of->least), high = scene.stages().unscaled(0, of->most);
  // Scaled and back, a zero is some millionths of the column's width.
  for (double* const end : {&low, &high}) {
    if (std::abs(*end) < 1e-6 * (high - low)) *end = 0;
  }
  text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(low));
  text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(high), Align::kRight);
  text_line(ui, ends.inset(ui.px(70), 0), ui.fonts.mono_bold, ui.theme.text, scene.name(0), Align::kCenter);
}

}  // namespace headroom::app
