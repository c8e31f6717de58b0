// The right column of the Learn tab: predictions as guess and measurement, questions by difficulty, what a
// teacher needs.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// From the top of `area`; each returns the height used.
// `room`: what the height should stay below; what finds no row of its own is a square.
float draw_predictions(const ViewContext& context, const Rect& area, float room);
// `asks`: whether all is to be forgotten was asked; changed by its buttons.
float draw_learn_score(const ViewContext& context, const Rect& area, bool& asks);
float draw_own_questions(const ViewContext& context, const Rect& area);
float draw_for_a_class(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
