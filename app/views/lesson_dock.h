// A lesson beside the window it leads through: what the step says, what it asks to guess, whether it is done,
// and the way on. The rest of the window works as ever.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

class LessonDock {
 public:
  void draw(const ViewContext& context, const Rect& area);

 private:
  void draw_head(const ViewContext& context, Rect& rest) const;
  void draw_foot(const ViewContext& context, Rect row) const;
  float draw_step(const ViewContext& context, const Rect& area) const;
  float draw_insight(const ViewContext& context, const Rect& area) const;
};

}  // namespace headroom::app
