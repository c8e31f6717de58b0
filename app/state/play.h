// What Play means at the moment, for the transport button, Space and the views alike.
//
// A run that was refused because it does not fit blocks Play while its message is on the screen: its plan is
// shown, and nothing trains until the message is closed (then the previous run goes on) or something that
// fits is chosen.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The plan of what does not fit; null when nothing was refused, or its message is closed.
const NetworkPlan* refused_plan(const UiState& state, const Snapshot& run);
// A run that already trains may still be paused.
bool play_blocked(const UiState& state, const Snapshot& run);
// What the large transport button and Space do in each state: play, pause, stop preparing, start over.
ActionQueue press_play(RunState state);
// With so many epochs more than were asked for. A run that is finished counts from what was trained, and no
// longer stops early.
void add_epochs(RunConfig& config, std::int64_t more, const Snapshot& run);
// "undo reset", "redo reset"; empty when there is nothing.
std::string undo_words(const RunFacts& facts);
// The examples are there to be watched, a person's own data to be trained on.
Pace first_pace(const RunConfig& config);

}  // namespace headroom::app
