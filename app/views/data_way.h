// Below the table of the Data tab: the marked cell on its way from the file's number through scaling to what
// the network sees, in its own numbers.
#pragma once

#include "app/views/data_scene.h"

namespace headroom::app {

void draw_data_way(const DataScene& scene, Rect area);

}  // namespace headroom::app
