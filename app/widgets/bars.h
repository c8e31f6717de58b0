// Counts as bars, small: the histogram of a column.
#pragma once

#include <cstdint>
#include <span>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// From the left, the greatest as high as the area. `apart`: gaps between them, for things without an order.
void bars(const Ui& ui, const Rect& area, std::span<const std::int64_t> counts, const ImVec4& c, bool apart);

}  // namespace headroom::app
