#include "app/views/pixel_grid.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/paint.h"

namespace headroom::app {

void draw_picture(const Ui& ui, const Dataset& data, std::int64_t row, const PixelGrid& grid,
                  const Rect& area) {
  const auto rows = static_cast<float>(grid.rows), columns = static_cast<float>(grid.columns);
  const float side = std::floor(std::min(area.w / columns, area.h / rows));
  const float* const values = data.row(row);
  const auto value = [&](std::size_t c) {
    const double origin = c < data.origins.size() ? data.origins[c].origin : 0;
    return std::isnan(values[c]) ? 0.0F : values[c] + static_cast<float>(origin);
  };
  float most = 1e-6F;
  for (const std::size_t c : grid.column) most = std::max(most, value(c));
  fill({area.x, area.y, side * columns, side * rows}, {0.04F, 0.05F, 0.06F, 1});
  for (int r = 0; r < grid.rows; ++r) {
    for (int c = 0; c < grid.columns; ++c) {
      const float light =
          std::clamp(value(grid.column[static_cast<std::size_t>(r * grid.columns + c)]) / most, 0.0F, 1.0F);
      if (light < 0.05F) continue;
      fill({area.x + side * static_cast<float>(c), area.y + side * static_cast<float>(r), side, side},
           {light, light, light, 1});
    }
  }
  stroke({area.x - 1, area.y - 1, side * columns + 2, side * rows + 2}, ui.theme.line);
}

}  // namespace headroom::app
