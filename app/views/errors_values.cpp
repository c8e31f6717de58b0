// The plots of a regression: residual against value, their histogram with the figures.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/state/curve_plots.h"
#include "app/views/errors_columns.h"
#include "app/views/errors_csv.h"
#include "app/views/errors_plots.h"
#include "app/widgets/bars.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/marks.h"
#include "app/widgets/plot/ticks.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kMostDots = 2000;  // more are not told apart

struct Range {
  double low = 0, high = 1;
  double share(double value) const { return high > low ? (value - low) / (high - low) : 0.5; }
};

Range range_of(const std::vector<ImVec2>& dots, bool x) {
  Range range{1e300, -1e300};
  for (const ImVec2& dot : dots) {
    const auto value = static_cast<double>(x ? dot.x : dot.y);
    if (!std::isfinite(value)) continue;
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
  if (!(range.high > range.low)) return {range.low - 0.5, range.low + 0.5};
  return range;
}

struct Dots {
  std::vector<ImVec2> points;  // value, residual; in the file's unit
  std::vector<std::uint32_t> rows;
};

Dots dots_of(const ErrorsScene& scene) {
  const TargetScale& scale = scene.context.run.facts->target;
  Dots dots;
  const std::size_t step = std::max<std::size_t>(1, (scene.model.values.size() + kMostDots - 1) / kMostDots);
  for (std::size_t i = 0; i < scene.model.values.size(); i += step) {
    const RowValue& value = scene.model.values[i];
    const double said = scale.original(static_cast<double>(value.said));
    const double truth = scale.original(static_cast<double>(value.truth));
    if (!std::isfinite(said - truth)) continue;
    dots.points.push_back({static_cast<float>(said), static_cast<float>(said - truth)});
    dots.rows.push_back(value.row);
  }
  return dots;
}

void choose_dot(const ErrorsScene& scene, const Dots& dots, const std::vector<ImVec2>& places,
                const Rect& plot) {
  const Ui& ui = scene.ui();
  if (!hovering(plot)) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float reach = ui.px(8);
  float nearest = reach * reach;
  std::size_t found = places.size();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const float x = places[i].x - mouse.x, y = places[i].y - mouse.y;
    if (x * x + y * y >= nearest) continue;
    nearest = x * x + y * y;
    found = i;
  }
  if (found == places.size()) return;
  const Rect around{places[found].x - ui.px(6), places[found].y - ui.px(6), ui.px(12), ui.px(12)};
  ImGui::GetWindowDrawList()->AddCircle(places[found], ui.px(6), color(ui.theme.text), 0, ui.px(1.5F));
  const auto value = static_cast<double>(dots.points[found].x),
             off = static_cast<double>(dots.points[found].y);
  tooltip(ui,
          tr("row {1}: value {2}, off by {3}", format_count(dots.rows[found]), metric_text(value),
             metric_text(off)),
          around);
  if (!ImGui::IsMouseClicked(0)) return;
  Look look = scene.context.state.look;
  look.moved.clear();
  look.row = dots.rows[found];
  scene.context.actions.emplace_back(action::LookAt{look});
}

void draw_grid_lines(const Ui& ui, const Rect& plot, const Range& x, const Range& y, float left) {
  for (const Tick& tick : linear_ticks(y.low, y.high, 5)) {
    const float at = plot.bottom() - plot.h * static_cast<float>(y.share(tick.value));
    line({plot.x, at}, {plot.right(), at}, ui.theme.line);
    text_line(ui, {plot.x - left, at - ui.px(9), left - ui.px(6), ui.px(18)}, ui.fonts.mono, ui.theme.muted,
              tick.label, Align::kRight);
  }
  float free = plot.x - ui.px(20);
  for (const Tick& tick : linear_ticks(x.low, x.high, 5)) {
    const float at = plot.x + plot.w * static_cast<float>(x.share(tick.value));
    const float wide = text_width(ui.fonts.mono, tick.label) + 2;
    if (at - wide / 2 < free || at + wide / 2 > plot.right() + ui.px(10)) continue;
    text_line(ui, {at - wide / 2, plot.bottom() + ui.px(2), wide, ui.px(18)}, ui.fonts.mono, ui.theme.muted,
              tick.label, Align::kCenter);
    free = at + wide / 2 + ui.px(8);
  }
}

}  // namespace

void draw_residuals(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const Dots dots = dots_of(scene);
  exhibit({.name = "errors-residuals",
           .title = tr("Residuals"),
           .area = area,
           .csv = [source = errors_source(scene)] { return residuals_csv(source); }});
  const Rect names = area.take_top(ui.px(22));
  text_line(ui, names, ui.fonts.small, ui.theme.muted, tr("value - true"));
  const Rect below = area.take_bottom(ui.px(42));
  std::string words = tr("value that the network gives");
  if (scene.model.values.size() > dots.points.size())
    words +=
        " · " + tr("{1} of {2} rows are drawn", format_count(static_cast<std::int64_t>(dots.points.size())),
                   format_count(scene.model.rows));
  text_line(ui, {below.x, below.y + ui.px(21), below.w, ui.px(20)}, ui.fonts.small, ui.theme.muted, words,
            Align::kRight);
  if (dots.points.empty()) return;
  const float left = ui.px(64);
  const Rect plot{area.x + left, area.y + ui.px(4), area.w - left - ui.px(8), area.h - ui.px(4)};
  const Range x = range_of(dots.points, true);
  Range y = range_of(dots.points, false);
  y.low = std::min(y.low, 0.0);
  y.high = std::max(y.high, 0.0);
  draw_grid_lines(ui, plot, x, y, left);
  const float zero = plot.bottom() - plot.h * static_cast<float>(y.share(0));
  line({plot.x, zero}, {plot.right(), zero}, ui.theme.muted, ui.px(1.5F));
  const ImVec4 c = model_color(ui.theme, scene.model.id);
  std::vector<ImVec2> places;
  for (std::size_t i = 0; i < dots.points.size(); ++i) {
    const ImVec2 at{
        plot.x + plot.w * static_cast<float>(x.share(static_cast<double>(dots.points[i].x))),
        plot.bottom() - plot.h * static_cast<float>(y.share(static_cast<double>(dots.points[i].y)))};
    places.push_back(at);
    const bool chosen = scene.context.state.look.row == dots.rows[i];
    if (chosen) ImGui::GetWindowDrawList()->AddCircle(at, ui.px(7), color(ui.theme.text), 0, ui.px(2));
    ImGui::GetWindowDrawList()->AddCircleFilled(at, ui.px(ui.presenter ? 4 : 2.5F), color(c, 0.75F), 8);
  }
  choose_dot(scene, dots, places, plot);
}

void draw_residual_figures(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const TargetScale& scale = scene.context.run.facts->target;
  const float gap = ui.px(12);
  Rect upper = area.take_top((area.h - gap) * 0.5F, gap);
  panel_box(ui, upper);
  exhibit({.name = "errors-histogram",
           .title = tr("Histogram of the residuals"),
           .area = upper,
           .csv = [source = errors_source(scene)] { return residual_bins_csv(source); }});
  upper = upper.inset(ui.px(14), ui.px(12));
  text_line(ui, upper.take_top(ui.px(22)), ui.fonts.bold, ui.theme.text, tr("How far off"));
  const ResidualHistogram& residuals = scene.model.residuals;
  Rect figures = upper.take_bottom(ui.px(44), ui.px(4));
  const std::string rmse = metric_words(scale.deviation * std::sqrt(scene.model.loss()));
  const std::vector<Span> line_one{{"RMSE ", ui.fonts.small, ui.theme.muted},
                                   {rmse + " ", ui.fonts.mono_bold, ui.theme.text},
                                   {" · R² ", ui.fonts.small, ui.theme.muted},
                                   {metric_words(scene.model.r2()), ui.fonts.mono_bold, ui.theme.text}};
  rich_text(figures.take_top(ui.px(22)).min(), figures.w, line_one);
  const std::vector<Span> line_two{
      {tr("on average "), ui.fonts.small, ui.theme.muted},
      {metric_words(scale.deviation * residuals.mean), ui.fonts.mono, ui.theme.text}};
  rich_text(figures.min(), figures.w, line_two);
  Rect ends = upper.take_bottom(ui.px(20));
  if (!residuals.counts.empty()) {
    bars(ui, upper, residuals.counts, model_color(ui.theme, scene.model.id), false);
    text_line(ui, ends, ui.fonts.mono, ui.theme.muted, metric_text(scale.deviation * residuals.low));
    text_line(ui, ends, ui.fonts.mono, ui.theme.muted, metric_text(scale.deviation * residuals.high),
              Align::kRight);
    const double share = (0 - residuals.low) / (residuals.high - residuals.low);
    if (share > 0 && share < 1) {
      const float at = upper.x + upper.w * static_cast<float>(share);
      line({at, upper.y}, {at, upper.bottom()}, ui.theme.text, ui.px(1));
    }
  }
  panel_box(ui, area);
  Rect lower = area.inset(ui.px(14), ui.px(10));
  text_line(ui, lower.take_top(ui.px(26), ui.px(4)), ui.fonts.bold, ui.theme.text, tr("Columns that matter"));
  draw_columns_that_matter(scene, lower);
}

}  // namespace headroom::app
