// What is going wrong with a training, from its history alone: a loss far above its start, one that does not
// move, a network that answers one class only, R2 below 0, over-fitting. One sentence and what to do about
// it, early enough to matter and late enough to be true; see the limits in trouble.cpp.
//
//   const TroubleContext context{Task::kClassification, majority_of(dataset, split), settings.optimizer};
//   if (const auto trouble = find_trouble(trainer.history(), context)) std::cout << trouble->what;
//
// Bounded work however long the history is: it may be asked with every publication.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/doubts.h"
#include "core/data/split.h"
#include "core/model/optimizer.h"
#include "core/train/history.h"

namespace headroom {

// The worst first: where several hold, the first is told.
enum class TroubleKind { kExplodes, kStuck, kOneClass, kOverfits, kBelowMean, kData };
inline constexpr auto kTroubleNames = names<TroubleKind>({{TroubleKind::kExplodes, "explodes"},
                                                          {TroubleKind::kStuck, "stuck"},
                                                          {TroubleKind::kOneClass, "one_class"},
                                                          {TroubleKind::kOverfits, "overfits"},
                                                          {TroubleKind::kBelowMean, "below_mean"},
                                                          {TroubleKind::kData, "data"}});

// What changes it in one action.
enum class TroubleRemedy {
  kNone,
  kRate,        // go on at Trouble::learning_rate
  kRestart,     // start over at Trouble::learning_rate: the weights are spoilt
  kStopEarly,   // stop when the validation loss no longer improves
  kMoreEpochs,  // it is on its way
};

struct Trouble {
  TroubleKind kind = TroubleKind::kStuck;
  std::string what = {};    // "The loss has not moved in 3 epochs (0.6931)."
  std::string advice = {};  // "Raise the learning rate to 0.001."
  TroubleRemedy remedy = TroubleRemedy::kNone;
  double learning_rate = 0;  // of kRate and kRestart
  std::int64_t epoch = 0;    // where it began: for over-fitting, the epoch of the lowest validation loss
  bool operator==(const Trouble&) const = default;
};

// The most frequent class of the validation rows: what a network that learns nothing can reach.
struct Majority {
  std::string name;
  std::int64_t rows = 0;
  std::int64_t of = 0;  // validation rows; 0: regression
};
Majority majority_of(const Dataset& dataset, const Split& split);

struct TroubleContext {
  Task task = Task::kClassification;
  Majority majority;
  OptimizerSettings optimizer;  // as it is now
};

std::optional<Trouble> find_trouble(const History& history, const TroubleContext& context);

// What makes the figures of any training worthless: a class that cannot be learnt, a column that gives the
// target away. Nothing when there is no such doubt.
std::optional<Trouble> trouble_of_data(const std::vector<DataDoubt>& doubts);

// Where this optimizer usually works: the default of Keras for it.
double usual_learning_rate(OptimizerKind kind);

}  // namespace headroom
