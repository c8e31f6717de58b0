// Evaluation opened up: the counts behind accuracy and loss, or the squares behind R².
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_evaluation(const ViewContext& context, Rect& rest);

}  // namespace headroom::app
