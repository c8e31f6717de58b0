// A run trained several times, with one seed after the other or with each part of the rows validating once:
// figures with their uncertainty.
//
//   RepeatsRequest request{config, {RepeatPlan::Kind::kSeeds, 5}, candidates};
//   std::vector<Repeat> done;
//   train_repeats(request, [&](const Repeat& each, const Run&) { done.push_back(each); }, progress);
//   const Spread spread = spread_of(repeat_values(done, 0, false, repeat_figures().front()));
//
// A seed decides which rows validate, the first weights and the order of the rows, and of generated data the
// data themselves. All trainings are on one device, one after the other, and keep nothing on disk.
//
// Thread rule: one thread, which the device belongs to: a job. Each Repeat is a plain value.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/measure/device_choice.h"
#include "core/run/quality.h"
#include "core/run/run.h"

namespace headroom {

struct RepeatPlan {
  enum class Kind { kSeeds, kFolds } kind = Kind::kSeeds;
  std::int64_t count = 5;
  bool operator==(const RepeatPlan&) const = default;
};
inline constexpr std::int64_t kMostTrainings = 10'000;

// One network of one training.
struct RepeatedNetwork {
  std::string id, title;
  Quality validation;
  std::optional<Quality> test;      // nothing without a test part
  std::vector<EpochMetric> epochs;  // its curve
};

struct Repeat {
  RepeatPlan::Kind kind = RepeatPlan::Kind::kSeeds;
  std::uint64_t number = 0;  // the seed; of folds from 1
  std::int64_t train_rows = 0, validation_rows = 0;
  std::vector<RepeatedNetwork> networks;  // as Run::training_lanes()
};

// A figure that is averaged over the trainings; nothing where the task has none.
struct RepeatFigure {
  std::string_view key;
  std::string_view title;
  std::optional<double> (*of)(const Quality& quality);
};
// Accuracy, balanced accuracy, RMSE, R2, loss: what people name first comes first.
std::span<const RepeatFigure> repeat_figures();

// Of every training that has it, in their order.
std::vector<double> repeat_values(std::span<const Repeat> repeats, std::size_t network, bool test,
                                  const RepeatFigure& figure);

// What training number `i`, from 0, is configured as.
RunConfig repeat_config(RunConfig config, const RepeatPlan& plan, std::int64_t i);

struct RepeatsRequest {
  RunConfig config;
  RepeatPlan plan;
  std::vector<Candidate> candidates = {};  // the first run chooses among them

  // Instead of what is usual. `device`: that of the training before, null for the first.
  std::function<std::unique_ptr<Run>(RunConfig config, std::shared_ptr<Device> device)> open = {};
  std::function<void(Run& run)> train = {};
};
using OnRepeat = std::function<void(const Repeat& repeat, const Run& run)>;

// `done` is called behind every training. Throws Error{kUsage} for fewer than two trainings or too many,
// Error{kDiverged} that names the training, Error{kCancelled}, and what a Run throws; what was done before
// stays done.
void train_repeats(const RepeatsRequest& request, const OnRepeat& done, Progress& progress);

}  // namespace headroom
