// A small picture of a preset: table, stages, networks. Drawn from the preset's own numbers.
#pragma once

#include "app/state/ui_state.h"
#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_mini_pipeline(const Ui& ui, const Rect& area, const PresetEntry& preset);

}  // namespace headroom::app
