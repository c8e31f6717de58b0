// Buttons: primary, normal and quiet, with icon, label or both. Hover, press and keyboard focus show.
#pragma once

#include <string_view>

#include "app/widgets/icons.h"

namespace headroom::app {

// How mouse and keyboard interact with a rectangle; the basis of everything that can be clicked.
struct Press {
  bool clicked = false, hovered = false, held = false, focused = false;
};
Press press_area(const char* id, const Rect& area, bool enabled = true);
// The ring around the item that has the keyboard focus.
void focus_ring(const Ui& ui, const Rect& area, float rounding);

enum class ButtonKind { kPrimary, kNormal, kQuiet };

struct ButtonSpec {
  const char* id = "";
  std::string_view label = {};
  Icon icon = Icon::kNone;
  ButtonKind kind = ButtonKind::kNormal;
  std::string_view tip = {};
  bool enabled = true;
  bool on = false;     // a toggle that is switched on
  bool small = false;  // the small font, for chips
};

// True on the frame it was clicked.
bool button(const Ui& ui, const Rect& area, const ButtonSpec& spec);
// Width that label and icon need.
float button_width(const Ui& ui, const ButtonSpec& spec);

}  // namespace headroom::app
