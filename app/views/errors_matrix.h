// The confusion matrix, whose rows run on into precision, recall, F1 and the number of rows; and the pairs
// that are confused most often. Of more classes than a matrix is read for: the pairs alone, as a list.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/errors_scene.h"
#include "app/widgets/rect.h"

namespace headroom::app {

inline constexpr std::int64_t kMatrixClasses = 50;

// How large a cell is, and how many columns of figures stand beside the matrix (4: all; 1: recall). Pure
// geometry: width and height for both, in pixels.
struct MatrixFit {
  float cell = 0;
  int figures = 0;
};
MatrixFit matrix_fit(float width, float height, std::int64_t classes, float label, float scale);

void draw_errors_matrix(const ErrorsScene& scene, Rect area);

}  // namespace headroom::app
