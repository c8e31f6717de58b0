#include "core/train/trouble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom {
namespace {

// When something is said, and why not earlier.
constexpr double kExplodes = 1000;   // times the first loss: no batch is that much harder than another
constexpr double kStaysAbove = 1.5;  // times the first loss, whole epochs long: learning goes down from there
constexpr std::size_t kAboveEpochs = 3;
// Of the first loss: Adam at a rate of 10 explodes in the first epoch, comes down within five, and then
// wavers for the rest of the run around where it began.
constexpr double kRecovers = 0.5;
constexpr std::size_t kNewestSteps = 8;  // whose mean is compared with it: one bad batch is no trouble
// Of the first epoch's loss: half of what the slowest useful training (the scalability preset's, at 3.7e-5)
// gains in an epoch is still ten times this.
constexpr double kMoves = 1e-3;
constexpr std::size_t kStuckEpochs = 3;
constexpr std::size_t kOneClassEpochs = 3;   // the same count of right rows three times is no chance
constexpr double kLearns = 1e-2;             // of the loss, over those epochs: it is on its way, so wait
constexpr std::size_t kTurnedEpochs = 5;     // in a row above the lowest: a small validation set wavers
constexpr double kRise = 0.10;               // above the lowest validation loss ...
constexpr double kRiseOfStart = 0.02;        // ... and as a part of the first: 0.001 to 0.0012 is nothing
constexpr double kStillFalls = 0.10;         // the training loss below its value where validation turned
constexpr std::size_t kBelowMeanEpochs = 5;  // R2 is about 0 at the start, so it is often below at first
constexpr double kRare = 0.8;  // of the rows are one class: a network that never says another looks good

struct UsualRate {
  OptimizerKind value;
  std::string_view name;
  double rate;
};
constexpr auto kUsualRates = named_rows<UsualRate>({{OptimizerKind::kSgd, "sgd", 0.01},
                                                    {OptimizerKind::kMomentum, "momentum", 0.01},
                                                    {OptimizerKind::kAdam, "adam", 0.001},
                                                    {OptimizerKind::kAdamW, "adamw", 0.001},
                                                    {OptimizerKind::kRmsprop, "rmsprop", 0.001}});

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return local_number(text);
}

// "12 000", or "1e+27" where digits say nothing.
std::string times_text(double factor) {
  if (factor < 10) return number(factor);
  return factor < 1e6 ? format_count(static_cast<std::int64_t>(factor)) : number(factor);
}

std::string rate_text(double rate) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", rate);
  return local_number(text);
}

// The newest epochs, oldest first.
template <std::size_t kCount>
std::array<EpochMetric, kCount> newest(const EpochList& epochs) {
  std::array<EpochMetric, kCount> out;
  for (std::size_t i = 0; i < kCount; ++i) out[i] = epochs[epochs.size() - kCount + i];
  return out;
}

// A tenth, in round numbers, but never above what is usual.
double lower_rate(const OptimizerSettings& optimizer) {
  const double usual = usual_learning_rate(optimizer.kind);
  if (optimizer.learning_rate > usual) return usual;
  return std::strtod(plain_number(number(optimizer.learning_rate / 10)).c_str(), nullptr);
}

void advise_rate(Trouble& trouble, TroubleRemedy remedy, double rate) {
  trouble.remedy = remedy;
  trouble.learning_rate = rate;
  trouble.advice = remedy == TroubleRemedy::kRestart
                       ? tr("Lower the learning rate to {1} and start again.", rate_text(rate))
                       : tr("Raise the learning rate to {1}.", rate_text(rate));
}

// Too high kills units, which do not come back; too low only needs a higher one.
void advise_to_move(Trouble& trouble, const OptimizerSettings& optimizer) {
  const double usual = usual_learning_rate(optimizer.kind);
  if (optimizer.learning_rate > 2 * usual) {
    advise_rate(trouble, TroubleRemedy::kRestart, usual);
  } else if (optimizer.learning_rate < usual / 2) {
    advise_rate(trouble, TroubleRemedy::kRate, usual);
  } else {
    trouble.advice = tr("The columns may say little about the target: check them, or try another network.");
  }
}

// How many times the first loss the loss is now, where it is too high; else 0.
double too_high(const History& history) {
  const Series& losses = history.step_loss;
  if (losses.size() <= kNewestSteps || !(losses[0] > 0)) return 0;
  double sum = 0;
  for (std::size_t i = losses.size() - kNewestSteps; i < losses.size(); ++i) sum += losses[i];
  const double factor = sum / kNewestSteps / losses[0];
  if (factor >= kExplodes) return factor;
  if (history.epochs.size() < kAboveEpochs) return 0;
  double least = std::numeric_limits<double>::infinity();
  for (const EpochMetric& epoch : newest<kAboveEpochs>(history.epochs))
    least = std::min(least, epoch.train_loss / losses[0]);
  return least >= kStaysAbove ? history.epochs.back().train_loss / losses[0] : 0;
}

// How many times the first loss an early epoch's was, where the network has not come back from it; else 0.
double never_recovered(const History& history) {
  const EpochList& epochs = history.epochs;
  if (epochs.empty() || history.step_loss.empty() || !(history.step_loss[0] > 0)) return 0;
  const double first = history.step_loss[0];
  double highest = 0;
  for (std::size_t i = 0; i < std::min(epochs.size(), kAboveEpochs); ++i)
    highest = std::max(highest, epochs[i].train_loss / first);
  if (highest < kExplodes) return 0;
  for (std::size_t i = epochs.size() - std::min(epochs.size(), kAboveEpochs); i < epochs.size(); ++i) {
    // A single validation row whose loss is still thousands of times the first says that the weights are.
    if (std::max(epochs[i].train_loss, epochs[i].validation_loss) < kRecovers * first) return 0;
  }
  return highest;
}

std::optional<Trouble> exploded(const History& history, const TroubleContext& context) {
  const double factor = too_high(history), before = factor > 0 ? 0 : never_recovered(history);
  const double worst = std::max(factor, before);
  if (!(worst > 0) || !std::isfinite(worst)) return std::nullopt;
  Trouble trouble{.kind = TroubleKind::kExplodes};
  trouble.what = factor > 0 ? tr("The loss is {1} times what it was at the start.", times_text(factor))
                            : tr("The loss was {1} times what it was at the start, and the network has not "
                                 "recovered.",
                                 times_text(before));
  advise_rate(trouble, TroubleRemedy::kRestart, lower_rate(context.optimizer));
  return trouble;
}

std::optional<Trouble> stuck(const History& history, const TroubleContext& context) {
  const EpochList& epochs = history.epochs;
  if (epochs.size() < kStuckEpochs || !(epochs[0].train_loss > 0)) return std::nullopt;
  const double first = epochs[0].train_loss;
  for (const EpochMetric& epoch : newest<kStuckEpochs>(epochs)) {
    if (!(std::abs(epoch.train_loss - first) < kMoves * first)) return std::nullopt;
  }
  Trouble trouble{.kind = TroubleKind::kStuck, .epoch = epochs[0].epoch};
  trouble.what =
      tr_n("The loss has not moved in {n} epoch ({1}).", "The loss has not moved in {n} epochs ({1}).",
           epochs.back().epoch, number(epochs.back().train_loss));
  advise_to_move(trouble, context.optimizer);
  return trouble;
}

std::optional<Trouble> one_class(const History& history, const TroubleContext& context) {
  const EpochList& epochs = history.epochs;
  const Majority& majority = context.majority;
  if (majority.of == 0 || epochs.size() < kOneClassEpochs) return std::nullopt;
  const auto of = static_cast<double>(majority.of);
  const double reached = (static_cast<double>(majority.rows) + 0.5) / of;
  const auto last = newest<kOneClassEpochs>(epochs);
  for (const EpochMetric& epoch : last) {
    if (!(epoch.validation_accuracy < reached)) return std::nullopt;
  }
  if (last.back().train_loss < (1 - kLearns) * last.front().train_loss) return std::nullopt;
  Trouble trouble{.kind = TroubleKind::kOneClass, .epoch = last.front().epoch};
  char accuracy[32];
  std::snprintf(accuracy, sizeof accuracy, "%.1f %%", 100 * last.back().validation_accuracy);
  trouble.what =
      tr("Accuracy is {1}, no better than always answering \"{2}\".", local_number(accuracy), majority.name);
  advise_to_move(trouble, context.optimizer);
  if (trouble.remedy == TroubleRemedy::kNone && static_cast<double>(majority.rows) >= kRare * of) {
    trouble.advice =
        tr("Most rows are of that class, so accuracy hides the others: look at the counts under Evaluation; "
           "more "
           "rows of the others help.");
  }
  return trouble;
}

// The validation loss around the lowest: the lowest of many that waver is low by chance.
double loss_around(const History& history, std::int64_t epoch) {
  double sum = 0;
  int count = 0;
  for (std::int64_t e = epoch - 2; e <= epoch + 2; ++e) {
    const EpochMetric* const found = history.find_epoch(e);
    if (!found) continue;
    sum += found->validation_loss;
    ++count;
  }
  return sum / std::max(count, 1);
}

std::optional<Trouble> overfits(const History& history, const TroubleContext&) {
  const EpochList& epochs = history.epochs;
  const EpochMetric* const best = history.best_epoch();
  if (!best || epochs.back().epoch < best->epoch + static_cast<std::int64_t>(kTurnedEpochs))
    return std::nullopt;
  const double lowest = loss_around(history, best->epoch);
  double newest_mean = 0;
  for (const EpochMetric& epoch : newest<kTurnedEpochs>(epochs)) {
    newest_mean += epoch.validation_loss / static_cast<double>(kTurnedEpochs);
    const bool turned = epoch.validation_loss > lowest;
    if (!(turned && epoch.train_loss < (1 - kStillFalls) * best->train_loss)) return std::nullopt;
  }
  const double rise = std::max(kRise * lowest, kRiseOfStart * epochs[0].validation_loss);
  if (!(newest_mean > lowest + rise)) return std::nullopt;
  Trouble trouble{.kind = TroubleKind::kOverfits, .epoch = best->epoch};
  trouble.what =
      tr("Over-fitting: the validation loss was lowest in epoch {1} ({2}, now {3}) while the training loss "
         "still falls.",
         format_count(best->epoch), number(best->validation_loss), number(epochs.back().validation_loss));
  trouble.advice = tr("Stop early, use a smaller network or fewer columns, or get more rows.");
  trouble.remedy = TroubleRemedy::kStopEarly;
  return trouble;
}

std::optional<Trouble> below_mean(const History& history, const TroubleContext& context) {
  const EpochList& epochs = history.epochs;
  if (context.task != Task::kRegression || epochs.size() < kBelowMeanEpochs) return std::nullopt;
  const auto last = newest<kBelowMeanEpochs>(epochs);
  for (const EpochMetric& epoch : last) {
    if (!(epoch.r2 < 0)) return std::nullopt;
  }
  Trouble trouble{.kind = TroubleKind::kBelowMean, .epoch = last.front().epoch};
  trouble.what =
      tr("R2 is {1}, below 0: always predicting the mean would be better.", number(last.back().r2));
  if (!(last.back().train_loss < (1 - kLearns) * last.front().train_loss)) {
    advise_to_move(trouble, context.optimizer);
  } else if (last.back().r2 > last.front().r2) {
    trouble.advice = tr("The loss still falls: train for more epochs.");
    trouble.remedy = TroubleRemedy::kMoreEpochs;
  } else {
    trouble.advice =
        tr("Only the training loss falls: use a smaller network or fewer columns, or get more rows.");
  }
  return trouble;
}

}  // namespace

double usual_learning_rate(OptimizerKind kind) { return kUsualRates.row(kind).rate; }

Majority majority_of(const Dataset& dataset, const Split& split) {
  if (dataset.task != Task::kClassification) return {};
  std::vector<std::int64_t> rows(dataset.class_names.size(), 0);
  const auto first = static_cast<std::size_t>(split.train_rows);
  for (std::size_t i = first; i < split.order.size(); ++i) {
    ++rows.at(static_cast<std::size_t>(dataset.targets[split.order[i]]));
  }
  const auto most = std::max_element(rows.begin(), rows.end());
  if (most == rows.end()) return {};
  return {dataset.class_names[static_cast<std::size_t>(most - rows.begin())], *most, split.validation_rows};
}

std::optional<Trouble> trouble_of_data(const std::vector<DataDoubt>& doubts) {
  for (const DataDoubt& doubt : doubts) {
    if (doubt.kind != DoubtKind::kClassWithoutRows && doubt.kind != DoubtKind::kLeak) continue;
    return Trouble{.kind = TroubleKind::kData, .what = doubt.what, .advice = doubt.advice};
  }
  return std::nullopt;
}

std::optional<Trouble> find_trouble(const History& history, const TroubleContext& context) {
  for (const auto& look : {exploded, stuck, one_class, overfits, below_mean}) {
    std::optional<Trouble> found = look(history, context);
    if (!found) continue;
    // Another rate since the last epoch: what it does is seen at the end of the next.
    const bool changed =
        !history.epochs.empty() && history.epochs.back().learning_rate != context.optimizer.learning_rate;
    const bool of_rate = found->kind != TroubleKind::kExplodes && found->kind != TroubleKind::kOverfits;
    if (changed && of_rate) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

}  // namespace headroom
