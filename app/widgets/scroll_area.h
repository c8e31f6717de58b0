// A region that scrolls when its content is larger; with a thin bar that appears only then.
//
//   ScrollArea scroll(ui, "rows", area);
//   Rect content = scroll.content();          // as wide as fits; moves while scrolling
//   const float height = draw(content);       // from content.y on
//   scroll.used(content.w, height);           // how much was drawn
#pragma once

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class ScrollArea {
 public:
  // kHorizontal takes the wheel; kSideways leaves it to what is around and goes by Shift and the wheel.
  enum class Axis { kVertical, kHorizontal, kSideways, kBoth };
  ScrollArea(const Ui& ui, const char* id, const Rect& area, Axis axis = Axis::kVertical);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;

  // Where to draw: origin moved by the scroll position, size of the visible part.
  Rect content() const { return content_; }
  void used(float width, float height) { used_ = {width, height}; }
  // Scrolls sideways to here when it appears; `now`: on this frame as well.
  void start_at(float x, bool now = false);

 private:
  Rect content_;
  ImVec2 used_{0, 0};
};

}  // namespace headroom::app
