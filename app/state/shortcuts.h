// The keys, as one table: what the key overview shows, what the keyboard does and what tests check.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/state/action.h"
#include "app/state/key_press.h"
#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

struct Shortcut {
  std::string keys;  // as shown: "Ctrl+O"
  std::string what;  // as shown: "open a file"
};

// In the order in which the overview lists them.
const std::vector<Shortcut>& shortcut_list();

// What a key means now; nothing for keys without a meaning, and for letters and Space while a sheet that
// asks something covers the run. The caller leaves keys to a text field that has the focus.
ActionQueue actions_for(const KeyPress& key, const UiState& state, const Snapshot& run);

// Closes what lies on top; nothing when nothing does.
ActionQueue close_top(const UiState& state, const Snapshot& run);

}  // namespace headroom::app
