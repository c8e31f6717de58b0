// The pieces that every SVG file is written from.
//
//   "<text x=\"" + svg_number(3.5F) + "\">" + svg_words("a < b") + "</text>"
//
// Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"

namespace headroom::app {

// Of what XML keeps for itself, and without the characters that it has not.
std::string svg_words(std::string_view text);
std::string svg_number(float value);     // "3.5", "-0.25": hundredths of a pixel
std::string svg_color(const ImVec4& c);  // "#1a2029", without its alpha

}  // namespace headroom::app
