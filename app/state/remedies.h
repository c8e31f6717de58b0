// What a remedy of the run's memory plan does when it is clicked.
//
// Thread rule: pure functions.
#pragma once

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The run goes on as this job says. What a run cannot change by itself, such as the number of its rows, is
// planned instead: the Plan tab opens with it.
ActionQueue adopt(const NetworkJob& job, const UiState& state, const Snapshot& run);

}  // namespace headroom::app
