// A taped frame (tape.h) as an SVG file: rectangles, lines, circles and polygons as such, and text as text.
//
//   write_file("matrix.svg", drawing_svg(drawing, "Confusion matrix"));
//
// Text names the window's typefaces with fallbacks, and its width, so that another typeface fills the same
// place. What was drawn by a texture or a shader is embedded as a picture.
//
// Thread rule: pure; a large drawing takes a while, so in a job.
#pragma once

#include <string>

#include "app/widgets/tape.h"

namespace headroom::app {

std::string drawing_svg(const Drawing& drawing, const std::string& title);

}  // namespace headroom::app
