// Figures of how well networks learn, counted in epochs and points: the same on every machine that computes
// the same, however fast it is.
#include <algorithm>
#include <cctype>
#include <utility>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

constexpr double kGoal85 = 0.85, kGoal90 = 0.90;
constexpr std::int64_t kMostEpochsTo85 = 200, kMostEpochsTo90 = 40;
constexpr int kSeedsTo85 = 3;

struct Arrival {
  std::int64_t epoch = 0;  // 0: not within the epochs it was given
  double accuracy = 0;     // at its end
};

double newest_accuracy(const Run& run, std::string_view id) {
  return lane_of(run, id).trainer->history().epochs.back().validation_accuracy;
}

std::string points_text(double accuracy) { return fixed_text(100 * accuracy, 1) + " %"; }

// The first epoch after which `id` answers so many of the validation rows right.
Arrival train_to(FigureBench& bench, Run& run, std::string_view id, double goal, std::int64_t most) {
  Arrival arrival;
  for (std::int64_t epoch = 1; epoch <= most; ++epoch) {
    bench.begin_epoch(epoch - 1, most);
    bench.epoch(run);
    arrival.accuracy = newest_accuracy(run, id);
    if (arrival.accuracy >= goal) {
      arrival.epoch = epoch;
      return arrival;
    }
  }
  return arrival;
}

std::string epochs_word(std::int64_t epochs) { return tr_n("{n} epoch", "{n} epochs", epochs); }

// A rate that each is usually started with: one rate for all would decide the race by itself.
OptimizerSettings usual_settings(OptimizerKind kind) {
  OptimizerSettings settings;
  settings.kind = kind;
  switch (kind) {
    case OptimizerKind::kSgd: settings.learning_rate = 0.1; break;
    case OptimizerKind::kMomentum: settings.learning_rate = 0.01; break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kRmsprop: settings.learning_rate = 0.001; break;
    case OptimizerKind::kAdamW:
      settings.learning_rate = 0.001;
      settings.l2 = 0.01;
      break;
  }
  return settings;
}

// By its name or title, however it is capitalised: "adam", "Adam".
const OptimizerRow& optimizer_called(const std::string& word) {
  const auto same = [&](std::string_view name) {
    return std::equal(name.begin(), name.end(), word.begin(), word.end(), [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    });
  };
  for (const OptimizerRow& row : kOptimizerTable) {
    if (same(row.name) || same(row.title)) return row;
  }
  throw Error(ErrorCode::kUsage,
              tr("\"{1}\" is no optimizer: choose among {2}", word, join(usual_optimizers())), "choices");
}

bool ahead(const Arrival& a, const Arrival& b) {
  if (a.epoch == 0 || b.epoch == 0) return b.epoch == 0 && a.epoch > 0;
  return a.epoch != b.epoch ? a.epoch < b.epoch : a.accuracy > b.accuracy;
}

}  // namespace

const std::vector<std::string>& usual_optimizers() {
  static const std::vector<std::string> kUsual{"SGD", "momentum", "Adam", "RMSprop"};
  return kUsual;
}

FigureResult epochs_to_85(FigureBench& bench) {
  const int seeds = bench.repeats(kSeedsTo85);
  RunConfig config = bench.preset("scalability", {"small"});
  FigureBench::train_on(config);
  const std::uint64_t first = config.train.seed;
  std::vector<double> epochs;
  std::vector<std::string> each;
  FigureResult result;
  for (int i = 0; i < seeds; ++i) {
    bench.begin_part(i, seeds);
    config.train.seed = first + static_cast<std::uint64_t>(i);
    const std::unique_ptr<Run> run = bench.open(config);
    const Arrival arrival = train_to(bench, *run, "small", kGoal85, kMostEpochsTo85);
    if (arrival.epoch == 0) {
      throw Error(
          ErrorCode::kUnsupported,
          tr("with seed {1} Small was at {2} after {3} and had not reached 85 %: there is no figure for this "
             "setting",
             std::to_string(config.train.seed), points_text(arrival.accuracy), epochs_word(kMostEpochsTo85)),
          std::string(bench.info().id));
    }
    if (i == 0) result = bench.result(*run);
    epochs.push_back(static_cast<double>(arrival.epoch));
    each.push_back(tr("seed {1}: {2}", std::to_string(config.train.seed), epochs_word(arrival.epoch)));
  }
  take_values(result, std::move(epochs));
  result.figure.how = {join(each), repeats_text(result)};
  result.why = {
      tr("Every seed draws another problem of the same difficulty, other weights and another order of the "
         "rows.")};
  return result;
}

FigureResult first_to_90(FigureBench& bench) {
  const std::vector<std::string>& choices =
      bench.request().choices.empty() ? usual_optimizers() : bench.request().choices;
  std::vector<OptimizerSettings> settings;
  for (const std::string& choice : choices)
    settings.push_back(usual_settings(optimizer_called(choice).value));
  RunConfig config = bench.preset("infrastructure", {"small"});
  FigureBench::train_on(config);
  std::unique_ptr<Run> run;
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    bench.begin_part(static_cast<double>(i), static_cast<double>(settings.size()));
    config.train.optimizer = settings[i];
    std::unique_ptr<Run> next = bench.open(config, run.get());
    run = std::move(next);
    arrivals.push_back(train_to(bench, *run, "small", kGoal90, kMostEpochsTo90));
  }
  const auto winner = std::min_element(arrivals.begin(), arrivals.end(), ahead);
  if (winner->epoch == 0) {
    throw Error(ErrorCode::kUnsupported,
                tr("none of {1} reached 90 % within {2}: there is no figure for this setting", join(choices),
                   epochs_word(kMostEpochsTo90)),
                std::string(bench.info().id));
  }
  FigureResult result = bench.result(*run);
  result.choices = choices;
  take_values(result, {static_cast<double>(winner - arrivals.begin())});
  std::vector<std::string> each, rates;
  bool tie = false;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Arrival& arrival = arrivals[i];
    tie = tie || (&arrival != &*winner && arrival.epoch == winner->epoch);
    each.push_back(arrival.epoch > 0 ? tr("{1} after {2} ({3})", choices[i], epochs_word(arrival.epoch),
                                          points_text(arrival.accuracy))
                                     : tr("{1} not within {2}", choices[i], epochs_word(kMostEpochsTo90)));
    rates.push_back(choices[i] + " " + figure_text(settings[i].learning_rate));
  }
  result.figure.how = {join(each)};
  if (tie) result.figure.how.push_back(tr("in the same epoch the higher accuracy is first"));
  result.figure.how.push_back(tr("learning rates: {1}", join(rates)));
  result.why = {
      tr("Each has a rate that it is usually started with; with another rate another may be first.")};
  return result;
}

FigureResult accuracy_gain(FigureBench& bench) {
  const RunConfig preset = bench.preset("scalability", {"small", "large"});
  const std::int64_t epochs = preset.train.epochs;
  const int seeds = bench.repeats(1);
  std::vector<double> gains;
  FigureResult result;
  for (int i = 0; i < seeds; ++i) {
    RunConfig config = preset;
    config.train.seed += static_cast<std::uint64_t>(i);
    bench.begin_part(i, seeds);
    const std::unique_ptr<Run> run = bench.open(config);
    for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
      bench.begin_epoch(epoch, epochs);
      bench.epoch(*run);
    }
    const double large = newest_accuracy(*run, "large"), small = newest_accuracy(*run, "small");
    if (i == 0) result = bench.result(*run);
    gains.push_back(100 * (large - small));
    result.figure.how.push_back(tr("seed {1}: {2} after {3}", std::to_string(config.train.seed),
                                   points_text(large) + " - " + points_text(small), epochs_word(epochs)));
  }
  take_values(result, std::move(gains));
  if (seeds > 1) result.figure.how.push_back(repeats_text(result));
  result.why = {
      tr("Measured on the rows that validate, which neither network has trained on."),
      tr("A low learning rate lets size decide how far a network comes in so many epochs: with more of "
         "them Small catches up.")};
  return result;
}

}  // namespace headroom
