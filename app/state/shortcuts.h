// The keys, as one table: what the key overview shows, what the keyboard does and what tests check.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

enum class NamedKey {
  kNone,
  kEscape,
  kEnter,
  kF11,
  kTab,
  kUp,
  kDown,
  kLeft,
  kRight,
  kHome,
  kEnd,
  kMenu,
  kBackspace
};

// A key as the person meant it, independent of the keyboard's layout: the character that was typed, or
// one of the few keys that type none.
struct KeyPress {
  NamedKey named = NamedKey::kNone;
  char32_t character = 0;  // as typed ('?', 'R' with shift); with `control` always lower case
  bool control = false;
  bool shift = false;  // of named keys, and with `control`: a character says it by itself
  bool operator==(const KeyPress&) const = default;
};

struct Shortcut {
  std::string keys;  // as shown: "Ctrl+O"
  std::string what;  // as shown: "open a file"
};

// In the order in which the overview lists them.
std::vector<Shortcut> shortcut_list();

// What a key means now; nothing for keys without a meaning, and for letters and Space while a sheet that
// asks something covers the run. The caller leaves keys to a text field that has the focus.
ActionQueue actions_for(const KeyPress& key, const UiState& state, const Snapshot& run);

// Closes what is on top; empty when nothing is.
ActionQueue close_top(const UiState& state, const Snapshot& run);

}  // namespace headroom::app
