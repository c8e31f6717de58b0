// The runs and files worked on last, on the first screen: a click goes on with one, the trash button takes it
// off the list, and for a while the heading offers it back.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Draws from the top of `area`, as high as it needs to be; nothing where there is nothing. Returns the
// height.
float draw_recent(const ViewContext& context, Rect area);

}  // namespace headroom::app
