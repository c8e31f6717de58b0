// How well a colour can be read on another: WCAG 2.1, relative luminance and contrast ratio.
// https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
#pragma once

#include "imgui.h"

namespace headroom::app {

// 0 (black) to 1 (white); alpha is ignored.
double relative_luminance(const ImVec4& srgb);
// 1 (the same) to 21 (black on white). Text needs 4.5, graphics 3.
double contrast_ratio(const ImVec4& a, const ImVec4& b);

}  // namespace headroom::app
