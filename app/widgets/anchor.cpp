#include "app/widgets/anchor.h"

#include <algorithm>

#include "app/widgets/paint.h"
#include "app/widgets/window_memory.h"

namespace headroom::app {

void Anchors::add(std::string_view name, const Rect& area) {
  if (std::find(wanted_.begin(), wanted_.end(), name) == wanted_.end()) return;
  places_.insert_or_assign(std::string(name), area);
}

std::optional<Rect> Anchors::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::nullopt : std::optional<Rect>(found->second);
}

void anchor(std::string_view name, const Rect& area) {
  const ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rect seen = area.common(Rect::between(list.GetClipRectMin(), list.GetClipRectMax()));
  if (!seen.empty()) WindowMemory::of_window().anchors.add(name, seen);
}

void number_disc(const Ui& ui, const Rect& area, std::string_view number) {
  const float r = std::min(area.w, area.h) / 2;
  ImGui::GetWindowDrawList()->AddCircleFilled(area.center(), r, color(ui.theme.action), 32);
  const float w = text_width(ui.fonts.mono_bold, number), h = line_height(ui.fonts.mono_bold);
  draw_text(ui.fonts.mono_bold, {area.center().x - w / 2, area.center().y - h / 2}, ui.theme.on_action,
            number);
}

void numbered_ring(const Ui& ui, const Rect& area, std::string_view number, const Rect& within) {
  const Rect around =
      Rect{area.x - ui.px(3), area.y - ui.px(3), area.w + ui.px(6), area.h + ui.px(6)}.common(within);
  stroke(around, ui.theme.accent, ui.px(8), ui.px(2));
  const float size = ui.px(20);
  // Beside it rather than over its last figure.
  const float x = std::clamp(around.right() - ui.px(6), within.x, within.right() - size);
  const float y = std::clamp(around.center().y - size / 2, within.y, within.bottom() - size);
  number_disc(ui, {x, y, size, size}, number);
}

}  // namespace headroom::app
