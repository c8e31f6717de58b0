// Columns that are the pixels of a picture, by their names ("pixel_3_7" is row 3, column 7), and drawing on
// them: a pad whose strokes become moved values of the looked row (Look::moved), so that everything that
// follows the sliders follows the pen.
//
//   const PixelGrid grid = pixel_grid(dataset.column_names);   // once a frame: it reads every name
//   clear_pad(look, dataset);
//   draw_on_pad(look, dataset, {1.5, 3.5}, {6.5, 3.5});   // from pixel (1, 3) down to (6, 3)
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "core/run/look.h"

namespace headroom::app {

struct PixelGrid {
  int rows = 0, columns = 0;
  std::vector<std::size_t> column;  // [rows * columns] of the data; empty: they are no picture
  explicit operator bool() const { return !column.empty(); }
};
// Nothing unless every place has exactly one column.
PixelGrid pixel_grid(const std::vector<std::string>& names);

// Row and column from the upper left corner, in pixels.
using PadPlace = std::pair<double, double>;
// Every pixel 0. These do nothing where columns are no pixels.
void clear_pad(Look& look, const Dataset& dataset);
// A straight stroke of a pen a little wider than a pixel, in the darkest value that the data have.
void draw_on_pad(Look& look, const Dataset& dataset, PadPlace from, PadPlace to, bool erase = false);
// How much of its ink a pen leaves so far from the middle of its way, in pixels: 1 to 0.
double pen_ink(double distance);

}  // namespace headroom::app
