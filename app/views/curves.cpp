#include "app/views/curves.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>

#include "app/state/play.h"
#include "app/views/architecture.h"
#include "app/views/curve_controls.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

StepAxis step_axis(const ModelSnapshot& model, CurveAxis axis) {
  if (axis == CurveAxis::kSeconds) return {1, &model.history.step_seconds};
  const auto per_epoch = static_cast<double>(std::max<std::int64_t>(1, model.steps_per_epoch));
  const auto steps = static_cast<double>(model.history.steps_per_entry);
  return {axis == CurveAxis::kEpoch ? steps / per_epoch : steps, nullptr};
}

StepAxis epoch_axis(const ModelSnapshot& model, const Series& numbers, const Series& seconds,
                    CurveAxis axis) {
  if (axis == CurveAxis::kSeconds) return {1, &seconds};
  return {axis == CurveAxis::kEpoch ? 1 : static_cast<double>(model.steps_per_epoch), &numbers};
}

// Right end of the x axis while following: the whole run, or as far as time went.
double whole_run(const Snapshot& run, CurveAxis axis) {
  double end = 0;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    if (axis == CurveAxis::kStep) {
      end = std::max(end, static_cast<double>(
                              std::max(run.facts->config.train.epochs * model.steps_per_epoch, model.steps)));
    } else if (axis == CurveAxis::kSeconds && !model.history.step_seconds.empty()) {
      const Series& seconds = model.history.step_seconds;
      end = std::max(end, static_cast<double>(seconds[seconds.size() - 1]));
    }
  }
  if (axis == CurveAxis::kEpoch) end = static_cast<double>(run.facts->config.train.epochs);
  return end > 0 ? end : 1;
}

bool any_steps(const Snapshot& run) {
  return std::any_of(run.curves->models.begin(), run.curves->models.end(),
                     [](const ModelSnapshot& m) { return m.selected && !m.history.step_loss.empty(); });
}

std::vector<PlotPoint> reference_points(const Snapshot& run, const CurveOptions& options, bool loss) {
  std::vector<PlotPoint> points;
  if (!run.facts->config.reference || !options.show_reference || options.axis == CurveAxis::kSeconds)
    return points;
  const ReferenceCurve& reference = *run.facts->config.reference;
  const std::vector<double>& values = loss ? reference.loss : reference.accuracy;
  std::int64_t per_epoch = 1;
  for (const ModelSnapshot& model : run.curves->models)
    per_epoch = std::max(per_epoch, model.steps_per_epoch);
  for (std::size_t i = 0; i < std::min(values.size(), reference.epochs.size()); ++i) {
    const std::int64_t scale = options.axis == CurveAxis::kStep ? per_epoch : 1;
    points.push_back({static_cast<double>(reference.epochs[i] * scale), values[i]});
  }
  return points;
}

// Where the mouse points at on the x axis that `plots` share; nothing when it is over none of them.
std::optional<double> cursor_over(const Ui& ui, const AxisView& x, std::initializer_list<Rect> plots) {
  if (!ImGui::IsWindowHovered()) return std::nullopt;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (const Rect& plot : plots) {
    const Rect data = data_area(ui, plot);
    if (data.contains(mouse)) return x.at((mouse.x - data.x) / data.w);
  }
  return std::nullopt;
}

}  // namespace

double step_weight(double smoothing, std::int64_t steps_of_run) {
  constexpr double kPoints = 200;
  const double exponent =
      std::min(1.0, kPoints / static_cast<double>(std::max<std::int64_t>(1, steps_of_run)));
  return smoothing > 0 ? std::pow(smoothing, exponent) : 0;
}

void Curves::fit() {
  x_.fit();
  loss_.y.fit();
  quality_.y.fit();
}

void Curves::EpochSeries::update(const EpochList& epochs, bool regression) {
  const std::size_t known = number.size();
  const auto at = [](const EpochMetric& m) { return static_cast<float>(m.epoch); };
  const auto shown = [](const EpochMetric& m) { return static_cast<float>(m.elapsed_seconds); };
  const bool goes_on = known == 0 || (known <= epochs.size() && at(epochs[known - 1]) == number[known - 1] &&
                                      shown(epochs[known - 1]) == seconds[known - 1]);
  if (!goes_on) *this = {};
  for (std::size_t i = number.size(); i < epochs.size(); ++i) {
    const EpochMetric& m = epochs[i];
    number.push(at(m));
    seconds.push(shown(m));
    loss.push(static_cast<float>(m.validation_loss));
    quality.push(static_cast<float>(regression ? m.r2 : m.validation_accuracy));
  }
}

void Curves::update_caches(const ViewContext& context) {
  const CurveOptions& options = context.state.curves;
  for (const ModelSnapshot& model : context.run.curves->models) {
    ModelCurves& curves = caches_[model.choice.id];
    const double weight = std::pow(
        step_weight(options.smoothing, model.steps_per_epoch * context.run.facts->config.train.epochs),
        static_cast<double>(model.history.steps_per_entry));
    curves.loss.update(model.history.step_loss, weight);
    curves.accuracy.update(model.history.step_accuracy, weight);
    curves.epochs.update(model.history.epochs, context.run.facts->task == Task::kRegression);
    curves.validation_loss.update(curves.epochs.loss, 0);
    curves.validation_quality.update(curves.epochs.quality, 0);
  }
  // A range chosen on one axis means nothing on another.
  if (options.axis != axis_ || context.run.facts->config.id != run_id_) x_.fit();
  if (options.log_loss != log_loss_ || context.run.facts->config.id != run_id_) loss_.y.fit();
  if (context.run.facts->config.id != run_id_ || context.state.fit_requests != fits_) fit();
  axis_ = options.axis;
  log_loss_ = options.log_loss;
  run_id_ = context.run.facts->config.id;
  fits_ = context.state.fit_requests;
}

PlotSpec Curves::plot_spec(const ViewContext& context, bool loss) const {
  const Snapshot& run = context.run;
  const CurveOptions& options = context.state.curves;
  const bool regression = run.facts->task == Task::kRegression;
  PlotSpec spec;
  spec.title = loss         ? (regression ? "Loss (of the standardised target)" : "Loss")
               : regression ? "R²"
                            : "Accuracy";
  spec.whole_x = options.axis != CurveAxis::kSeconds && whole_run(run, options.axis) > 1;
  spec.log_y = loss && options.log_loss;
  spec.unit_y = !loss && !regression;
  // An R² far below -1 says no more than -1 does: worse than guessing the mean.
  if (!loss && regression) spec.lowest_fit = -1;
  spec.fit_x = whole_run(run, options.axis);
  spec.reference = reference_points(run, options, loss);
  if (run.facts->config.reference) spec.reference_name = run.facts->config.reference->title;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    PlotCurve curve;
    curve.name = model_title(model.choice);
    curve.color = model_color(context.ui.theme, model.choice.id);
    curve.axis = step_axis(model, options.axis);
    curve.steps_per_value = model.history.steps_per_entry;
    const ModelCurves& cache = caches_.find(model.choice.id)->second;
    if (loss || !regression) curve.steps = loss ? &cache.loss : &cache.accuracy;
    curve.epochs = loss ? &cache.validation_loss : &cache.validation_quality;
    curve.epoch_numbers = &cache.epochs.number;
    curve.epoch_axis = epoch_axis(model, cache.epochs.number, cache.epochs.seconds, options.axis);
    if (!model.history.step_loss.empty() && run.state != RunState::kFinished) {
      spec.now = std::max(spec.now, curve.axis.x(model.history.step_loss.size() - 1));
    }
    spec.curves.push_back(std::move(curve));
  }
  return spec;
}

std::optional<EmptyState> no_curves_yet(const ViewContext& context) {
  const Snapshot& run = context.run;
  if (any_steps(run)) return std::nullopt;
  switch (run.state) {
    case RunState::kPreparing:
      return EmptyState{.title = "Preparing the data", .advice = "Each stage above fills as it finishes."};
    case RunState::kFailed:
      return EmptyState{.title = "This run cannot start",
                        .advice = run.error ? run.error->message() : "Open something else at the top left."};
    case RunState::kEmpty:
      return EmptyState{.title = "Nothing is loaded",
                        .advice = "Choose an example or a file of your own at the top left."};
    default: break;
  }
  if (run.memory->report.verdict == Verdict::kDoesNotFit || play_blocked(context.state, run)) {
    return EmptyState{
        .title = "This does not fit into memory",
        .advice =
            "The memory panel shows what is missing and what would make it fit. Nothing was allocated."};
  }
  return EmptyState{.title = "Ready to train",
                    .advice = "Press Space: loss and accuracy appear here.",
                    .button = "Train",
                    .icon = Icon::kPlay,
                    .actions = {action::Run{command::Play{}}}};
}

void Curves::draw_plots(const ViewContext& context, Rect area, bool in_page) {
  const Ui& ui = context.ui;
  PlotSpec loss = plot_spec(context, true), quality = plot_spec(context, false);
  quality.x_name = kCurveAxisNames.name(context.state.curves.axis);
  loss.ctrl_wheel = quality.ctrl_wheel = in_page;
  // Low windows show the loss alone rather than two plots that cannot be read.
  const bool both = area.h >= ui.px(260);
  if (!both) loss.x_name = quality.x_name;
  const Rect top = both ? area.take_top((area.h - ui.px(8)) / 2, ui.px(8)) : area;
  loss.cursor = quality.cursor = both ? cursor_over(ui, x_, {top, area}) : cursor_over(ui, x_, {top});
  bool fit_asked = curve_plot(ui, "loss_plot", top, loss, x_, loss_);
  if (both) fit_asked |= curve_plot(ui, "quality_plot", area, quality, x_, quality_);
  if (fit_asked) {
    fit();
    context.actions.emplace_back(action::FitCurves{});
  }
}

float Curves::draw_cramped(const ViewContext& context, const Rect& area, float visible) {
  const Ui& ui = context.ui;
  const float pad = ui.px(10), gap = ui.px(6), controls = ui.px(64);
  update_caches(context);
  const std::optional<EmptyState> empty = no_curves_yet(context);
  // The legend and the loss take what is seen at once; accuracy and controls follow.
  const float height = empty ? visible : 2 * visible + controls;
  panel_box(ui, {area.x, area.y, area.w, height});
  Rect rest = Rect{area.x, area.y, area.w, height}.inset(pad, ui.px(4));
  if (empty) {
    draw_empty_state(context, rest, *empty);
    return height;
  }
  rest.take_top(draw_curve_legend(context, rest));
  Rect controls_area = rest.take_bottom(controls, gap);
  PlotSpec loss = plot_spec(context, true), quality = plot_spec(context, false);
  loss.x_name = quality.x_name = kCurveAxisNames.name(context.state.curves.axis);
  loss.ctrl_wheel = quality.ctrl_wheel = true;
  const Rect top = rest.take_top(visible - (rest.y - area.y), gap);
  loss.cursor = quality.cursor = cursor_over(ui, x_, {top, rest});
  bool fit_asked = curve_plot(ui, "loss_plot", top, loss, x_, loss_);
  fit_asked |= curve_plot(ui, "quality_plot", rest, quality, x_, quality_);
  draw_curve_controls(context, controls_area);
  if (fit_asked) {
    fit();
    context.actions.emplace_back(action::FitCurves{});
  }
  return height;
}

void Curves::draw_fit_button(const ViewContext& context, Rect& row) {
  const Ui& ui = context.ui;
  const ButtonSpec spec{
      .id = "fit", .label = "fit", .tip = "Show everything and follow (double-click)", .small = true};
  const float width = button_width(ui, spec);
  if (!button(ui, row.take_right(width, ui.px(12)).centered(width, ui.px(24)), spec)) return;
  fit();
  context.actions.emplace_back(action::FitCurves{});
}

void Curves::draw(const ViewContext& context, const Rect& area, bool in_page) {
  const Ui& ui = context.ui;
  panel_box(ui, area);
  update_caches(context);
  Rect rest = area.inset(ui.px(14), ui.px(10));
  if (const auto empty = no_curves_yet(context)) return draw_empty_state(context, rest, *empty);
  Rect head = rest.take_top(ui.px(28), ui.px(4));
  const float controls = curve_controls_width(context);
  const bool beside = controls <= head.w;
  if (beside) draw_curve_controls(context, head.take_right(controls, ui.px(12)));
  if (x_.user || loss_.y.user || quality_.y.user) draw_fit_button(context, head);
  const bool signs = draw_line_signs(context, head);
  rest.take_top(draw_curve_legend(context, rest, !signs));
  if (!beside) rest.take_top(draw_curve_controls(context, rest));
  rest.take_top(ui.px(4));
  draw_plots(context, rest, in_page);
}

}  // namespace headroom::app
