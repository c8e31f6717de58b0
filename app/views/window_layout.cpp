#include "app/views/window_layout.h"

namespace headroom::app {

WindowLayout window_layout(float width, float height, float scale, bool presenter, bool of_run) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = width / scale, h = height / scale;  // in units of 100 %
  const float margin = px(w < 700 ? 8 : 16), gap = px(w < 700 ? 8 : 12);
  WindowLayout layout;
  Rect rest{0, 0, width, height};
  layout.two_rows = w < 900;
  layout.top_bar = rest.take_top(px(layout.two_rows ? 96 : 54));
  layout.status = rest.take_bottom(px(28));
  const bool low = h < 460;  // tabs and pipeline share a row
  layout.tabs_row = !low;
  if (!low) {
    layout.tabs = rest.take_top(px(40));
    layout.tabs = layout.tabs.inset(margin, 0);
  }
  rest = rest.inset(margin, gap);
  layout.card_size = presenter || h < 640 ? CardSize::kCompact : CardSize::kFull;
  if (low) layout.card_size = CardSize::kMini;
  const float cards = layout.card_size == CardSize::kFull      ? 124.0F
                      : layout.card_size == CardSize::kCompact ? 80.0F
                                                               : 36.0F;
  if (low || of_run) layout.strip = rest.take_top(px(cards), gap);
  if (low) layout.tabs = layout.strip.take_left(px(152), gap);
  if (!of_run) layout.strip = {};
  layout.main = rest;
  return layout;
}

}  // namespace headroom::app
