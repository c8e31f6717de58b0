// Values on a grid as a picture: matrices of weights, what a network says over a plane, handwritten digits.
// A shader colours them once, when they change; without OpenGL the same picture is made of rectangles, or of
// a mesh. Both take their colours from app/ui/ramps.h.
//
//   draw_values(ui, "weights of layer 2", area,
//               {.values = matrix.mean, .columns = columns, .lines = lines, .owner = inspection},
//               signed_ramp(matrix.largest));
//
// The key names the picture among all that are drawn in a frame.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <string_view>

#include "app/gl/value_textures.h"
#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct ValueDrawing {
  bool smooth = false;       // values flow into each other
  bool from_bottom = false;  // the first line is the lowest
};

void draw_values(const Ui& ui, std::string_view key, const Rect& area, const ValueGrid& grid,
                 const ValueRamp& ramp, ValueDrawing how = {});

}  // namespace headroom::app
