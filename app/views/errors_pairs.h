// The pairs of classes that are confused most often: as buttons below the matrix, and as a list where there
// are more classes than a matrix is read for.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/errors_scene.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Below the matrix: accuracy against what needs no network, and as many pairs as fit into one line.
void draw_errors_foot(const ErrorsScene& scene, Rect foot);
// The list of pairs.
void draw_errors_pairs(const ErrorsScene& scene, const Rect& area);

}  // namespace headroom::app
