#include "app/widgets/tab_bar.h"

#include <algorithm>

#include "app/widgets/anchor.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/motion.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

float tab_width(const Ui& ui, const TabSpec& tab) {
  return text_width(ui.fonts.bold, tab.title) + 1 + ui.px(28);
}

std::optional<std::size_t> tab_list(const Ui& ui, const Rect& area, const std::vector<TabSpec>& tabs,
                                    std::size_t selected) {
  std::vector<MenuItem> items;
  items.reserve(tabs.size());
  for (const TabSpec& tab : tabs) {
    items.push_back({.title = std::string(tab.title), .selected = items.size() == selected});
  }
  const std::string now = items[selected].title;
  return dropdown(ui, area, {.id = "tabs", .label = {{now, ui.fonts.bold, ui.theme.text}}, .small = true},
                  items);
}

}  // namespace

float tab_bar_width(const Ui& ui, const std::vector<TabSpec>& tabs) {
  float width = 0;
  for (const TabSpec& tab : tabs) width += tab_width(ui, tab);
  return width;
}

// One control for the keyboard: arrows go through the tabs.
std::optional<std::size_t> tab_bar(const Ui& ui, const Rect& area, const std::vector<TabSpec>& tabs,
                                   std::size_t selected) {
  if (tab_bar_width(ui, tabs) > area.w + 0.5F) return tab_list(ui, area, tabs, selected);
  Focus& focus = Focus::of_window();
  std::optional<std::size_t> clicked;
  Rect rest = area;
  ImGui::PushID("tab_bar");
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const TabSpec& tab = tabs[i];
    const Rect place = rest.take_left(tab_width(ui, tab));
    anchor("tab." + std::string(tab.id), place);
    const bool on = i == selected;
    ImGui::SetCursorScreenPos(place.min());
    const std::string name(tab.id);
    const ImGuiID id = ImGui::GetID(name.c_str());
    const bool pressed = ImGui::InvisibleButton(name.c_str(), {place.w, place.h});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const float under = eased(ui, id, on);
    if (hovered && !on) fill(place.inset(ui.px(4)), ui.theme.hover, ui.px(6));
    text_line(ui, place, on ? ui.fonts.bold : ui.fonts.body, on || hovered ? ui.theme.text : ui.theme.muted,
              tab.title, Align::kCenter);
    const float line = place.w * under;
    if (under > 0) {
      fill({place.x + (place.w - line) / 2, place.bottom() - ui.px(2), line, ui.px(2)}, ui.theme.accent);
    }
    if (hovered) tooltip(ui, tab.tip, place);
    if (pressed && !on) clicked = i;
    if (!on) continue;
    const ImGuiID whole = ImGui::GetID("all");
    if (ImGui::IsItemActivated()) focus.touch(whole);
    focus.add({.id = whole, .name = "tabs", .area = place, .takes = Takes::kArrows});
    if (focus.shows_ring(whole)) focus_ring(ui, place.inset(ui.px(4)), ui.px(6));
    if (const int step = focus.take_arrows(whole).x; step != 0) {
      const auto count = static_cast<int>(tabs.size());
      const int next = std::clamp(static_cast<int>(i) + step, 0, count - 1);
      if (next != static_cast<int>(i)) clicked = static_cast<std::size_t>(next);
    }
  }
  ImGui::PopID();
  return clicked;
}

}  // namespace headroom::app
