// A row whose columns are the pixels of a picture, drawn as one.
//
//   if (const PixelGrid grid = pixel_grid(dataset.column_names)) draw_picture(ui, dataset, row, grid, area);
#pragma once

#include <cstdint>

#include "app/state/pixel_pad.h"
#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "core/data/dataset.h"

namespace headroom::app {

// A row as a small picture, the largest of its values white, from the upper left corner of `area`.
void draw_picture(const Ui& ui, const Dataset& data, std::int64_t row, const PixelGrid& grid,
                  const Rect& area);

}  // namespace headroom::app
