#include "core/run/figure_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/io/presets.h"
#include "core/measure/measured_steps.h"
#include "core/measure/step_timer.h"
#include "core/plan/plan_export.h"

namespace headroom {

namespace {

constexpr double kRepeatSeconds = 0.05;  // a repeat that is shorter is read from several rounds,
constexpr double kMostRounds = 20;       // of which so many are enough
constexpr double kTimingBudget = 4;      // seconds of all repeats together
constexpr int kUsualRepeats = 5, kLeastRepeats = 3;
constexpr double kWarmUp = 0.25;  // of the progress: two rounds, the second of which says how many follow

double bench_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median_of(std::vector<double> values) { return StepTimes{std::move(values), 0}.median(); }

std::int64_t steps_of(const Run& run) {
  std::int64_t steps = 0;
  for (const Lane* lane : run.training_lanes()) steps += lane->trainer->steps();
  return steps;
}

void refuse_diverged(const Run& run) {
  for (const Lane* lane : run.training_lanes()) {
    const auto& divergence = lane->trainer->divergence();
    if (!divergence) continue;
    throw Error(ErrorCode::kDiverged,
                tr("{1} diverged in epoch {2}: {3}; there is no figure: measure with another seed or batch",
                   lane->choice.title, format_count(divergence->epoch), divergence_cause(*divergence)),
                run.device()->info().id);
  }
}

std::string number_word(int count) {
  constexpr const char* kWords[] = {"no",  "one",   "two",   "three", "four", "five",
                                    "six", "seven", "eight", "nine",  "ten"};
  if (language() != "en") return std::to_string(count);
  return count >= 0 && count <= 10 ? kWords[count] : std::to_string(count);
}

}  // namespace

FigureBench::FigureBench(const FigureInfo& info, const FigureRequest& request, const FigureDevices& devices,
                         std::function<double()> clock, Progress& progress)
    : info_(info),
      request_(request),
      devices_(devices),
      clock_(clock ? std::move(clock) : bench_seconds),
      progress_(progress) {}

void FigureBench::begin_between(double from, double to) {
  part_from_ = from;
  part_to_ = to;
  part_done_ = epoch_from_ = 0;
  epoch_to_ = 1;
  report(0);
}

void FigureBench::begin_epoch(std::int64_t done, std::int64_t epochs) {
  epoch_from_ = static_cast<double>(done) / static_cast<double>(epochs);
  epoch_to_ = static_cast<double>(done + 1) / static_cast<double>(epochs);
}

void FigureBench::report(double share) {
  progress_.check();
  constexpr double kFine = 1e6;
  part_done_ = std::max(part_done_, epoch_from_ + (epoch_to_ - epoch_from_) * std::min(share, 1.0));
  progress_.report(std::llround(kFine * (part_from_ + (part_to_ - part_from_) * part_done_)),
                   std::llround(kFine));
}

RunConfig FigureBench::preset(std::string_view id, std::vector<std::string> selected) const {
  RunConfig config = load_preset(id);
  config.selected = std::move(selected);
  config.recorder = 0;
  if (request_.rows) config.generator->rows = *request_.rows;
  if (request_.columns) config.generator->columns = *request_.columns;
  if (request_.degree) config.degree = *request_.degree;
  if (request_.batch) config.train.batch = *request_.batch;
  if (request_.seed) config.train.seed = *request_.seed;
  return config;
}

std::unique_ptr<Run> FigureBench::open(RunConfig config, const Run* same_data,
                                       std::shared_ptr<Device> device) {
  progress_.check();
  RunSetup setup;
  setup.config = std::move(config);
  setup.same_data = same_data;
  setup.clock = clock_;
  setup.trial.clock = clock_;
  const bool another = device != nullptr;
  setup.device = another ? std::move(device) : device_;
  if (!setup.device) setup.candidates = devices_.here;
  if (!setup.device && setup.candidates.empty()) {
    throw Error(ErrorCode::kUsage, "there is no device to measure on", std::string(info_.id));
  }
  // The stages count from 0 to 1, which is a moment of the whole: of their progress only the end is passed
  // on.
  Progress stages;
  setup.on_stages = [&](const std::vector<StageReport>&) {
    if (progress_.cancelled()) stages.cancel();
  };
  auto run = std::make_unique<Run>(std::move(setup), stages);
  if (!another) device_ = run->device();
  return run;
}

void FigureBench::epoch(Run& run) {
  run.set_goal(Goal::kEpoch);
  std::int64_t steps = 0;
  for (const Lane* lane : run.training_lanes()) steps += lane->trainer->steps_per_epoch();
  const std::int64_t before = steps_of(run);
  while (!run.goal_reached()) {
    run.advance();
    report(static_cast<double>(steps_of(run) - before) / static_cast<double>(steps));
  }
  refuse_diverged(run);
}

std::vector<TimedPair> FigureBench::in_turn(const std::function<TimedPair()>& both) {
  const auto once_more = [&](double from, double to) {
    begin_between(from, to);
    return both();
  };
  once_more(0, kWarmUp / 2);
  const double start = clock_();
  once_more(kWarmUp / 2, kWarmUp);
  const double seconds = clock_() - start;
  const double rounds = seconds > 0 ? std::clamp(std::ceil(kRepeatSeconds / seconds), 1.0, kMostRounds) : 1;
  int count = kUsualRepeats;
  if (seconds * rounds * count > kTimingBudget) {
    count = std::max(kLeastRepeats, static_cast<int>(kTimingBudget / (seconds * rounds)));
  }
  count = repeats(count);
  const double share = (1 - kWarmUp) / (count * rounds);
  std::vector<TimedPair> pairs;
  double done = kWarmUp;
  for (int repeat = 0; repeat < count; ++repeat) {
    std::vector<double> above, below;
    for (int i = 0; i < static_cast<int>(rounds); ++i) {
      const TimedPair pair = once_more(done, std::min(1.0, done + share));
      done += share;
      above.push_back(pair.above);
      below.push_back(pair.below);
    }
    pairs.push_back({median_of(std::move(above)), median_of(std::move(below))});
    if (!(pairs.back().below > 0)) {
      throw Error(ErrorCode::kInternal, "the clock stood still while it was measured", std::string(info_.id));
    }
  }
  return pairs;
}

FigureResult FigureBench::result() const {
  FigureResult result;
  result.id = info_.id;
  result.unit = info_.unit;
  return result;
}

FigureResult FigureBench::result(const Run& run) const {
  FigureResult result = this->result();
  const DataShape& shape = run.data().shape;
  const TrainSettings& train = run.config().train;
  const std::string rows = format_count(shape.rows), features = format_count(shape.features());
  const std::string batch = format_count(train.batch), seed = std::to_string(train.seed);
  result.setting = shape.degree > 1
                       ? tr("{1} rows, {2} features, batch {3}, seed {4}", rows, features, batch, seed)
                       : tr("{1} rows, {2} columns, batch {3}, seed {4}", rows, features, batch, seed);
  result.device = device_words(run.device()->info());
  return result;
}

void FigureBench::take_ratios(FigureResult& result, const std::vector<TimedPair>& pairs,
                              double factor) const {
  std::vector<double> values;
  for (const TimedPair& pair : pairs) values.push_back(factor * pair.above / pair.below);
  take_values(result, values);
  const auto nearest = std::min_element(values.begin(), values.end(), [&](double a, double b) {
    return std::abs(a - result.figure.value) < std::abs(b - result.figure.value);
  });
  const TimedPair& middle = pairs[static_cast<std::size_t>(nearest - values.begin())];
  result.figure.how.push_back(duration_text(middle.above) + " : " + duration_text(middle.below));
  result.figure.how.push_back(repeats_text(result));
}

const Lane& lane_of(const Run& run, std::string_view id) {
  for (const Lane& lane : run.lanes()) {
    if (lane.choice.id == id && lane.trainer) return lane;
  }
  throw Error(ErrorCode::kInternal, "no network '" + std::string(id) + "' trains", run.config().id);
}

double last_epoch_seconds(const Run& run, std::string_view id) {
  return lane_of(run, id).trainer->history().epochs.back().seconds;
}

void take_values(FigureResult& result, std::vector<double> values) {
  result.repeats = std::move(values);
  result.figure.value = median_of(result.repeats);
  const auto [low, high] = std::minmax_element(result.repeats.begin(), result.repeats.end());
  result.figure.low = *low;
  result.figure.high = *high;
  result.figure.repeats = static_cast<int>(result.repeats.size());
}

std::string fixed_text(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return local_number(text);
}

std::string figure_text(double value) {
  if (std::abs(value) >= 999.5 && std::abs(value) < 9e18) return format_count(std::llround(value));
  char text[64];
  std::snprintf(text, sizeof text, "%.3g", value);
  return local_number(text);
}

std::string repeats_text(const FigureResult& result) {
  const MeasuredFigure& figure = result.figure;
  if (figure.repeats == 1) return tr("measured once");
  return tr("{1} repeats: {2} to {3}", number_word(figure.repeats), figure_text(figure.low),
            figure_text(figure.high));
}

}  // namespace headroom
