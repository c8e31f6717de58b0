// Questions about memory that one click asks: the worked example, a card of 8 GB, which device is index 1. On
// the first screen and in the Plan tab.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// A row of buttons from the top of `area`, or several where it is narrow; returns the height used.
float draw_plan_questions(const ViewContext& context, const Rect& area);
float plan_questions_height(const Ui& ui, float width);

// The answer about a device's index, as a panel that can be closed; 0 when it was not asked for.
float draw_device_answer(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
