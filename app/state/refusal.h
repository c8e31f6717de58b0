// The run that was asked for last and does not fit, as long as its message is on the screen: its plan
// is shown, and nothing trains until the message is closed (then the run before goes on) or something
// that fits is chosen.
#pragma once

#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

inline const NetworkPlan* refused_plan(const UiState& state, const Snapshot& run) {
  const bool open = run.error && run.error_sequence > state.dismissed_error;
  return open ? run.memory.refused.get() : nullptr;
}

// A run that already trains may still be paused.
inline bool play_blocked(const UiState& state, const Snapshot& run) {
  return run.state != RunState::kTraining && run.state != RunState::kPreparing && refused_plan(state, run);
}

}  // namespace headroom::app
