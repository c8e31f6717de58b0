// What must not be overlooked: an error as a banner, and what goes wrong with the training.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Above everything, at the bottom of the window, until it is closed.
void draw_error(const ViewContext& context);

// One quiet line: what goes wrong with the training and what to do; nothing where nothing was seen. In a
// place that is there anyway, so that nothing moves when there is something to say. Returns whether there
// was.
bool draw_trouble(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
