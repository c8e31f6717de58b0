#include "app/views/pixel_grid.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "app/widgets/paint.h"

namespace headroom::app {

PixelGrid pixel_grid(const std::vector<std::string>& names) {
  PixelGrid grid;
  std::vector<std::pair<int, int>> places;
  for (const std::string& name : names) {
    int row = 0, column = 0, end = 0;
    if (std::sscanf(name.c_str(), "pixel_%d_%d%n", &row, &column, &end) != 2 ||
        static_cast<std::size_t>(end) != name.size() || row < 0 || column < 0 || row > 255 || column > 255)
      return {};
    places.emplace_back(row, column);
    grid.rows = std::max(grid.rows, row + 1);
    grid.columns = std::max(grid.columns, column + 1);
  }
  if (places.empty() || places.size() != static_cast<std::size_t>(grid.rows * grid.columns)) return {};
  grid.column.assign(places.size(), 0);
  std::vector<bool> taken(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto at = static_cast<std::size_t>(places[i].first * grid.columns + places[i].second);
    if (taken[at]) return {};
    taken[at] = true;
    grid.column[at] = i;
  }
  return grid;
}

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
