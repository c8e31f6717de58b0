#include "app/state/play.h"

namespace headroom::app {

const NetworkPlan* refused_plan(const UiState& state, const Snapshot& run) {
  const bool open = run.error && run.error_sequence > state.dismissed_error;
  return open ? run.memory->refused.get() : nullptr;
}

bool play_blocked(const UiState& state, const Snapshot& run) {
  return run.state != RunState::kTraining && run.state != RunState::kPreparing && refused_plan(state, run);
}

ActionQueue press_play(RunState state) {
  switch (state) {
    case RunState::kTraining: return {action::Run{command::Pause{}}};
    case RunState::kPreparing: return {action::Run{command::Cancel{}}};
    case RunState::kFinished: return {action::Run{command::Reset{false}}, action::Run{command::Play{}}};
    case RunState::kReady:
    case RunState::kPaused: return {action::Run{command::Play{}}};
    case RunState::kEmpty:
    case RunState::kDiverged:  // the window offers to go back first
    case RunState::kFailed: return {};
  }
  return {};
}

}  // namespace headroom::app
