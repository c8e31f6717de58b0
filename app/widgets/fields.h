// Input of values: a slider and a text field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/button.h"
#include "core/base/names.h"
#include "core/base/tr.h"

namespace headroom::app {

// A horizontal slider from `low` to `high`; true on every frame the value changed. `logarithmic`
// spreads orders of magnitude evenly (low > 0). Arrows move it by a hundredth, with Shift by a tenth.
bool slider(const Ui& ui, const char* id, const Rect& area, double& value, double low, double high,
            bool logarithmic = false);

struct FieldSpec {
  const char* id = "";
  std::string_view hint = {};  // shown while empty
  bool invalid = false;        // drawn in the colour of a mistake
  bool initial = false;        // has the keyboard when what it stands in opens
  bool number = false;         // the number font
  ImGuiID control = 0;         // for Focus, where the field stands in for another control
  std::string replace = {};    // not empty: becomes the text, also while it is typed into
};

struct FieldEvent {
  bool edited = false;     // the text changed
  bool committed = false;  // Enter, or the keyboard went elsewhere after an edit
  bool entered = false;    // Enter
  Arrows arrows = {};      // up and down, while it has the keyboard
};
// Its text is selected when it gets the keyboard. Escape brings back what it held before.
FieldEvent text_field(const Ui& ui, const Rect& area, std::string& text, const FieldSpec& spec);

// A switch with a label at its left or right; true when clicked.
bool toggle(const Ui& ui, const char* id, const Rect& area, std::string_view label, bool on);
float toggle_width(const Ui& ui, std::string_view label);

// Choices side by side, exactly one of which is on; one control for the keyboard, whose arrows choose.
// Returns the index clicked, or -1.
int segmented(const Ui& ui, const char* id, const Rect& area, const std::vector<std::string_view>& labels,
              int selected);

// The titles of a table's rows (core/base/names.h), in the language of the window.
template <typename Row, std::size_t kRows>
std::vector<std::string_view> titles(const Names<Row, kRows>& table) {
  std::vector<std::string_view> titles;
  for (const Row& row : table) titles.push_back(tr(row.title));
  return titles;
}

// One of a table's values, by title; `value` becomes what was clicked.
template <typename Row, std::size_t kRows>
void segmented(const Ui& ui, const char* id, const Rect& area, const Names<Row, kRows>& table,
               decltype(Row::value)& value) {
  const int chosen =
      segmented(ui, id, area, titles(table), static_cast<int>(&table.row(value) - table.begin()));
  if (chosen >= 0) value = table.begin()[chosen].value;
}

}  // namespace headroom::app
