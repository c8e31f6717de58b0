// How fast the run trains, beside play: a button that shows the pace, and in its popup the paces that are
// wanted most and a slider.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

enum class PaceLabel { kFull, kShort };  // "1 epoch/s", "1 ep/s"

float pace_width(const Ui& ui, PaceLabel label);
void draw_pace(const ViewContext& context, const Rect& area, PaceLabel label);
// The paces that are wanted most, as items of a menu that is open; the first has this number.
void pace_items(const ViewContext& context, int first, float width);

}  // namespace headroom::app
