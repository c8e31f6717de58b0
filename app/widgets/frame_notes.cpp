#include "app/widgets/frame_notes.h"

#include "app/widgets/window_memory.h"
#include "imgui_internal.h"

namespace headroom::app {

FrameNotes& frame_notes() { return WindowMemory::of_window().notes; }

void FrameNotes::note_panel(const Rect& area) {
  if (!texts) return;
  const ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rect clip = Rect::between(list.GetClipRectMin(), list.GetClipRectMax());
  panels.push_back({area, area.common(clip), Focus::of_window().drawn_layer()});
}

void FrameNotes::note_text(std::string_view words, std::string_view whole, const Rect& area) {
  if (!texts) return;
  const ImDrawList& list = *ImGui::GetWindowDrawList();
  Text text{.words = std::string(words),
            .whole = std::string(whole),
            .area = area,
            .clip = Rect::between(list.GetClipRectMin(), list.GetClipRectMax()),
            .panel = {},
            .layer = Focus::of_window().drawn_layer()};
  for (const ImGuiWindow* window = ImGui::GetCurrentWindow(); window; window = window->ParentWindow) {
    text.scrolls_x |= window->ScrollMax.x > 0;
    text.scrolls_y |= window->ScrollMax.y > 0;
  }
  // What a view cuts off by itself, it scrolls by itself: a table of a million rows.
  const ImRect& window_clip = ImGui::GetCurrentWindow()->ClipRect;
  text.scrolls_x |= text.clip.x > window_clip.Min.x + 1 || text.clip.right() < window_clip.Max.x - 1;
  text.scrolls_y |= text.clip.y > window_clip.Min.y + 1 || text.clip.bottom() < window_clip.Max.y - 1;
  for (const Panel& panel : panels) {
    const Rect& all = panel.area;
    const bool inside = panel.layer == text.layer && panel.seen.contains({area.x, area.center().y});
    if (inside && (text.panel.empty() || all.w * all.h <= text.panel.w * text.panel.h)) text.panel = all;
  }
  texts->push_back(std::move(text));
}

}  // namespace headroom::app
