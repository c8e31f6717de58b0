#include "app/state/curve_plots.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "app/state/model_words.h"
#include "app/widgets/plot/ticks.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::int64_t kLongRun = 10'000;  // steps; a shorter one is shown whole from its first step
constexpr double kFirstSteps = 500;        // of a long run: what its axis shows at least

StepAxis step_axis(const History& history, std::int64_t steps_per_epoch, CurveAxis axis) {
  if (axis == CurveAxis::kSeconds) return {1, &history.step_seconds};
  const auto per_epoch = static_cast<double>(std::max<std::int64_t>(1, steps_per_epoch));
  const auto steps = static_cast<double>(history.steps_per_entry);
  return {axis == CurveAxis::kEpoch ? steps / per_epoch : steps, nullptr};
}

StepAxis epoch_axis(const Series& numbers, const Series& seconds, std::int64_t steps_per_epoch,
                    CurveAxis axis) {
  if (axis == CurveAxis::kSeconds) return {1, &seconds};
  return {axis == CurveAxis::kEpoch ? 1 : static_cast<double>(steps_per_epoch), &numbers};
}

// How far the curve reaches.
double end_of(const History& history, std::int64_t steps_per_epoch, CurveAxis axis) {
  const std::size_t count = history.step_loss.size();
  return count == 0 ? 0 : step_axis(history, steps_per_epoch, axis).x(count - 1);
}

// Right end of the x axis while following. Nobody knows how many seconds a run takes: there the axis is ahead
// of the run until it is finished.
double followed_x(const Snapshot& run, const CurveOptions& options) {
  const CurveAxis axis = options.axis;
  double done = 0, past = 0, whole = 0, least = 0;
  bool is_long = false;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected && !has_curve(model)) continue;
    const std::int64_t steps = run.facts->config.train.epochs * model.steps_per_epoch;
    const auto per_epoch = static_cast<double>(std::max<std::int64_t>(1, model.steps_per_epoch));
    is_long |= steps >= kLongRun;
    done = std::max(done, end_of(model.history, model.steps_per_epoch, axis));
    whole = std::max(whole, static_cast<double>(std::max(steps, model.steps)) /
                                (axis == CurveAxis::kEpoch ? per_epoch : 1));
    least = kFirstSteps / (axis == CurveAxis::kEpoch ? per_epoch : 1);
  }
  for (const PastRun& old : *run.past) {
    if (!options.hides(curve_key(old))) past = std::max(past, end_of(old.history, old.steps_per_epoch, axis));
  }
  if (axis == CurveAxis::kSeconds) {
    const bool over = run.state == RunState::kFinished;
    done = std::max(done, past);
    return over ? done : followed_end(done, std::numeric_limits<double>::infinity(), 1e-3);
  }
  const double end = is_long ? followed_end(done, whole, least) : whole;
  return end < whole ? end : std::max({end, past, 1e-9});
}

std::vector<PlotPoint> reference_points(const Snapshot& run, const CurveOptions& options,
                                        CurveMeasure measure) {
  std::vector<PlotPoint> points;
  if (!run.facts->config.reference || !options.show_reference || options.axis == CurveAxis::kSeconds)
    return points;
  const ReferenceCurve& reference = *run.facts->config.reference;
  const std::vector<double>& values = measure == CurveMeasure::kLoss ? reference.loss : reference.accuracy;
  std::int64_t per_epoch = 1;
  for (const ModelSnapshot& model : run.curves->models)
    per_epoch = std::max(per_epoch, model.steps_per_epoch);
  for (std::size_t i = 0; i < std::min(values.size(), reference.epochs.size()); ++i) {
    const std::int64_t epoch = reference.epochs[i];
    const std::int64_t scale = options.axis == CurveAxis::kStep ? per_epoch : 1;
    points.push_back({static_cast<double>(epoch * scale), values[i], epoch});
  }
  return points;
}

}  // namespace

std::string curve_key(const PastRun& run) { return "past-" + std::to_string(run.id); }

bool has_curve(const ModelSnapshot& model) { return !model.history.step_loss.empty(); }

bool any_curve(const Snapshot& run) {
  const auto& models = run.curves->models;
  return std::any_of(models.begin(), models.end(), has_curve) ||
         std::any_of(run.past->begin(), run.past->end(),
                     [](const PastRun& old) { return !old.history.step_loss.empty(); });
}

namespace {

const ModelSnapshot* longest_curve(const Snapshot& run) {
  const ModelSnapshot* longest = nullptr;
  const auto steps = [](const ModelSnapshot& m) {
    return static_cast<std::int64_t>(m.history.step_loss.size()) * m.history.steps_per_entry;
  };
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && has_curve(model) && (!longest || steps(model) > steps(*longest))) longest = &model;
  }
  return longest;
}

}  // namespace

double x_of_step(const Snapshot& run, CurveAxis axis, std::int64_t step) {
  const ModelSnapshot* const model = longest_curve(run);
  if (!model || step <= 0) return 0;
  const StepAxis along = step_axis(model->history, model->steps_per_epoch, axis);
  if (axis != CurveAxis::kSeconds)
    return static_cast<double>(step) * along.scale / static_cast<double>(model->history.steps_per_entry);
  const auto entry =
      static_cast<std::size_t>(std::max<std::int64_t>(0, step / model->history.steps_per_entry - 1));
  return along.x(std::min(entry, model->history.step_loss.size() - 1));
}

std::int64_t step_at_x(const Snapshot& run, CurveAxis axis, double x) {
  const ModelSnapshot* const model = longest_curve(run);
  if (!model || !(x > 0)) return 0;
  const StepAxis along = step_axis(model->history, model->steps_per_epoch, axis);
  const auto per_entry = static_cast<double>(model->history.steps_per_entry);
  if (axis != CurveAxis::kSeconds) return std::llround(x / along.scale * per_entry);
  const std::size_t entry = along.nearest(x, model->history.step_loss.size());
  if (entry == 0 && x < along.x(0) / 2) return 0;
  return (static_cast<std::int64_t>(entry) + 1) * model->history.steps_per_entry;
}

StepValues values_at_step(const ModelSnapshot& model, std::int64_t step) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const History& history = model.history;
  const std::int64_t entry = step / history.steps_per_entry - 1;
  const auto at = [&](const Series& series) {
    const bool there = entry >= 0 && entry < static_cast<std::int64_t>(series.size());
    return there ? static_cast<double>(series[static_cast<std::size_t>(entry)]) : kNone;
  };
  return {at(history.step_loss), at(history.step_accuracy)};
}

std::string measure_title(const Snapshot& run, CurveMeasure measure) {
  const bool regression = run.facts->task == Task::kRegression;
  if (measure == CurveMeasure::kLoss)
    return regression ? tr("Loss (of the standardised target)") : tr("Loss");
  return regression ? "R²" : tr("Accuracy");
}

std::string axis_title(CurveAxis axis) {
  // Two models that train side by side take turns: each has a clock that runs in its own turns.
  return axis == CurveAxis::kSeconds ? tr("seconds of each model's own training")
                                     : std::string(tr(kCurveAxisNames.name(axis)));
}

std::string reference_missing(CurveAxis axis) {
  return axis == CurveAxis::kSeconds ? tr("It is given per epoch: choose x by epoch or step") : "";
}

PlotMark model_mark(std::string_view model_id) {
  if (model_id == "small") return PlotMark::kSquare;
  if (model_id == "large") return PlotMark::kCircle;
  return PlotMark::kTriangle;
}

double step_weight(double smoothing, std::int64_t steps_of_run) {
  constexpr double kPoints = 200;
  const double exponent =
      std::min(1.0, kPoints / static_cast<double>(std::max<std::int64_t>(1, steps_of_run)));
  return smoothing > 0 ? std::pow(smoothing, exponent) : 0;
}

void CurvePlots::EpochSeries::update(const EpochList& epochs, bool regression) {
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

void CurvePlots::Cache::update(const History& history, double weight_per_step, bool regression) {
  const double weight = std::pow(weight_per_step, static_cast<double>(history.steps_per_entry));
  loss.update(history.step_loss, weight);
  accuracy.update(history.step_accuracy, weight);
  epochs.update(history.epochs, regression);
  validation_loss.update(epochs.loss, 0);
  validation_quality.update(epochs.quality, 0);
}

void CurvePlots::update(const Snapshot& run, double smoothing) {
  const bool regression = run.facts->task == Task::kRegression;
  std::set<std::string, std::less<>> shown;
  for (const ModelSnapshot& model : run.curves->models) {
    const double weight = step_weight(smoothing, model.steps_per_epoch * run.facts->config.train.epochs);
    caches_[model.choice.id].update(model.history, weight, regression);
    shown.insert(model.choice.id);
  }
  for (const PastRun& old : *run.past) {
    const auto steps = static_cast<std::int64_t>(old.history.step_loss.size()) * old.history.steps_per_entry;
    caches_[curve_key(old)].update(old.history, step_weight(smoothing, steps), regression);
    shown.insert(curve_key(old));
  }
  std::erase_if(caches_, [&](const auto& entry) { return !shown.contains(entry.first); });
}

PlotCurve CurvePlots::curve(const Cache& cache, const History& history, std::int64_t steps_per_epoch,
                            CurveAxis axis, CurveMeasure measure, bool regression) const {
  const bool loss = measure == CurveMeasure::kLoss;
  PlotCurve curve;
  curve.axis = step_axis(history, steps_per_epoch, axis);
  curve.steps_per_value = history.steps_per_entry;
  if (loss || !regression) curve.steps = loss ? &cache.loss : &cache.accuracy;
  curve.epochs = loss ? &cache.validation_loss : &cache.validation_quality;
  curve.epoch_numbers = &cache.epochs.number;
  curve.epoch_axis = epoch_axis(cache.epochs.number, cache.epochs.seconds, steps_per_epoch, axis);
  return curve;
}

PlotSpec CurvePlots::spec(const Theme& theme, const Snapshot& run, const CurveOptions& options,
                          CurveMeasure measure) const {
  const bool regression = run.facts->task == Task::kRegression, loss = measure == CurveMeasure::kLoss;
  PlotSpec spec;
  spec.title = measure_title(run, measure);
  spec.log_y = loss && options.log_loss;
  spec.unit_y = !loss && !regression;
  spec.fit_x = followed_x(run, options);
  spec.whole_x = options.axis == CurveAxis::kStep || (options.axis == CurveAxis::kEpoch && spec.fit_x > 1);
  spec.reference = reference_points(run, options, measure);
  if (run.facts->config.reference) spec.reference_name = tr("Reference");
  for (const PastRun& old : *run.past) {
    const auto cache = caches_.find(curve_key(old));
    if (cache == caches_.end() || options.hides(cache->first)) continue;
    PlotCurve ghost =
        curve(cache->second, old.history, old.steps_per_epoch, options.axis, measure, regression);
    ghost.name = with_times_signs(old.title);
    ghost.color = model_color(theme, old.model);
    ghost.mark = model_mark(old.model);
    ghost.look = CurveLook::kGhost;
    spec.curves.push_back(std::move(ghost));
  }
  for (const ModelSnapshot& model : run.curves->models) {
    const auto cache = caches_.find(model.choice.id);
    const bool drawn = model.selected || has_curve(model);
    if (cache == caches_.end() || !drawn || options.hides(model.choice.id)) continue;
    PlotCurve live =
        curve(cache->second, model.history, model.steps_per_epoch, options.axis, measure, regression);
    live.name = model_title(model.choice);
    live.end_name = network_name(model.choice.id);
    live.color = model_color(theme, model.choice.id);
    live.mark = model_mark(model.choice.id);
    live.look = model.selected ? CurveLook::kFull : CurveLook::kDimmed;
    if (model.selected && has_curve(model) && run.state != RunState::kFinished) {
      spec.now = std::max(spec.now, live.axis.x(model.history.step_loss.size() - 1));
    }
    spec.curves.push_back(std::move(live));
  }
  return spec;
}

}  // namespace headroom::app
