// The flight recorder of a run: what is kept of its networks, looking back, and going back.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/tr.h"
#include "core/run/run.h"

namespace headroom {
namespace {

constexpr double kLookSlice = 0.01;  // seconds between two looks at whether it was cancelled

}  // namespace

void Run::make_recorder() {
  recorder_charge_ = {};
  if (device_lost()) return;
  const Bytes room = layout_.in_main_memory ? recorder_bytes(question_) : 0;
  for (const TensorTable& table : tables_) {
    const TensorSpec* const recorder = table.look_up("recorder");
    if (room > 0 && recorder) recorder_charge_ = device_->charge(Category::kRecorder, recorder->bytes);
  }
  const auto states = static_cast<std::size_t>(recorded_states(question_));
  for (Lane& lane : lanes_) {
    if (lane.trainer) lane.trainer->set_recorder(states);
  }
}

void Run::require_known(std::int64_t step) const {
  for (const Lane* lane : training_lanes()) {
    const std::int64_t oldest = lane->trainer->oldest();
    if (step >= oldest) continue;
    const bool off = lane->trainer->recorder().room() == 0;
    throw Error(
        ErrorCode::kUsage,
        off ? tr("without the flight recorder only step {1} and later can be looked at", format_count(oldest))
            : tr("step {1} is no longer known: step {2} and later can be looked at", format_count(step),
                 format_count(oldest)));
  }
  if (training_lanes().empty()) throw Error(ErrorCode::kUsage, tr("no network is on the device"));
}

void Run::look_back(std::int64_t step) {
  require_known(step);
  shown_.reset();
  for (Lane& lane : lanes_) {
    if (!lane.trainer) continue;
    lane.trainer->look_at(step);
    if (lane.trainer->looking()) shown_ = step;
  }
}

bool Run::moving() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const Lane& lane) { return lane.trainer && lane.trainer->moving(); });
}

bool Run::look_on(double seconds) {
  for (Lane& lane : lanes_) {
    if (!lane.trainer || !lane.trainer->moving()) continue;
    lane.trainer->look_on(seconds);
    return true;
  }
  return false;
}

void Run::look_live() {
  if (!shown_) return;
  shown_.reset();
  for (Lane& lane : lanes_) {
    if (lane.trainer) lane.trainer->look_live();
  }
}

void Run::go_back(std::int64_t step, double learning_rate, const Progress& progress) {
  require_known(step);
  const std::vector<const Lane*> lanes = training_lanes();
  if (std::none_of(lanes.begin(), lanes.end(),
                   [&](const Lane* lane) { return lane->trainer->live().steps > step; })) {
    throw Error(ErrorCode::kUsage,
                tr("the run has not come further than step {1}: there is nothing to go back from",
                   format_count(step)));
  }
  const std::optional<std::int64_t> shown = shown_;
  try {
    look_back(step);
    while (look_on(kLookSlice)) progress.check();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kCancelled) shown ? look_back(*shown) : look_live();
    throw;
  }
  shown_.reset();
  for (Lane& lane : lanes_) {
    if (lane.trainer && lane.trainer->looking()) lane.trainer->go_back();
  }
  set_learning_rate(learning_rate);
}

RecorderStatus Run::recorder_status() const {
  RecorderStatus status;
  status.most = config_.recorder;
  status.bytes = recorder_bytes(question_);
  status.one_state = recorded_state_bytes(question_);
  status.shown = shown_;
  status.moving = moving();
  std::set<std::int64_t> steps;
  std::int64_t per_epoch = 1;
  for (const Lane* lane : training_lanes()) {
    const Trainer& trainer = *lane->trainer;
    const Recorder& recorder = trainer.recorder();
    per_epoch = trainer.steps_per_epoch();
    status.held += recorder.held();
    for (const Recorder::StatePtr& state : recorder.states()) steps.insert(state->steps);
    if (trainer.live().steps < status.newest) continue;
    status.newest = trainer.live().steps;  // networks side by side have the same changes, but for a slice
    status.rates = recorder.rates();
  }
  // What was set before the first step is no change.
  std::erase_if(status.rates, [](const RateChange& change) { return change.step == 0; });
  for (const std::int64_t step : steps) status.moments.push_back({step, step / per_epoch});
  return status;
}

}  // namespace headroom
