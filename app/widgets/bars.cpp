#include "app/widgets/bars.h"

#include <algorithm>

#include "app/widgets/paint.h"

namespace headroom::app {

void bars(const Ui& ui, const Rect& area, std::span<const std::int64_t> counts, const ImVec4& c, bool apart) {
  if (area.empty() || counts.empty()) return;
  const std::int64_t most = std::max<std::int64_t>(1, *std::max_element(counts.begin(), counts.end()));
  // A few bars are not made as wide as the area.
  const float step = std::min(area.w / static_cast<float>(counts.size()), ui.px(apart ? 14 : 40));
  const float gap = apart ? std::min(ui.px(2), step * 0.3F) : 0;
  line({area.x, area.bottom()}, {area.right(), area.bottom()}, ui.theme.line);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] <= 0) continue;
    const float share = static_cast<float>(static_cast<double>(counts[i]) / static_cast<double>(most));
    const float height = std::max(ui.px(1.5F), area.h * share);  // a rare value is seen, too
    fill({area.x + step * static_cast<float>(i), area.bottom() - height, std::max(1.0F, step - gap), height},
         c);
  }
}

}  // namespace headroom::app
