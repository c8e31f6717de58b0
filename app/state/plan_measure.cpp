#include "app/state/plan_measure.h"

#include <algorithm>
#include <utility>

#include "app/state/planner.h"
#include "core/base/tr.h"
#include "core/measure/measured_steps.h"

namespace headroom::app {

namespace {

void keep(std::vector<MeasuredStep>& measured, MeasuredStep step) {
  std::erase_if(measured, [&](const MeasuredStep& other) { return other.same_case(step); });
  if (measured.size() == kMostMeasured) measured.erase(measured.begin());
  measured.push_back(std::move(step));
}

bool trains(const Snapshot& run) {
  return run.state == RunState::kTraining || run.state == RunState::kPreparing;
}

}  // namespace

bool StepMeter::watch(const Snapshot& run, PlanState& state) {
  bool news = false;
  for (const ModelSnapshot& model : run.curves->models) {
    const std::int64_t epochs = model.history.last_epoch();
    std::int64_t& seen = epochs_seen_[model.choice.id];
    if (epochs == seen) continue;
    seen = epochs;
    const std::optional<NetworkJob> job = job_of_run(run, model.choice.id);
    if (!job) continue;
    std::optional<MeasuredStep> step = measured_epochs(model.history, *job, run.facts->device);
    if (!step) continue;
    keep(state.measured, std::move(*step));
    news = true;
  }
  if (run.facts->device_choice == choice_) return news;
  choice_ = run.facts->device_choice;
  std::optional<NetworkJob> job = job_of_run(run, {});
  if (!choice_ || !job) return news;
  // The comparison times the largest of the networks.
  const ModelSpec largest =
      *std::max_element(job->models.begin(), job->models.end(),
                        [](const auto& a, const auto& b) { return parameter_count(a) < parameter_count(b); });
  job->models = {largest};
  for (MeasuredStep& step : measured_steps(*choice_, *job)) keep(state.measured, std::move(step));
  return true;
}

void StepMeter::start(const Snapshot& run, PlanState& state) {
  if (!candidates_) return;
  if (measuring_.running()) {
    measuring_.cancel();
    state.measuring = false;
    return;
  }
  if (trains(run)) {
    throw Error(ErrorCode::kUsage, tr("pause the training first: each would slow the other down"), "measure");
  }
  state.measuring = true;
  measuring_.start([jobs = jobs_to_measure(state.question.asked()), candidates = candidates_](
                       Progress& progress) { return measure_steps(jobs, candidates, progress); });
}

bool StepMeter::collect(PlanState& state, std::optional<Error>& failure) {
  const auto finished = measuring_.poll();
  if (!finished) return false;
  state.measuring = false;
  try {
    for (MeasuredStep& step : finished->take()) keep(state.measured, std::move(step));
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& thrown) {
    failure = Error(ErrorCode::kInternal, thrown.what(), "measure");
  }
  return true;
}

}  // namespace headroom::app
