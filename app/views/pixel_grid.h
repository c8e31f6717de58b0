// Columns that are the pixels of a picture, by their names: "pixel_3_7" is row 3, column 7.
//
//   const PixelGrid grid = pixel_grid(dataset.column_names);   // once a frame: it reads every name
//   if (grid) draw_picture(ui, dataset, row, grid, area);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "core/data/dataset.h"

namespace headroom::app {

struct PixelGrid {
  int rows = 0, columns = 0;
  std::vector<std::size_t> column;  // [rows * columns] of the data; empty: they are no picture
  explicit operator bool() const { return !column.empty(); }
};
// Nothing unless every place has exactly one column.
PixelGrid pixel_grid(const std::vector<std::string>& names);

// A row as a small picture, the largest of its values white, from the upper left corner of `area`.
void draw_picture(const Ui& ui, const Dataset& data, std::int64_t row, const PixelGrid& grid,
                  const Rect& area);

}  // namespace headroom::app
