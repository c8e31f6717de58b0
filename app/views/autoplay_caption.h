// What stands below the window while a tour plays by itself: what is seen, in large type, how far the tour
// is, and the keys. A click anywhere ends the tour, and does nothing else.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// 0 where none plays.
float autoplay_caption_height(const ViewContext& context, float width);
// Above all that is drawn, at the bottom of the window.
void draw_autoplay(const ViewContext& context, float height);

}  // namespace headroom::app
