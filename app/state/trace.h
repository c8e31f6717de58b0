// The state of the window as one line of JSON, for tests and for people who debug: with HEADROOM_TRACE=1
// the window prints it whenever it changes, and a script's `print state` prints it once.
//
//   {"state":"paused","home":false,"config":"scalability","selected":["small"],"steps":1,...}
#pragma once

#include <string>

#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// While a run trains the counters are left out, so that the line changes only when something happened.
std::string state_line(const UiState& state, const Snapshot& run, const Error* error);

}  // namespace headroom::app
