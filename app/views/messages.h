// What must not be overlooked: an error as a banner, a divergence with a way to roll back.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Above everything, at the bottom of the window, until it is closed.
void draw_error(const ViewContext& context);
// At the top of `area`; returns the height used, 0 when nothing diverged.
float draw_divergence(const ViewContext& context, const Rect& area);

// One quiet line: what goes wrong with the training and what to do, or that nothing was seen. Always as tall
// as kTroubleLine, so that nothing moves when there is something to say.
inline constexpr float kTroubleLine = 40;  // pixels at 100 %
void draw_trouble(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
