#include "app/views/window_layout.h"

#include <algorithm>
#include <cmath>

namespace headroom::app {

namespace {

constexpr float kDockWidth = 444, kDockBeside = 1200;  // beside the view from this width on

// At the right; in narrow windows below, lower than the view.
Rect take_dock(Rect& rest, float w, float scale, float gap) {
  if (w >= kDockBeside) return rest.take_right(kDockWidth * scale, gap);
  const float least = std::min(170 * scale, rest.h / 2);
  return rest.take_bottom(std::clamp(rest.h * 0.46F, least, 300 * scale), gap);
}

}  // namespace

WindowLayout window_layout(float width, float height, float scale, bool presenter,
                           const LayoutWishes& wishes) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = width / scale, h = height / scale;  // in units of 100 %
  const float margin = px(w < 700 ? 8 : 16), gap = px(w < 700 ? 8 : 12);
  WindowLayout layout;
  Rect rest{0, 0, width, height};
  layout.two_rows = w < 900;
  layout.top_bar = rest.take_top(px(layout.two_rows ? 96 : 54));
  layout.status = rest.take_bottom(px(28));
  layout.lesson_below = wishes.lesson && w < kDockBeside;
  if (layout.lesson_below && wishes.lesson_large) {
    layout.lesson = rest.inset(margin, gap);
    return layout;
  }
  const bool low = h < (presenter ? 520 : 460);  // tabs and pipeline share a row
  layout.tabs_row = !low;
  if (!low) {
    layout.tabs = rest.take_top(px(40));
    layout.tabs = layout.tabs.inset(margin, 0);
  }
  rest = rest.inset(margin, gap);
  const bool below = layout.lesson_below;  // then every line counts
  const bool compact = presenter || wishes.wants_room || wishes.lesson || h < 640;
  layout.card_size = compact ? CardSize::kCompact : CardSize::kFull;
  if (low || below || wishes.thin_strip || (wishes.wants_room && h < 640)) layout.card_size = CardSize::kMini;
  if (wishes.lesson && !below) layout.lesson = take_dock(rest, w, scale, gap);
  const float cards = layout.card_size == CardSize::kFull      ? 124.0F
                      : layout.card_size == CardSize::kCompact ? 80.0F
                                                               : 36.0F;
  if (low || wishes.strip) layout.strip = rest.take_top(px(cards), gap);
  if (low) layout.tabs = layout.strip.take_left(px(152), gap);
  if (!wishes.strip) layout.strip = {};
  if (below) layout.lesson = take_dock(rest, w, scale, gap);
  layout.main = rest;
  return layout;
}

float presenter_scale(float width, float height, float chosen) {
  constexpr float kSmallest = 13;  // em of the smallest type at 100 %
  constexpr float kLeast = 0.014F, kWanted = 0.021F, kStep = 0.05F, kEnlarged = 1.25F;
  // Tall and narrow windows have no room for what would be wanted at their height.
  const float wanted = kWanted * std::min(height, width * 9 / 16) / kSmallest;
  const float needed = std::max(wanted, kLeast * height / kSmallest);
  return std::max({chosen, kEnlarged, std::ceil(needed / kStep) * kStep});
}

}  // namespace headroom::app
