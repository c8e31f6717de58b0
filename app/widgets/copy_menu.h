// What a right-click offers: to copy the figure there, and to save or copy the exhibit it is part of
// (exhibit.h). The menu key offers the figures of the control that has the ring, all that are seen at once
// with the tables among them, and the exhibits.
//
//   copyable(cell, "0.524", "small 2×50\t0.524\t78.1 %");  // value and row
//   if (copy_asked(table)) offer_copies({{"Copy value", "0.524"}, {"Copy table", all_rows()}});
//
// Part of WindowMemory (window_memory.h): one menu for the whole window, drawn above everything.
//
// Thread rule: window's thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct CopyItem {
  std::string title;
  std::string text = {};           // what the clipboard gets
  std::function<void()> act = {};  // instead of that
  bool heading = false;            // names what follows
};

class CopyMenu {
 public:
  void offer(std::vector<CopyItem> items);
  // By a key, between two frames: the next one says what there is.
  void ask() { collecting_ = true; }
  bool collecting() const { return collecting_; }
  void collect(const Rect& area, std::string_view value, std::string_view row);
  // It opens with the next frame.
  bool asked() const { return asked_ || collecting_; }
  void draw(const Ui& ui);

 private:
  // A figure that was drawn while collecting; of a table there is the row alone.
  struct Seen {
    Rect area;
    ImGuiID layer;
    std::string value, row;
  };
  void offer_seen();
  void offer_exhibits(const Control* ring, std::vector<CopyItem>& items);
  void offer_pointed();

  std::vector<CopyItem> items_;
  std::vector<Seen> seen_;
  Rect at_;
  bool asked_ = false, collecting_ = false;
};

// A right-click in this part of the current window, on this frame.
bool copy_asked(const Rect& area);
// At the pointer.
void offer_copies(std::vector<CopyItem> items);
// The figure that stands in `area`, and the line that it is part of.
void copyable(const Rect& area, std::string_view value, std::string_view row = {});
// A table for the menu key; `text` is called only when it was pressed.
void copyable_table(const Rect& area, const std::function<std::string()>& text);

}  // namespace headroom::app
