// Buttons: primary, normal and quiet, with icon, label or both. Hover, press and keyboard focus show.
#pragma once

#include <string_view>

#include "app/widgets/focus.h"
#include "app/widgets/icons.h"

namespace headroom::app {

// How mouse and keyboard interact with a rectangle; the basis of everything that can be clicked.
struct Press {
  bool clicked = false, hovered = false, held = false, focused = false;
  ImGuiID id = 0;
};
Press press_area(const char* id, const Rect& area, bool enabled = true);
// The same with all that the keyboard needs to know; `control` without its id and area.
Press press_area(const char* id, const Rect& area, bool enabled, Control control);

// The ground of what is pressed: from `rest` to the theme's colours under the pointer and held, in a short
// transition (motion.h).
ImVec4 ground_of(const Ui& ui, const Press& press, const ImVec4& rest);
ImVec4 ground_of(const Ui& ui, const Press& press, const ImVec4& rest, const ImVec4& hovered,
                 const ImVec4& held);

enum class ButtonKind { kPrimary, kNormal, kQuiet };

struct ButtonSpec {
  const char* id = "";
  std::string_view label = {};
  Icon icon = Icon::kNone;
  ButtonKind kind = ButtonKind::kNormal;
  std::string_view tip = {};
  bool enabled = true;
  bool on = false;           // a toggle that is switched on
  bool small = false;        // the small font, for chips
  bool last_resort = false;  // see Control
};

// True on the frame it was clicked.
bool button(const Ui& ui, const Rect& area, const ButtonSpec& spec);
// Width that label and icon need.
float button_width(const Ui& ui, const ButtonSpec& spec);

}  // namespace headroom::app
