// Which columns of the file a network relies on: bars with their spread, the largest first.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/errors_scene.h"
#include "app/widgets/rect.h"

namespace headroom::app {

void draw_columns_that_matter(const ErrorsScene& scene, Rect area);

}  // namespace headroom::app
