// What a stage did: facts, the first rows before and after, ranges, names.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class StageSheet {
 public:
  void draw(const ViewContext& context);
};

}  // namespace headroom::app
