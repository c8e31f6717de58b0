// The rows behind the chosen cell, each with what the network takes it for, and the way to them in other
// tabs.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/errors_scene.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_errors_rows(const ErrorsScene& scene, Rect area);
// Of a regression: the rows that are missed most.
void draw_worst_rows(const ErrorsScene& scene, Rect area);

}  // namespace headroom::app
