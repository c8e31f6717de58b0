// The ways back after a divergence as a list of which one is chosen, each with what it reached when it was
// tried, and the button that takes it.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// At the top of `area`; the height used.
float draw_ways_back(const ViewContext& context, const Rect& area);
// The button alone, of the chosen way. There is one.
float go_back_width(const ViewContext& context);
void draw_go_back(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
