#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/train/check_value.h"

namespace headroom {
namespace {

// A slice grows at most this much over the one before, so that one lucky measurement cannot make a
// slice that takes seconds.
constexpr std::int64_t kGrowth = 8;
constexpr double kPaceWindow = 1.0;  // seconds of training that steps_per_second() looks back
// Rows evaluated between two looks at the clock: some milliseconds. Always the same, so that a mean over
// them is the same bits wherever a slice ended.
constexpr std::int64_t kEvaluationRows = 8192;
// Copying states inside an epoch takes at most this share of the training.
constexpr double kCopyingShare = 0.01;
constexpr double kKeepEvery = 1;  // seconds of training, where copying is quick

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// No optimizer step taken yet: all moments are 0.
std::vector<Weights> zero_moments(const Weights& weights, OptimizerKind optimizer) {
  Weights zero = weights;
  for (LayerWeights& layer : zero.layers) {
    std::fill(layer.weight.begin(), layer.weight.end(), 0.0f);
    std::fill(layer.bias.begin(), layer.bias.end(), 0.0f);
  }
  return std::vector<Weights>(static_cast<std::size_t>(optimizer_states(optimizer)), zero);
}

// Sum of squares about the mean: what r2 compares the squared errors with.
double sum_of_squares(const std::vector<float>& targets) {
  double mean = 0;
  for (const float t : targets) mean += t;
  mean /= static_cast<double>(targets.size());
  double sum = 0;
  for (const float t : targets) sum += (t - mean) * (t - mean);
  return sum;
}

// 1 - SSE/SST. Constant targets: 1 when every prediction is right, else 0, as scikit-learn's r2_score.
double r2_score(double sse, double sst) {
  if (sst > 0) return 1 - sse / sst;
  return sse == 0 ? 1 : 0;
}

}  // namespace

double median_epoch_seconds(const History& history) {
  if (history.epochs.empty()) return 0;
  std::vector<double> seconds;
  for (const EpochMetric& epoch : recent_epochs(history)) seconds.push_back(epoch.seconds);
  const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
  std::nth_element(seconds.begin(), middle, seconds.end());
  if (seconds.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(seconds.begin(), middle));
}

Trainer::Trainer(Device& device, DeviceData& data, const ModelSpec& model, const TrainSettings& settings,
                 const Weights& initial, TrainerOptions options)
    : clock_(options.clock ? options.clock : steady_seconds),
      options_(std::move(options)),
      data_(&data),
      shape_(data.shape()),
      model_(model),
      settings_(settings) {
  check_shapes(model_, initial, "initial weights");
  engine_ = device.create_engine(model_, settings_, data);
  steps_per_epoch_ = engine_->steps_per_epoch();
  if (regression()) {
    validation_sst_ = sum_of_squares(data.read_targets(shape_.train_rows, shape_.validation_rows()));
  }
  reset(initial);
}

void Trainer::reset(const Weights& initial) {
  TrainerState start;
  start.engine.weights = initial;  // no moments: they start at zero, and need no room until they do not
  start.learning_rate = settings_.optimizer.learning_rate;
  evaluation_seconds_ = 0;
  evaluations_ = 0;
  continue_from(std::move(start));
}

void Trainer::restore(TrainerState state) {
  check_shapes(model_, state.engine.weights, "checkpoint");
  const auto moments = static_cast<std::size_t>(optimizer_states(settings_.optimizer.kind));
  if (state.engine.moments.size() != moments) {
    throw Error(ErrorCode::kBadInput,
                "the optimizer state belongs to another optimizer: continue with the one it was saved with",
                "checkpoint");
  }
  for (const Weights& moment : state.engine.moments) check_shapes(model_, moment, "checkpoint");
  if (state.partial_steps < 0 || state.partial_steps > steps_per_epoch_ ||
      state.steps != state.epochs_finished * steps_per_epoch_ + state.partial_steps) {
    throw Error(ErrorCode::kBadInput,
                "the steps done do not fit this batch size and these rows: continue with the settings it was "
                "saved with",
                "checkpoint");
  }
  continue_from(std::move(state));
}

void Trainer::continue_from(TrainerState state) {
  engine_->set_state(state.engine);
  EngineState engine = std::exchange(state.engine, {});  // a large network's: moved, never copied
  now_ = std::move(state);
  present_.reset();
  looked_ = looked_from_ = looked_good_ = nullptr;
  divergence_.reset();
  validation_ = {};
  recent_.clear();
  use_rate(now_.learning_rate);
  recorder_.begin(std::make_shared<const TrainerState>(without_history(std::move(engine))));
  use_best_when_finished();
}

TrainerPoint Trainer::point() const {
  return {state(), recorder_, divergence_, evaluation_seconds_, evaluations_};
}

void Trainer::return_to(TrainerPoint point) {
  const std::size_t room = recorder_.room();
  continue_from(std::move(point.now));
  recorder_ = std::move(point.recorder);
  recorder_.set_room(room);
  divergence_ = std::move(point.divergence);
  evaluation_seconds_ = point.evaluation_seconds;
  evaluations_ = point.evaluations;
}

void Trainer::roll_back(double learning_rate) {
  TrainerState good = last_good();
  Recorder recorder = recorder_;
  recorder.forget_after(good.steps);
  restore(std::move(good));
  recorder_ = std::move(recorder);
  set_learning_rate(learning_rate);
}

void Trainer::set_learning_rate(double learning_rate) {
  look_live();
  recorder_.change_rate(now_.steps, now_.learning_rate, learning_rate);
  use_rate(learning_rate);
}

void Trainer::use_rate(double learning_rate) {
  settings_.optimizer.learning_rate = learning_rate;
  now_.learning_rate = learning_rate;
  engine_->set_learning_rate(learning_rate);
}

void Trainer::set_epochs(std::int64_t epochs) {
  look_live();
  settings_.epochs = epochs;
  use_best_when_finished();
}

void Trainer::set_early_stop(std::int64_t patience, double min_delta) {
  look_live();
  settings_.early_stop_patience = patience;
  settings_.early_stop_min_delta = min_delta;
  use_best_when_finished();
}

bool Trainer::stopped_early() const {
  return settings_.early_stop_patience > 0 &&
         live().epochs_without_improvement >= settings_.early_stop_patience;
}

bool Trainer::finished() const {
  return live().partial_steps == 0 && (live().epochs_finished >= settings_.epochs || stopped_early());
}

TrainerState Trainer::state() const {
  if (present_) return *present_;
  TrainerState state = now_;
  state.engine = engine_->state();
  return state;
}

std::int64_t Trainer::next_slice(std::int64_t limit) const {
  std::int64_t steps = 1;
  if (seconds_per_step_ > 0) {
    const double wanted = options_.slice_seconds / seconds_per_step_;
    const double most = static_cast<double>(std::min(kMetricSlots, kGrowth * last_slice_steps_));
    steps = static_cast<std::int64_t>(std::clamp(wanted, 1.0, most));
  } else if (last_slice_steps_ > 0) {  // too quick for the clock
    steps = std::min(kMetricSlots, kGrowth * last_slice_steps_);
  }
  if (limit > 0) steps = std::min(steps, limit);
  return std::min(steps, steps_per_epoch_ - now_.partial_steps);
}

void Trainer::learn_speed(std::int64_t steps, double seconds) {
  const double measured = seconds / static_cast<double>(steps);
  seconds_per_step_ = seconds_per_step_ > 0 ? 0.5 * (seconds_per_step_ + measured) : measured;
  last_slice_steps_ = steps;
  // Single steps of a slow pace are put together: the window is a list of slices.
  if (!recent_.empty() && recent_.back().seconds + seconds <= options_.slice_seconds) {
    recent_.back().steps += steps;
    recent_.back().seconds += seconds;
  } else {
    recent_.push_back({steps, seconds});
  }
  double covered = 0;
  for (const Pace& pace : recent_) covered += pace.seconds;
  while (recent_.size() > 1 && covered - recent_.front().seconds >= kPaceWindow) {
    covered -= recent_.front().seconds;
    recent_.pop_front();
  }
}

Slice Trainer::advance(std::int64_t limit) {
  Slice slice;
  look_live();
  if (finished() || divergence_) return slice;
  if (!evaluating()) train_slice(limit, slice);
  slice.epoch_finished = !divergence_ && evaluating() && evaluate_slice();
  return slice;
}

void Trainer::train_slice(std::int64_t limit, Slice& slice) {
  const std::int64_t steps = next_slice(limit);
  const double start = clock_();
  engine_->train(now_.epochs_finished, now_.partial_steps, steps);
  const std::vector<StepMetric> metrics = engine_->take_metrics();
  slice.seconds = clock_() - start;
  if (metrics.size() != static_cast<std::size_t>(steps)) {
    throw Error(ErrorCode::kInternal, "the engine reported " + std::to_string(metrics.size()) + " of " +
                                          std::to_string(steps) + " steps");
  }
  learn_speed(steps, slice.seconds);

  const double before = now_.seconds;
  for (const StepMetric& metric : metrics) {
    ++slice.steps;
    // Steps of one slice are published together; their times are spread evenly over it.
    record(metric, before + slice.seconds * static_cast<double>(slice.steps) / static_cast<double>(steps));
    if (!std::isfinite(metric.loss) || explodes(now_.history)) {
      diverge(std::isfinite(metric.loss) ? Bad::kExplodes : Bad::kStep);
      break;
    }
  }
  now_.seconds = before + slice.seconds;
  now_.partial_seconds += slice.seconds;
  keep_when_due();
}

void Trainer::keep_when_due() {
  if (divergence_ || evaluating() || recorder_.room() < 2 || recorder_.states().empty()) return;
  if (now_.seconds - recorder_.states().back()->seconds < keep_every_) return;
  const double start = clock_();
  recorder_.keep(std::make_shared<const TrainerState>(without_history(engine_->state())));
  keep_every_ = std::max(kKeepEvery, (clock_() - start) / kCopyingShare);
}

void Trainer::finish_epoch(const std::function<bool()>& after_slice) {
  while (!finished() && !divergence_) {
    const bool done = advance().epoch_finished;
    if ((after_slice && !after_slice()) || done) return;
  }
}

void Trainer::add_to_epoch(const StepMetric& metric) {
  ++now_.steps;
  ++now_.partial_steps;
  now_.partial_loss_sum += static_cast<double>(metric.loss) * metric.rows;
  now_.partial_correct += metric.correct;
  now_.partial_rows += metric.rows;
}

void Trainer::start_epoch() {
  ++now_.epochs_finished;
  now_.partial_steps = now_.partial_correct = now_.partial_rows = 0;
  now_.partial_loss_sum = now_.partial_seconds = 0;
}

void Trainer::record(const StepMetric& metric, double seconds) {
  add_to_epoch(metric);
  std::optional<float> accuracy;
  if (!regression()) accuracy = static_cast<float>(metric.correct) / static_cast<float>(metric.rows);
  now_.history.push_step(metric.loss, accuracy, static_cast<float>(seconds));
}

bool Trainer::evaluate_slice() {
  const std::int64_t all = shape_.validation_rows();
  const auto divisor = static_cast<double>(std::max<std::int64_t>(all, 1));
  const double start = clock_();
  double now = start;
  do {
    const std::int64_t rows = std::min(kEvaluationRows, all - validation_.rows);
    const Evaluation part = engine_->evaluate(shape_.train_rows + validation_.rows, rows);
    validation_.loss += part.loss * (static_cast<double>(rows) / divisor);
    validation_.correct += part.correct;
    validation_.rows += rows;
    now = clock_();
  } while (validation_.rows < all && now - start < options_.slice_seconds);
  evaluation_seconds_ += now - start;
  if (validation_.rows < all) return false;
  ++evaluations_;
  const Evaluation validation = std::exchange(validation_, {});
  if (!std::isfinite(validation.loss)) {
    diverge(Bad::kValidation);
    return false;
  }
  finish_epoch_with(validation);
  return true;
}

void Trainer::finish_epoch_with(const Evaluation& validation) {
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const auto rows = static_cast<double>(now_.partial_rows);
  const auto validation_rows = static_cast<double>(validation.rows);
  EpochMetric metric;
  metric.epoch = now_.epochs_finished + 1;
  metric.train_loss = now_.partial_loss_sum / rows;
  metric.train_accuracy = regression() ? nothing : static_cast<double>(now_.partial_correct) / rows;
  metric.validation_loss = validation.loss;
  metric.validation_accuracy =
      regression() ? nothing : static_cast<double>(validation.correct) / validation_rows;
  metric.r2 = regression() ? r2_score(validation.loss * validation_rows, validation_sst_) : nothing;
  metric.seconds = now_.partial_seconds;
  metric.elapsed_seconds = now_.seconds;
  metric.steps = now_.partial_steps;
  metric.learning_rate = now_.learning_rate;
  const bool checked = settings_.precision == Precision::kPortable;
  EngineState engine;
  if (options_.keep_last_good || checked) engine = engine_->state();
  if (checked) metric.check = check_value(engine.weights, metric);
  now_.history.push_epoch(metric);

  start_epoch();
  learn_validation(validation.loss);
  if (options_.keep_last_good) keep_good(std::move(engine));
  use_best_when_finished();
}

void Trainer::learn_validation(double loss) {
  const bool improved =
      now_.best_validation_loss < 0 || loss < now_.best_validation_loss - settings_.early_stop_min_delta;
  now_.epochs_without_improvement = improved ? 0 : now_.epochs_without_improvement + 1;
  if (improved) now_.best_validation_loss = loss;
  if (settings_.early_stop_patience == 0) return;
  if (now_.best.epoch > 0 && !(loss < now_.best.validation_loss)) return;
  now_.best = {.epoch = now_.epochs_finished,
               .validation_loss = loss,
               .in_use = false,
               .aside = std::make_shared<const Weights>(engine_->state().weights)};
}

void Trainer::use_best_when_finished() {
  BestNetwork& best = now_.best;
  const bool wanted = settings_.early_stop_patience > 0 && finished() && !divergence_;
  const bool differs = best.aside && best.epoch != now_.epochs_finished;
  if (differs && best.in_use != wanted) {
    EngineState engine = engine_->state();
    auto aside = std::make_shared<const Weights>(std::exchange(engine.weights, *best.aside));
    engine_->set_state(engine);
    best.aside = std::move(aside);
    best.in_use = wanted;
    if (options_.keep_last_good) keep_good(std::move(engine));
  }
  if (settings_.early_stop_patience == 0) best = {};
}

const EpochMetric* Trainer::result() const {
  const History& history = now_.history;
  if (!now_.best.in_use) return history.epochs.empty() ? nullptr : &history.epochs.back();
  const EpochMetric* const best = history.best_epoch();  // known also after thinning
  return best && best->epoch == now_.best.epoch ? best : history.find_epoch(now_.best.epoch);
}

void Trainer::keep_good(EngineState engine) {
  recorder_.keep_good(std::make_shared<const TrainerState>(without_history(std::move(engine))));
}

// Copying the history after every epoch would cost more the longer the run is.
TrainerState Trainer::without_history(EngineState engine) const {
  return {.engine = std::move(engine),
          .epochs_finished = now_.epochs_finished,
          .steps = now_.steps,
          .learning_rate = now_.learning_rate,
          .seconds = now_.seconds,
          .best_validation_loss = now_.best_validation_loss,
          .epochs_without_improvement = now_.epochs_without_improvement,
          .best = now_.best,
          .partial_steps = now_.partial_steps,
          .partial_loss_sum = now_.partial_loss_sum,
          .partial_correct = now_.partial_correct,
          .partial_rows = now_.partial_rows,
          .partial_seconds = now_.partial_seconds,
          .history = {}};
}

TrainerState Trainer::last_good() const {
  TrainerState good = *recorder_.good();
  if (good.engine.moments.empty()) {
    good.engine.moments = zero_moments(good.engine.weights, settings_.optimizer.kind);
  }
  good.history = live().history.before(live().steps - good.steps, good.epochs_finished);
  return good;
}

double Trainer::progress() const {
  if (finished()) return 1;
  const auto wanted = static_cast<double>(settings_.epochs) * static_cast<double>(steps_per_epoch_);
  return std::min(1.0, static_cast<double>(live().steps) / wanted);
}

double Trainer::steps_per_second() const {
  double steps = 0;
  double seconds = 0;
  for (const Pace& pace : recent_) {
    steps += static_cast<double>(pace.steps);
    seconds += pace.seconds;
  }
  return seconds > 0 ? steps / seconds : 0;
}

}  // namespace headroom
