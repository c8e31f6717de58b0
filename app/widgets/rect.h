// A rectangle that can be cut into pieces: how every part of the window is laid out.
//
//   Rect rest = window;
//   const Rect bar = rest.take_top(ui.px(52));
//   const Rect right = rest.take_right(ui.px(320), ui.px(12));   // 12 px gap
//
// Pieces never get a negative size: what does not fit becomes empty. Plain values, no drawing.
#pragma once

#include <algorithm>

#include "imgui.h"

namespace headroom::app {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  ImVec2 min() const { return {x, y}; }
  ImVec2 max() const { return {x + w, y + h}; }
  ImVec2 center() const { return {x + w / 2, y + h / 2}; }
  bool empty() const { return w < 1 || h < 1; }
  bool contains(ImVec2 p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }

  // Of two corners, as Dear ImGui has them.
  static Rect between(ImVec2 min, ImVec2 max) {
    return {min.x, min.y, std::max(0.0F, max.x - min.x), std::max(0.0F, max.y - min.y)};
  }
  Rect common(const Rect& other) const {
    return between({std::max(x, other.x), std::max(y, other.y)},
                   {std::min(right(), other.right()), std::min(bottom(), other.bottom())});
  }
  // The smallest that holds both.
  Rect around(const Rect& other) const {
    return between({std::min(x, other.x), std::min(y, other.y)},
                   {std::max(right(), other.right()), std::max(bottom(), other.bottom())});
  }
  Rect inset(float dx, float dy) const {
    return {x + std::min(dx, w / 2), y + std::min(dy, h / 2), std::max(0.0F, w - 2 * dx),
            std::max(0.0F, h - 2 * dy)};
  }
  Rect inset(float d) const { return inset(d, d); }

  // Each cuts a piece off this rectangle, returns it, and leaves the rest less `gap`.
  Rect take_top(float height, float gap = 0) {
    const Rect piece{x, y, w, std::clamp(height, 0.0F, h)};
    shrink(y, h, std::min(h, piece.h + gap));
    return piece;
  }
  Rect take_left(float width, float gap = 0) {
    const Rect piece{x, y, std::clamp(width, 0.0F, w), h};
    shrink(x, w, std::min(w, piece.w + gap));
    return piece;
  }
  Rect take_bottom(float height, float gap = 0) {
    const float taken = std::clamp(height, 0.0F, h);
    const Rect piece{x, bottom() - taken, w, taken};
    h = std::max(0.0F, h - taken - gap);
    return piece;
  }
  Rect take_right(float width, float gap = 0) {
    const float taken = std::clamp(width, 0.0F, w);
    const Rect piece{right() - taken, y, taken, h};
    w = std::max(0.0F, w - taken - gap);
    return piece;
  }
  // A centred piece of the given size, never larger than this.
  Rect centered(float width, float height) const {
    const float cw = std::min(width, w), ch = std::min(height, h);
    return {x + (w - cw) / 2, y + (h - ch) / 2, cw, ch};
  }

 private:
  static void shrink(float& start, float& size, float by) {
    start += by;
    size = std::max(0.0F, size - by);
  }
};

}  // namespace headroom::app
