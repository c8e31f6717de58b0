// The clock at the right end of the tab row: where the run is looked at, with a knob that drags through the
// flight recorder. The same in every tab about the run.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// With a track beside its words where there is room for it, else below them. 0: there is nothing to tell.
float clock_width(const ViewContext& context, bool roomy);
void draw_clock(const ViewContext& context, const Rect& area);

// One control of the keyboard whose arrows go through the steps: the clock, the time line. Appends the way to
// what was asked for; `dragged_to`: the step under the pointer while the mouse holds it.
void move_by_control(const ViewContext& context, ImGuiID id, std::optional<std::int64_t> dragged_to);

}  // namespace headroom::app
