// The signs that tell curves apart without their colour: a mark per run, and the run's name at its line's
// end.
#pragma once

#include <string>
#include <vector>

#include "app/ui/theme.h"

namespace headroom::app {

enum class PlotMark { kSquare, kCircle, kTriangle };

// As large as a circle of radius `r`. Hollow: only its edge, on a ground of `ground`.
void draw_mark(PlotMark mark, ImVec2 at, float r, const ImVec4& color);
void draw_hollow_mark(PlotMark mark, ImVec2 at, float r, const ImVec4& color, const ImVec4& ground,
                      float thickness);

// Moves what stands at these heights apart until neighbours are at least `step` from each other, as little
// as that takes, in their order, and inside [low, high] where there is room.
std::vector<float> spread_apart(std::vector<float> heights, float step, float low, float high);

}  // namespace headroom::app
