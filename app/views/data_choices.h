// Above the table of the Data tab: at which stage the rows are shown, and which of them.
#pragma once

#include "app/views/data_scene.h"

namespace headroom::app {

void choose_stage(const DataScene& scene, const Rect& area);
// With what the header's histograms mean at the right end, where there is room.
void choose_filter(const DataScene& scene, Rect area);
// Both in one line; as two lists where that is short.
void choose_in_a_line(const DataScene& scene, Rect area);

}  // namespace headroom::app
