// The step that the flight recorder shows, in the plots: a line through all of them, and what was measured
// there.
//
// Thread rule: window's thread.
#pragma once

#include <cstdint>
#include <utility>

#include "app/views/recorder_panel.h"
#include "app/views/view.h"

namespace headroom::app {

// `ys`: from the first plot's top to the last one's bottom, in pixels. `words`: with the figures beside it.
void draw_shown_step(const ViewContext& context, const PlotSpan& span, std::pair<float, float> ys,
                     std::int64_t step, bool words);
// The line alone, as far as the step lies in what is seen of the axis.
void draw_step_line(const ViewContext& context, const PlotSpan& span, std::pair<float, float> ys,
                    std::int64_t step);

}  // namespace headroom::app
