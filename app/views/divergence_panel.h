// After a divergence: what broke, how it grew from step to step, and the ways back with what each has reached
// when it was tried.
//
// Thread rule: window's thread.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// At the top of `area`; the height used with the gap below it, 0 when nothing diverged. `table_last`: what to
// do comes before the table, where a page scrolls.
float draw_divergence(const ViewContext& context, const Rect& area, bool table_last = false);
// For a class: one line with the way that is advised.
float draw_divergence_line(const ViewContext& context, const Rect& area);

// "0.3", "182", "1e27", "∞", "NaN": at most four characters.
std::string magnitude_text(double value);

}  // namespace headroom::app
