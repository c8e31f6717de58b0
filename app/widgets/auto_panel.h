// A panel that is as tall as what was drawn in it.
//
//   AutoPanel panel(ui, {x, y, w, 0});
//   Rect rest = panel.content();            // very tall: cut rows from its top
//   draw(rest.take_top(20));
//   const float height = panel.finish(rest.y, minimum_height);
#pragma once

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class AutoPanel {
 public:
  AutoPanel(const Ui& ui, const Rect& top);
  Rect content() const { return content_; }
  // `bottom`: where the content ended. Draws the panel behind it; returns the panel's height.
  float finish(float bottom, float minimum_height = 0);

 private:
  const Ui& ui_;
  Rect top_, content_;
  ImDrawList* list_;
  ImDrawListSplitter splitter_;
};

}  // namespace headroom::app
