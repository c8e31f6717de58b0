// Dear ImGui's style from our theme: no default grey anywhere, corners of 6, spacing in steps of 4.
#pragma once

#include "app/ui/theme.h"

namespace headroom::app {

// Replaces the current ImGui style; `scale` multiplies every size. Between frames.
void apply_style(const Theme& theme, float scale);

}  // namespace headroom::app
