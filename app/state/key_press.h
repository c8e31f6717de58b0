// A key as the person meant it, independent of the keyboard's layout: the character that was typed, or
// one of the few keys that type none.
#pragma once

namespace headroom::app {

enum class NamedKey { kNone, kEscape, kEnter, kF11 };

struct KeyPress {
  NamedKey named = NamedKey::kNone;
  char32_t character = 0;  // as typed ('?', 'R' with shift); with `control` always lower case
  bool control = false;
  bool operator==(const KeyPress&) const = default;
};

}  // namespace headroom::app
