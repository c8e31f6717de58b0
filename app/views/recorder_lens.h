// The last steps of a run under a lens: each a tick that can be pressed, with the changes of the learning
// rate between them and the step that went bad.
//
// Thread rule: window's thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "app/views/view.h"

namespace headroom::app {

inline constexpr std::int64_t kLensSteps = 16;

// `under`: the part of the time line that it enlarges, whose lower edge is at `top`.
void draw_recorder_lens(const ViewContext& context, Rect area, std::pair<float, float> under, float top);
// "learning rate 0.003 → 1"
std::string rate_change_text(const RecorderStatus::RateChange& change);

}  // namespace headroom::app
