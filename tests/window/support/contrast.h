// How well a colour can be read on another: WCAG 2.1, relative luminance and contrast ratio.
// https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
#pragma once

#include <algorithm>
#include <cmath>

#include "imgui.h"

namespace headroom::app {

// 0 (black) to 1 (white); alpha is ignored.
inline double relative_luminance(const ImVec4& srgb) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(srgb.x) + 0.7152 * linear(srgb.y) + 0.0722 * linear(srgb.z);
}

// 1 (the same) to 21 (black on white). Text needs 4.5, graphics 3.
inline double contrast_ratio(const ImVec4& a, const ImVec4& b) {
  const double la = relative_luminance(a), lb = relative_luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace headroom::app
