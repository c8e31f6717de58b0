// Colours, type and spacing of the window: the same in every view.
//
// Models keep their colour everywhere (small, large, custom: Okabe-Ito); training is drawn solid and
// validation dashed, so colour is never the only sign.
#pragma once

#include <string_view>

#include "imgui.h"

namespace headroom::app {

struct Theme {
  bool dark = true;
  ImVec4 ground, panel, card, line;       // back to front; line: hairlines, which only part
  ImVec4 edge;                            // of what can be clicked: 3 to 1 on all of the above
  ImVec4 text, muted, action, on_action;  // on_action: text on an action-coloured button
  ImVec4 action_hover, action_pressed;    // darker in both themes: white has to be read on them
  ImVec4 accent;                          // the action's colour as text and as a thin line
  ImVec4 focus;                           // the ring around what has the keyboard
  ImVec4 hover, pressed;                  // of cards and quiet buttons
  ImVec4 good, warning, bad;
  ImVec4 small_model, large_model, custom_model;
  float curve_width = 2;  // of a training curve, in pixels at 100 %
  ImVec4 categories[9];   // memory bar: core/model/tensor_table.h categories in order, then "others"
};

Theme dark_theme();
Theme light_theme();

// By id: "small", "large", "custom"; others take the custom colour.
ImVec4 model_color(const Theme& theme, std::string_view model_id);

// Inter for text and JetBrains Mono for numbers, at the current text scale; ImGui's built-in font
// where Debian's packages are missing. Sizes are em pixels at 100 %: small 13, body 15, title 18, hero 34;
// a line is 1.21 em high (JetBrains Mono: 1.32).
struct Fonts {
  ImFont* body = nullptr;
  ImFont* bold = nullptr;
  ImFont* small = nullptr;
  ImFont* mono = nullptr;  // numbers: 13
  ImFont* mono_bold = nullptr;
  ImFont* title = nullptr;  // window name, epoch counter
  ImFont* hero = nullptr;   // first screen
};

// What every widget and view needs to draw. `scale` multiplies all sizes: text scale (1.0 to 2.5), larger
// in presenter mode.
struct Ui {
  const Theme& theme;
  const Fonts& fonts;
  float scale = 1;
  bool presenter = false;
  double now = 0;       // seconds, monotonic
  bool motion = false;  // what changes may move there
  float px(float at_100_percent) const { return at_100_percent * scale; }
};

}  // namespace headroom::app
