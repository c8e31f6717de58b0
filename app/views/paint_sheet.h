// The sheet on which a set of two columns is painted: a canvas, the class that is painted, and what happens
// to it.
#pragma once

#include <optional>

#include "app/views/view.h"
#include "app/widgets/button.h"

namespace headroom::app {

class PaintSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void draw_head(const ViewContext& context, Rect& rest) const;
  void draw_canvas(const ViewContext& context, const Rect& area);
  void take_pen(const ViewContext& context, const Rect& area, const Press& press);
  void draw_foot(const ViewContext& context, Rect foot) const;

  std::optional<ImVec2> last_;  // where the pen left its last point
  ImVec2 cursor_{0.5F, 0.5F};   // of the keyboard, in shares of the canvas from its lower left
};

}  // namespace headroom::app
