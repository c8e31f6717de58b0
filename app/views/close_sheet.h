// Asks what becomes of a run that is not kept when the window is closed, and says when it is being saved.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

class CloseSheet {
 public:
  static void draw(const ViewContext& context);
};

}  // namespace headroom::app
