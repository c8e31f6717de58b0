#include "app/widgets/value_picture.h"

#include <algorithm>
#include <cmath>

#include "app/ui/imgui_compat.h"
#include "app/widgets/paint.h"
#include "app/widgets/surface.h"

namespace headroom::app {
namespace {

ImVec4 color_of_cell(const Ui& ui, const ValueGrid& grid, const ValueRamp& ramp, std::size_t cell) {
  return value_color(ui.theme, ramp, grid.values[cell],
                     grid.weights.empty() ? ramp.weight : grid.weights[cell]);
}

// One for each value; where they are smaller than a pixel, for every few of them.
void draw_rectangles(const Ui& ui, const Rect& area, const ValueGrid& grid, const ValueRamp& ramp,
                     bool from_bottom) {
  const auto step_of = [](std::int64_t count, float pixels) {
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(std::ceil(static_cast<float>(count) / std::max(1.0F, pixels))));
  };
  const std::int64_t across = step_of(grid.columns, area.w), down = step_of(grid.lines, area.h);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto edge = [](float start, float size, std::int64_t at, std::int64_t count) {
    return std::round(start + size * static_cast<float>(std::min(at, count)) / static_cast<float>(count));
  };
  for (std::int64_t i = 0; i < grid.lines; i += down) {
    const std::int64_t line = from_bottom ? grid.lines - 1 - i : i;
    const float top = edge(area.y, area.h, i, grid.lines);
    const float bottom = edge(area.y, area.h, i + down, grid.lines);
    for (std::int64_t j = 0; j < grid.columns; j += across) {
      const auto cell = static_cast<std::size_t>(line * grid.columns + j);
      list.AddRectFilled({edge(area.x, area.w, j, grid.columns), top},
                         {edge(area.x, area.w, j + across, grid.columns), bottom},
                         color(color_of_cell(ui, grid, ramp, cell)));
    }
  }
}

}  // namespace

void draw_values(const Ui& ui, std::string_view key, const Rect& area, const ValueGrid& grid,
                 const ValueRamp& ramp, ValueDrawing how) {
  if (area.empty() || !grid.valid()) return;
  ValueTextures* const textures = ValueTextures::of_window();
  if (const std::uint32_t name = textures ? textures->of(key, grid, ramp, ui.theme, how.smooth) : 0) {
    const ImVec2 from{0, how.from_bottom ? 1.0F : 0.0F}, to{1, how.from_bottom ? 0.0F : 1.0F};
    ImGui::GetWindowDrawList()->AddImage(texture_id(name), area.min(), area.max(), from, to);
    return;
  }
  const bool mesh = how.smooth && grid.columns > 1 && grid.lines > 1 && grid.columns * grid.lines <= 62500;
  if (!mesh) return draw_rectangles(ui, area, grid, ramp, how.from_bottom);
  surface(area, grid.columns, grid.lines, [&](std::size_t cell) {
    if (how.from_bottom) return color_of_cell(ui, grid, ramp, cell);
    const auto columns = static_cast<std::size_t>(grid.columns);
    const std::size_t line = static_cast<std::size_t>(grid.lines) - 1 - cell / columns;
    return color_of_cell(ui, grid, ramp, line * columns + cell % columns);
  });
}

}  // namespace headroom::app
