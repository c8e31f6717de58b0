#include "app/views/errors_plots.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "app/state/curve_plots.h"
#include "app/state/model_words.h"
#include "app/views/errors_columns.h"
#include "app/views/errors_csv.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/marks.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

using Model = ErrorFigures::Model;

// A square of [0, 1] both ways with its axes.
struct UnitPlot {
  Rect inner;
  ImVec2 at(double x, double y) const {
    return {inner.x + inner.w * static_cast<float>(std::clamp(x, 0.0, 1.0)),
            inner.bottom() - inner.h * static_cast<float>(std::clamp(y, 0.0, 1.0))};
  }
};

std::string third(double value) { return std::isnan(value) ? "–" : decimals_text(value, 3); }

UnitPlot draw_axes(const Ui& ui, Rect area, std::string_view x_name, std::string_view y_name) {
  text_line(ui, area.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted, y_name);
  const Rect below = area.take_bottom(ui.px(20), ui.px(2));
  const float ticks = text_width(ui.fonts.mono, "0.5") + ui.px(6);
  Rect inner = area;
  inner.take_left(ticks);
  inner = {inner.x, inner.y + ui.px(6), inner.w - ui.px(8), inner.h - ui.px(6)};
  UnitPlot plot{inner};
  for (const double value : {0.0, 0.5, 1.0}) {
    const char* const label = value == 0 ? "0" : value == 1 ? "1" : "0.5";
    const ImVec2 left = plot.at(0, value), right = plot.at(1, value);
    line(left, right, ui.theme.line);
    text_line(ui, {area.x, left.y - ui.px(9), ticks - ui.px(6), ui.px(18)}, ui.fonts.mono, ui.theme.muted,
              label, Align::kRight);
    const ImVec2 under = plot.at(value, 0);
    const float wide = ui.px(28);
    text_line(ui, {std::min(under.x - wide / 2, inner.right() + ui.px(8) - wide), below.y, wide, below.h},
              ui.fonts.mono, ui.theme.muted, label, value == 1 ? Align::kRight : Align::kCenter);
  }
  const float name = text_width(ui.fonts.small, x_name);
  text_line(ui,
            {inner.x + inner.w * 0.5F + ui.px(18), below.y, std::min(name + 2, inner.w * 0.5F - ui.px(30)),
             below.h},
            ui.fonts.small, ui.theme.muted, x_name);
  return plot;
}

void dashes(const Ui& ui, ImVec2 a, ImVec2 b, const ImVec4& c) {
  const float length = std::hypot(b.x - a.x, b.y - a.y), step = ui.px(8);
  for (float at = 0; at < length; at += step) {
    const float end = std::min(length, at + step * 0.5F);
    const auto point = [&](float t) {
      return ImVec2{a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length};
    };
    line(point(at), point(end), c, ui.px(1));
  }
}

float weight(const Ui& ui) { return ui.px(ui.presenter ? 3 : 2); }

// "■ Small 0.928  ● Large 0.921", and under it what the figure is.
void draw_legend(const ErrorsScene& scene, Rect area, const std::function<double(const Model&)>& figure,
                 std::string_view what) {
  const Ui& ui = scene.ui();
  Rect marks = area.take_top(ui.px(22));
  for (const Model& model : scene.figures.models) {
    const ImVec4 c = model_color(ui.theme, model.id);
    const std::string name = network_name(model.id), value = third(figure(model));
    const Rect mark = marks.take_left(ui.px(12), ui.px(6));
    draw_mark(model_mark(model.id), mark.center(), ui.px(5), c);
    text_line(ui, marks.take_left(text_width(ui.fonts.body, name) + 2, ui.px(8)), ui.fonts.body,
              ui.theme.text, name);
    const Rect place = marks.take_left(text_width(ui.fonts.mono, value) + 2, ui.px(18));
    text_line(ui, place, ui.fonts.mono, ui.theme.text, value);
    copyable(place, value);
  }
  text_line(ui, area.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted, what);
}
float legend_height(const Ui& ui) { return ui.px(44); }

void draw_calibration(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const Theme& theme = ui.theme;
  exhibit({.name = "errors-calibration",
           .title = tr("Calibration"),
           .area = area,
           .csv = [source = errors_source(scene)] { return calibration_csv(source); }});
  const Rect legend = area.take_bottom(legend_height(ui), ui.px(4));
  const UnitPlot plot = draw_axes(ui, area, tr("confidence"), tr("share right"));
  dashes(ui, plot.at(0, 0), plot.at(1, 1), theme.muted);
  if (plot.inner.h > ui.px(110)) {
    text_line(ui,
              {plot.inner.x + ui.px(10), plot.inner.y + plot.inner.h * 0.1F, plot.inner.w * 0.5F, ui.px(18)},
              ui.fonts.small, theme.muted, tr("too modest"));
    text_line(ui,
              {plot.inner.x + plot.inner.w * 0.5F, plot.inner.y + plot.inner.h * 0.85F, plot.inner.w * 0.48F,
               ui.px(18)},
              ui.fonts.small, theme.muted, tr("too sure"), Align::kRight);
  }
  for (const Model& model : scene.figures.models) {
    const ImVec4 c = model_color(theme, model.id);
    std::vector<ImVec2> points;
    for (const Calibration::Bin& bin : model.calibration.bins()) {
      if (bin.rows == 0) continue;
      const ShareRange range = wilson_range(bin.right, bin.rows);
      line(plot.at(bin.confidence(), range.low), plot.at(bin.confidence(), range.high),
           mix(theme.panel, c, 0.55F), ui.px(1.5F));
      points.push_back(plot.at(bin.confidence(), bin.share_right()));
    }
    for (std::size_t i = 1; i < points.size(); ++i) line(points[i - 1], points[i], c, weight(ui));
    for (const ImVec2& point : points) draw_mark(model_mark(model.id), point, ui.px(ui.presenter ? 6 : 4), c);
    for (const Calibration::Bin& bin : model.calibration.bins()) {
      if (bin.rows == 0) continue;
      const ImVec2 at = plot.at(bin.confidence(), bin.share_right());
      const Rect around{at.x - ui.px(7), at.y - ui.px(7), ui.px(14), ui.px(14)};
      if (hovering(around)) {
        tooltip(ui,
                tr("{1}: of {2} rows it was {3} sure of, {4} are right", network_name(model.id),
                   std::to_string(bin.rows), percent_text(bin.confidence()), percent_text(bin.share_right())),
                around);
      }
    }
  }
  draw_legend(
      scene, legend, [](const Model& model) { return model.calibration.expected_error(); },
      tr("mean gap to the dashed line"));
}

// The threshold at which two classes are told apart; of more there is none.
void mark_now(const ErrorsScene& scene, const UnitPlot& plot, const RankCurves& curves, std::int64_t own,
              bool roc) {
  const Ui& ui = scene.ui();
  ImVec2 at;
  if (scene.classes() == 2) {
    const RankCurves::Point* const now = point_at(curves, 0.5);
    if (!now || curves.own == 0 || curves.others == 0) return;
    at = roc ? plot.at(curves.fallout(*now), curves.recall(*now))
             : plot.at(curves.recall(*now), RankCurves::precision(*now));
  } else {  // what the likeliest class comes to
    const ClassMetric& metric = scene.model.classes.classes[static_cast<std::size_t>(own)];
    if (metric.rows == 0 || roc) return;
    at = plot.at(metric.recall, metric.precision);
  }
  const ImVec4 ground = ui.theme.panel;
  ImGui::GetWindowDrawList()->AddCircleFilled(at, ui.px(6), color(ui.theme.text));
  ImGui::GetWindowDrawList()->AddCircleFilled(at, ui.px(4), color(ground));
  draw_mark(model_mark(scene.model.id), at, ui.px(2.5F), model_color(ui.theme, scene.model.id));
  const float wide = text_width(ui.fonts.small, tr("now"));
  const bool right = at.x + ui.px(12) + wide < plot.inner.right();
  draw_text(ui.fonts.small,
            {right && roc ? at.x + ui.px(10) : at.x - wide - ui.px(10),
             std::min(at.y + ui.px(6), plot.inner.bottom() - ui.px(18))},
            ui.theme.text, tr("now"));
}

void draw_rank(const ErrorsScene& scene, Rect area, bool roc) {
  const Ui& ui = scene.ui();
  const std::int64_t own = class_against_the_rest(scene);
  const auto index = static_cast<std::size_t>(own);
  exhibit({.name = roc ? "errors-roc" : "errors-precision-recall",
           .title = roc ? tr("ROC of class {1}", class_title(scene, own))
                        : tr("Precision and recall of class {1}", class_title(scene, own)),
           .area = area,
           .csv = [source = errors_source(scene), own] { return ranks_csv(source, own); }});
  const Rect legend = area.take_bottom(legend_height(ui), ui.px(4));
  if (index >= scene.model.curves.size()) {
    draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted,
                 tr("Curves are drawn for up to 50 classes."));
    return;
  }
  const UnitPlot plot = roc ? draw_axes(ui, area, tr("false alarms"), tr("found"))
                            : draw_axes(ui, area, tr("recall"), tr_c("of a class", "precision"));
  if (roc) dashes(ui, plot.at(0, 0), plot.at(1, 1), ui.theme.muted);
  bool looked = false;
  for (const bool front : {false, true}) {  // the network that is looked at lies above
    for (const Model& model : scene.figures.models) {
      looked = model.id == scene.model.id;
      if (looked != front || index >= model.curves.size()) continue;
      const RankCurves& curves = model.curves[index];
      if (curves.own == 0 || (roc && curves.others == 0)) continue;
      const ImVec4 c = model_color(ui.theme, model.id);
      std::vector<ImVec2> points;
      points.push_back(roc || curves.points.empty()
                           ? plot.at(0, 0)
                           : plot.at(0, RankCurves::precision(curves.points.front())));
      for (const RankCurves::Point& p : curves.points) {
        points.push_back(roc ? plot.at(curves.fallout(p), curves.recall(p))
                             : plot.at(curves.recall(p), RankCurves::precision(p)));
      }
      ImGui::GetWindowDrawList()->AddPolyline(points.data(), static_cast<int>(points.size()), color(c), 0,
                                              weight(ui));
    }
  }
  mark_now(scene, plot, scene.model.curves[index], own, roc);
  const auto area_of = [&](const Model& model) {
    if (index >= model.curves.size()) return std::nan("");
    return roc ? model.curves[index].auc : model.curves[index].average_precision;
  };
  std::string what = roc ? tr("area under the curve (AUC)") : tr("average precision");
  if (scene.model.curve_rows < scene.model.rows)
    what = tr("{1}, of the first {2} rows", what, compact_count(scene.model.curve_rows));
  draw_legend(scene, legend, area_of, what);
}

// The control of the upper panel; taken off the top of `area`.
void choose_plot(const ErrorsScene& scene, Rect& area) {
  const Ui& ui = scene.ui();
  ErrorPlot plot = scene.options().plot;
  segmented(ui, "errors_plot", area.take_top(ui.px(28), ui.px(8)), kErrorPlots, plot);
  if (plot != scene.options().plot) scene.change([plot](ErrorsOptions& options) { options.plot = plot; });
}

}  // namespace

void draw_errors_plots(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const float gap = ui.px(12);
  const ErrorPlot plot = scene.options().plot;
  // Two plots that can be read, or one.
  const bool two = area.h >= ui.px(430);
  Rect upper = two ? area.take_top((area.h - gap) * 0.54F, gap) : area;
  panel_box(ui, upper);
  upper = upper.inset(ui.px(14), ui.px(12));
  choose_plot(scene, upper);
  switch (plot) {
    case ErrorPlot::kCalibration: draw_calibration(scene, upper); break;
    case ErrorPlot::kRoc: draw_rank(scene, upper, true); break;
    case ErrorPlot::kPrecisionRecall: draw_rank(scene, upper, false); break;
    case ErrorPlot::kColumns: draw_columns_that_matter(scene, upper); break;
  }
  if (!two) return;
  panel_box(ui, area);
  Rect lower = area.inset(ui.px(14), ui.px(10));
  const std::string title =
      tr("Class {1} against the rest", class_title(scene, class_against_the_rest(scene)));
  text_line(ui, lower.take_top(ui.px(26), ui.px(2)), ui.fonts.bold, ui.theme.text, title);
  draw_rank(scene, lower, plot == ErrorPlot::kPrecisionRecall);
}

}  // namespace headroom::app
