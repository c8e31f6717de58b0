// Whether two parts of the window share a pixel.
#pragma once

#include "app/widgets/rect.h"

namespace headroom::app {

inline bool overlap(const Rect& a, const Rect& b) {
  return !a.empty() && !b.empty() && a.x < b.right() && b.x < a.right() && a.y < b.bottom() &&
         b.y < a.bottom();
}

}  // namespace headroom::app
