// What the stages before training show: the same rows before and after, one cell worked out, and ranges.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_stage_rows(const Ui& ui, Rect& rest, const StageReport& stage);

}  // namespace headroom::app
