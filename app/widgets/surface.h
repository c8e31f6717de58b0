// Values on a grid as a smooth picture: one vertex a cell, its colours flowing into each other, and the line
// where the values pass a level. Drawn by whatever draws triangles, so it costs the same with and without a
// graphics card: a mesh of 96 by 96 is 9,216 vertices.
//
//   surface(area, side, side, [&](std::size_t cell) { return color_of(values[cell]); });
//   level_line(area, level_pieces(side, values, 0.5F), white, 2);
//
// The first row is the bottom one. Cell (i, j) has its middle at ((j + 0.5) / side, (i + 0.5) / side).
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// At least 2 by 2 and at most 62,500 cells; of others nothing is drawn.
void surface(const Rect& area, std::int64_t columns, std::int64_t lines,
             const std::function<ImVec4(std::size_t cell)>& color_of);

// Ends of straight pieces, two by two, in shares of the area from its bottom left: marching squares between
// the middles of cells (Lorensen and Cline 1987, in two dimensions). Cells that are no numbers have none.
std::vector<ImVec2> level_pieces(std::int64_t side, std::span<const float> values, float level);
void level_line(const Rect& area, std::span<const ImVec2> pieces, const ImVec4& c, float thickness);

}  // namespace headroom::app
