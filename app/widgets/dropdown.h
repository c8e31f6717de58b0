// A button that opens a list to choose from.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"

namespace headroom::app {

struct MenuItem {
  std::string title;
  std::string detail = {};  // right-aligned, muted, in the number font
  Icon icon = Icon::kNone;
  bool selected = false;
  bool heading = false;  // a title between items, not clickable
  bool enabled = true;
};

struct DropdownSpec {
  const char* id = "";
  std::vector<Span> label = {};    // shown on the button; the first span shrinks when space is short
  std::optional<ImVec4> dot = {};  // a coloured dot before the label
  std::string_view tip = {};
  bool enabled = true;
  bool small = false;
};

// Index of the chosen item on the frame it was chosen.
std::optional<int> dropdown(const Ui& ui, const Rect& area, const DropdownSpec& spec,
                            const std::vector<MenuItem>& items);
// The same for a long list: it is made only while it is open.
std::optional<int> dropdown(const Ui& ui, const Rect& area, const DropdownSpec& spec,
                            const std::function<std::vector<MenuItem>()>& items);
float dropdown_width(const Ui& ui, const DropdownSpec& spec);

// The parts, for a dropdown whose popup holds more than a list.
bool dropdown_button(const Ui& ui, const Rect& area, const DropdownSpec& spec);  // true when clicked
bool begin_popup(const Ui& ui, const char* id, const Rect& below, float width);
void end_popup();
// One item of the given width at the cursor; true when chosen.
bool menu_item(const Ui& ui, int index, float width, const MenuItem& item);

}  // namespace headroom::app
