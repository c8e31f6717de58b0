// How a run comes to be: the device is chosen, what does not fit is refused, the data are taken through the
// stages, and the lanes are made; from a record, with what they were.
#include <utility>

#include "core/base/error.h"
#include "core/run/run.h"

namespace headroom {

Series step_seconds(const TrainerState& state) {
  const History& history = state.history;
  Series seconds;
  const auto known = static_cast<std::int64_t>(history.step_loss.size());
  std::int64_t step = state.steps - (known - 1) * history.steps_per_entry;  // of the next entry
  std::int64_t first = 0;                                                   // steps done at `before` seconds
  double before = 0;
  const auto add = [&](std::int64_t last, double after) {
    for (; step <= last; step += history.steps_per_entry) {
      const double share = static_cast<double>(step - first) / static_cast<double>(last - first);
      seconds.push(static_cast<float>(before + (after - before) * share));
    }
    first = last;
    before = after;
  };
  for (const EpochMetric& epoch : history.epochs) add(epoch.epoch * epoch.steps, epoch.elapsed_seconds);
  if (state.partial_steps > 0) add(state.steps, state.seconds);
  return seconds;
}

Run::Run(RunSetup setup, Progress& progress)
    : config_(std::move(setup.config)),
      clock_(std::move(setup.clock)),
      device_(std::move(setup.device)),
      custom_weights_(std::move(setup.first_weights)),
      given_weights_(custom_weights_ != nullptr || (setup.saved && setup.saved->record.given_weights)),
      folder_(std::move(setup.folder)) {
  Pipeline pipeline(config_, setup.on_stages, clock_);
  if (setup.same_data) pipeline.reuse(setup.same_data->data().dataset, setup.same_data->load_report());
  pipeline.load(progress);
  if (setup.saved) require_same_data(setup.saved->record, *pipeline.dataset());
  pick_device(setup, pipeline);
  layout_ = device_->layout();
  question_ = pipeline.network_job(layout_);
  memory_before_ = device_->memory();
  report_ = require_plan_fits(question_, memory_before_, device_->info().id);
  if (setup.before_allocation) setup.before_allocation(*this, pipeline);

  data_ = pipeline.run(*device_, progress);
  majority_ = majority_of(*data_.dataset, data_.split);
  for (const ModelChoice& choice : config_.models) lanes_.push_back(make_lane(config_, choice));
  plan();
  if (setup.saved) resume(*setup.saved);
  for (Lane& lane : lanes_) {
    progress.check();
    if (!lane.selected) continue;
    move_to_device(lane);
    lane.rest.reset();
  }
  make_recorder();
  if (setup.point) take_over(*setup.point);
}

void Run::pick_device(const RunSetup& setup, const Pipeline& pipeline) {
  const NetworkJob question = pipeline.network_job({});
  if (setup.candidates.size() < 2 || !worth_a_trial(question)) {
    if (!device_ && setup.candidates.empty()) throw Error(ErrorCode::kInternal, "a run was given no device");
    if (!device_) device_ = setup.candidates.front().open();
    return;
  }
  try {
    device_choice_ =
        std::make_shared<const DeviceChoice>(choose_device(setup.candidates, question, setup.trial));
  } catch (const Error&) {
    if (!device_) throw;
    return;  // none can train it: the plan of this one says why, with figures
  }
  const DeviceInfo& best = device_choice_->trials[device_choice_->best].device;
  const bool stays = device_ && device_->info().id == best.id && device_->info().threads == best.threads;
  if (!stays) device_ = setup.candidates[device_choice_->best].open();
}

void Run::resume(const SavedRun& saved) {
  for (Lane& lane : lanes_) {
    for (const ModelRecord& model : saved.record.models) {
      if (model.id != lane.choice.id) continue;
      if (model.spec != lane.spec) {
        throw Error(
            ErrorCode::kBadInput,
            "the saved network is " + widths_text(model.spec) + ", these data need " + widths_text(lane.spec),
            saved.folder.empty() ? saved.title : saved.folder.string());
      }
      lane.rest = model.state;
      lane.rest->history.step_seconds = step_seconds(model.state);
      lane.shown = lane.rest->history;
    }
  }
  folder_ = saved_in_ = saved.folder;
  saved_steps_ = steps_of_all();
  record_ = saved.record;
  record_->models.clear();
}

}  // namespace headroom
