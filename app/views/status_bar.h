// The bottom line: what the run is doing, how fast, how much memory is used, the last message, the keys.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class StatusBar {
 public:
  void draw(const ViewContext& context, const Rect& area);
};

ImVec4 state_color(const Theme& theme, RunState state);

}  // namespace headroom::app
