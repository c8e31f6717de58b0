#include "app/widgets/memory_bar.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// Slanted lines: what is predicted but not there yet.
void hatch(const Ui& ui, const Rect& area, const ImVec4& c) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(area.min(), area.max(), true);
  const float step = std::max(ui.px(6), area.w / 200);
  for (float x = area.x - area.h; x < area.right(); x += step) {
    list->AddLine({x, area.bottom()}, {x + area.h, area.y}, color(c, 0.45F), ui.px(1));
  }
  list->PopClipRect();
}

}  // namespace

std::int64_t zoomed_scale(std::int64_t need) {
  std::int64_t scale = kMiB;
  while (scale < need + need / 4) scale *= 2;
  return scale;
}

void memory_bar(const Ui& ui, const Rect& area, const MemoryBarSpec& spec) {
  const float rounding = std::min(ui.px(4), area.h / 2);
  fill(area, ui.theme.line, rounding);
  const double scale = static_cast<double>(std::max<std::int64_t>(1, spec.scale));
  double start = 0;
  ImDrawList* list = ImGui::GetWindowDrawList();
  bool first = true;
  for (const MemorySegment& segment : spec.segments) {
    if (segment.bytes() <= 0) continue;
    const double end = start + static_cast<double>(segment.bytes());
    const auto share = [&](double v) { return static_cast<float>(std::min(1.0, v / scale)) * area.w; };
    // At least one pixel, so that a small part is still seen.
    Rect part{area.x + share(start), area.y, std::max(1.0F, share(end) - share(start)), area.h};
    part.w = std::min(part.w, area.right() - part.x);
    start = end;
    if (part.w <= 0) continue;
    const ImDrawFlags corners = (first ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersNone);
    first = false;
    if (segment.charged > 0) {
      list->AddRectFilled(part.min(), part.max(), color(segment.color), rounding, corners);
    } else {
      list->AddRectFilled(part.min(), part.max(), color(segment.color, 0.25F), rounding, corners);
      hatch(ui, part, segment.color);
    }
    if (part.w > ui.px(3))
      line({part.right() - 0.5F, part.y}, {part.right() - 0.5F, part.bottom()}, ui.theme.panel);
    if (hovering(part)) {
      const std::string bytes = format_bytes(segment.bytes());
      tooltip(ui, segment.charged > 0 ? tr("{1}  {2}  allocated", segment.name, bytes)
                                      : tr("{1}  {2}  predicted", segment.name, bytes));
    }
  }
  if (spec.limit > 0 && spec.limit < spec.scale) {
    const float x = area.x + static_cast<float>(static_cast<double>(spec.limit) / scale) * area.w;
    line({x, area.y - ui.px(6)}, {x, area.bottom() + ui.px(6)}, ui.theme.text, ui.px(2));
  }
}

}  // namespace headroom::app
