// Device memory: whether it fits, what takes how much (predicted and allocated), what other programs use, and
// the largest run that would fit. When it does not fit: by how much, and the remedies that would make it fit.
#pragma once

#include <span>

#include "app/state/results.h"
#include "app/views/view.h"
#include "app/widgets/memory_bar.h"

namespace headroom::app {

class HeadroomPanel {
 public:
  // Draws from the top of `area`, at least `minimum_height` tall; returns the height used.
  float draw(const ViewContext& context, const Rect& area, float minimum_height);
  // For presenter mode: the verdict and one bar.
  void draw_line(const ViewContext& context, const Rect& area) const;

 private:
  float draw_plan(const ViewContext& context, const Rect& area, float minimum_height) const;
  void draw_bars(const ViewContext& context, Rect& rest) const;
  void draw_rows(const ViewContext& context, Rect& rest) const;
  void draw_used(const ViewContext& context, Rect& rest) const;
  void draw_limits(const ViewContext& context, Rect& rest) const;
  void draw_remedies(const ViewContext& context, Rect& rest) const;
};

// The categories in the order in which they are listed.
std::span<const Category> memory_order();
ImVec4 verdict_color(const Theme& theme, Verdict verdict);
// Our own bytes by category: the data first, then what the models need.
std::vector<MemorySegment> memory_segments(const Theme& theme, const MemorySnapshot& memory);

}  // namespace headroom::app
