// Training opened up: the batch that was trained last, layer by layer, and what its loss is made of.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_training(const ViewContext& context, Rect& rest);

}  // namespace headroom::app
