// Settings of the program, not of a run: text size, theme, motion. They act at once and are remembered.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

void draw_app_settings(const ViewContext& context);

}  // namespace headroom::app
