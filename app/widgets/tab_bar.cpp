#include "app/widgets/tab_bar.h"

#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
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

std::optional<std::size_t> tab_bar(const Ui& ui, const Rect& area, const std::vector<TabSpec>& tabs,
                                   std::size_t selected) {
  if (tab_bar_width(ui, tabs) > area.w + 0.5F) return tab_list(ui, area, tabs, selected);
  std::optional<std::size_t> clicked;
  Rect rest = area;
  ImGui::PushID("tab_bar");
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const TabSpec& tab = tabs[i];
    const Rect place = rest.take_left(tab_width(ui, tab));
    const Press press = press_area(std::string(tab.id).c_str(), place);
    const bool on = i == selected;
    if (press.hovered && !on) fill(place.inset(ui.px(4)), ui.theme.hover, ui.px(6));
    text_line(ui, place, on ? ui.fonts.bold : ui.fonts.body,
              on || press.hovered ? ui.theme.text : ui.theme.muted, tab.title, Align::kCenter);
    if (on) fill({place.x, place.bottom() - ui.px(2), place.w, ui.px(2)}, ui.theme.action);
    if (press.focused) focus_ring(ui, place.inset(ui.px(4)), ui.px(6));
    if (press.hovered && !tab.tip.empty()) tooltip(ui, tab.tip);
    if (press.clicked && !on) clicked = i;
  }
  ImGui::PopID();
  return clicked;
}

}  // namespace headroom::app
