// What a stage did: the same rows before and after it, or one batch layer by layer, or the counts behind the
// evaluation; and the way to the stages beside it.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class StageSheet {
 public:
  void draw(const ViewContext& context);
  // What it must be told while it is open.
  static Interests watches(const UiState& state);
};

}  // namespace headroom::app
