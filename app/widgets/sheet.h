// A sheet above the window: title, close button, content; the rest of the window is dimmed and waits.
//
//   Sheet sheet(ui, "keys", "Keys", 640, 480);
//   Rect content = sheet.content();
//   draw(content);
//   if (sheet.closed()) close();     // Escape, the cross, or a click beside it
#pragma once

#include <string_view>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class Sheet {
 public:
  // Width and height at 100 %; less where the window is smaller.
  Sheet(const Ui& ui, const char* id, std::string_view title, float width, float height);
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  Rect content() const { return content_; }
  Rect head() const { return head_; }  // what the title leaves free of its row
  bool closed() const { return closed_; }

 private:
  Rect content_, head_;
  bool closed_ = false;
};

}  // namespace headroom::app
