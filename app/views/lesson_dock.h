// A lesson beside the window it leads through: what the step says, what it asks to guess, whether it is done,
// and the way on. The rest of the window works as ever.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

class LessonDock {
 public:
  // `below`: it lies under the view, and can take its place.
  void draw(const ViewContext& context, const Rect& area, bool below = false);

 private:
  void draw_head(const ViewContext& context, Rect& rest, bool low) const;
  void draw_size(const ViewContext& context, Rect& head) const;
  void draw_foot(const ViewContext& context, Rect row, bool icons) const;
  float draw_step(const ViewContext& context, const Rect& area) const;
  float draw_insight(const ViewContext& context, const Rect& area) const;

  bool below_ = false;
};

}  // namespace headroom::app
