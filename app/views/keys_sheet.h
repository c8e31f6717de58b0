// The overview of all keys.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class KeysSheet {
 public:
  void draw(const ViewContext& context);
};

}  // namespace headroom::app
