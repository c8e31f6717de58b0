#include "app/views/batch_walk.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr double kLongest = 0.5;      // seconds that the mark is on an arrow
constexpr double kSingleBatches = 8;  // a second: quicker, the mark of each would only flicker
constexpr double kSingleEpochs = 4;   // the same

}  // namespace

const ModelSnapshot* slowest_model(const Snapshot& run) {
  const ModelSnapshot* slowest = nullptr;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && (!slowest || model.steps < slowest->steps)) slowest = &model;
  }
  return slowest;
}

BatchWalk batch_walk(const BatchClock& clock) {
  const double interval = 1 / clock.batches_per_second;
  const bool singly = clock.batches_per_second <= kSingleBatches;
  const double travel = std::min(kLongest, interval / 2);
  // Off to Evaluation: before the next batch comes, or, where batches are quick, for half an epoch.
  const double epoch = interval * static_cast<double>(clock.batches);
  const double visit = singly                       ? std::min(2 * kLongest, interval - travel)
                       : epoch >= 1 / kSingleEpochs ? std::min(2 * kLongest, epoch / 2)
                                                    : 0;
  if (clock.since_epoch < visit) {
    const double share = clock.since_epoch / visit;
    if (share < 0.5) return {StageId::kTraining, StageId::kEvaluation, static_cast<float>(2 * share)};
    return {StageId::kEvaluation, {}, 0};
  }
  const double left = interval - clock.since_step;
  if (!singly || left > travel || left <= 0) return {};
  return {StageId::kTraining, StageId::kTraining, static_cast<float>(1 - left / travel)};
}

std::optional<double> followed_rate(const Snapshot& run) {
  const ModelSnapshot* const model = slowest_model(run);
  if (run.state != RunState::kTraining || run.facts->pace.full() || !model || model->steps_per_epoch < 1) {
    return std::nullopt;
  }
  return batches_per_second(run.facts->pace, model->steps_per_epoch);
}

std::string batch_text(const Snapshot& run) {
  const ModelSnapshot* const model = slowest_model(run);
  const bool slow = followed_rate(run).has_value();
  if (!model || model->steps == 0) return {};
  if (!slow && (run.state != RunState::kPaused || model->step_in_epoch == 0)) return {};
  const std::string all = format_count(model->steps_per_epoch);
  std::string now = format_count(model->step_in_epoch > 0 ? model->step_in_epoch : model->steps_per_epoch);
  now.insert(0, all.size() - std::min(all.size(), now.size()), ' ');
  return tr("batch {1} / {2}", now, all);
}

}  // namespace headroom::app
