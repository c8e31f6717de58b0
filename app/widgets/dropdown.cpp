#include "app/widgets/dropdown.h"

#include <algorithm>

#include "app/widgets/scroll_area.h"
#include "imgui_internal.h"

namespace headroom::app {
namespace {

float chevron_room(const Ui& ui, bool small) { return ui.px(small ? 18 : 22); }

float item_height(const Ui& ui, const MenuItem& item) { return ui.px(item.heading ? 28 : 34); }

float natural_width(const Ui& ui, const std::vector<MenuItem>& items) {
  float widest = 0;
  for (const MenuItem& item : items) {
    float w = text_width(ui.fonts.body, item.title) + ui.px(48);
    if (!item.detail.empty()) w += text_width(ui.fonts.mono, item.detail) + ui.px(24);
    widest = std::max(widest, w);
  }
  return widest;
}

}  // namespace

float dropdown_width(const Ui& ui, const DropdownSpec& spec) {
  float width = 2 * ui.px(spec.small ? 8 : 12) + chevron_room(ui, spec.small);
  if (spec.dot) width += ui.px(18);
  for (const Span& span : spec.label) width += text_width(span.font, span.text);
  return width + 1 + ui.px(6) * static_cast<float>(spec.label.empty() ? 0 : spec.label.size() - 1);
}

bool dropdown_button(const Ui& ui, const Rect& area, const DropdownSpec& spec) {
  const Press press = press_area(spec.id, area, spec.enabled);
  const float rounding = ui.px(6);
  fill(area, ground_of(ui, press, ui.theme.card), rounding);
  stroke(area, press.hovered ? ui.theme.muted : ui.theme.edge, rounding);
  if (press.focused) focus_ring(ui, area, rounding);

  Rect inner = area.inset(ui.px(spec.small ? 8 : 12), 0);
  draw_icon(Icon::kChevron, inner.take_right(ui.px(12), chevron_room(ui, spec.small) - ui.px(12)), ui.px(12),
            ui.theme.muted);
  if (spec.dot) {
    const Rect spot = inner.take_left(ui.px(10), ui.px(8));
    ImGui::GetWindowDrawList()->AddCircleFilled(spot.center(), ui.px(5), color(*spec.dot));
  }
  float fixed = 0;  // everything but the first span keeps its width
  for (std::size_t i = 1; i < spec.label.size(); ++i) {
    fixed += text_width(spec.label[i].font, spec.label[i].text) + ui.px(6);
  }
  for (std::size_t i = 0; i < spec.label.size(); ++i) {
    const Span& span = spec.label[i];
    const float natural = text_width(span.font, span.text) + 1;
    const float room = i == 0 ? std::min(natural, std::max(0.0F, inner.w - fixed)) : natural;
    text_line(ui, inner.take_left(room, ui.px(6)), span.font, span.color, span.text);
  }
  if (press.hovered) tooltip(ui, spec.tip, area);
  return press.clicked;
}

bool begin_popup(const Ui& ui, const char* id, const Rect& below, float width) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = ui.px(8);
  const float w = std::min(width, screen.x - 2 * margin);
  const float x = std::clamp(below.x, margin, std::max(margin, screen.x - w - margin));
  const float under = screen.y - below.bottom() - 2 * margin, over = below.y - 2 * margin;
  // Upwards only where there is clearly more room.
  const bool up = under < ui.px(160) && over > under;
  ImGui::SetNextWindowPos({x, up ? below.y - ui.px(4) : below.bottom() + ui.px(4)}, ImGuiCond_Always,
                          {0, up ? 1.0F : 0.0F});
  ImGui::SetNextWindowSizeConstraints({w, 0}, {w, std::max(ui.px(80), up ? over : under)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(6), ui.px(6)});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, ui.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, ui.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarRounding, ui.px(4));
  ImGui::PushStyleColor(ImGuiCol_PopupBg, ui.theme.card);
  ImGui::PushStyleColor(ImGuiCol_Border, ui.theme.edge);
  ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, {0, 0, 0, 0});
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, ui.theme.line);
  const bool open = ImGui::BeginPopup(id);
  if (!open) {
    ImGui::PopStyleColor(4);
    ImGui::PopStyleVar(5);
    return false;
  }
  Focus& focus = Focus::of_window();
  const ImGuiID window = ImGui::GetCurrentWindow()->ID;
  focus.push_layer(window, true);
  if (focus.take_close(window)) ImGui::CloseCurrentPopup();
  return true;
}

void end_popup() {
  Focus::of_window().pop_layer();
  ImGui::EndPopup();
  ImGui::PopStyleColor(4);
  ImGui::PopStyleVar(5);
}

bool menu_item(const Ui& ui, int index, float width, const MenuItem& item) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect row{at.x, at.y, width, item_height(ui, item)};
  if (item.heading) {
    text_line(ui, row.inset(ui.px(8), 0), ui.fonts.small, ui.theme.muted, item.title);
    ImGui::Dummy({row.w, row.h});
    return false;
  }
  ImGui::PushID(index);
  const Press press = press_area("item", row, item.enabled, {.name = item.title, .initial = item.selected});
  ImGui::PopID();
  if (press.hovered || press.focused) fill(row, ui.theme.hover, ui.px(5));
  if (press.focused) focus_ring(ui, row.inset(ui.px(3)), ui.px(4));
  Rect inner = row.inset(ui.px(8), 0);
  const Rect mark = inner.take_left(ui.px(16), ui.px(8));
  if (item.selected) {
    draw_icon(Icon::kCheck, mark, ui.px(16), ui.theme.accent);
  } else {
    draw_icon(item.icon, mark, ui.px(16), ui.theme.muted);
  }
  const ImVec4 text = item.enabled ? ui.theme.text : ui.theme.muted;
  if (!item.detail.empty()) {
    const float w = text_width(ui.fonts.mono, item.detail) + 1;
    text_line(ui, inner.take_right(w, ui.px(12)), ui.fonts.mono, ui.theme.muted, item.detail, Align::kRight);
  }
  text_line(ui, inner, ui.fonts.body, text, item.title);
  if (press.clicked) ImGui::CloseCurrentPopup();
  return press.clicked;
}

std::optional<int> dropdown(const Ui& ui, const Rect& area, const DropdownSpec& spec,
                            const std::function<std::vector<MenuItem>()>& items) {
  ImGui::PushID(spec.id);
  if (dropdown_button(ui, area, spec)) ImGui::OpenPopup("list");
  std::optional<int> chosen;
  const std::vector<MenuItem> list = ImGui::IsPopupOpen("list") ? items() : std::vector<MenuItem>();
  const float width = std::max(area.w, natural_width(ui, list) + ui.px(28));
  if (begin_popup(ui, "list", area, width)) {
    const float inner = ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const int index = static_cast<int>(i);
      if (menu_item(ui, index, inner, list[i])) chosen = index;
      // A long list opens where its choice is.
      if (list[i].selected && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY(0.5F);
    }
    end_popup();
  }
  ImGui::PopID();
  return chosen;
}

std::optional<int> dropdown(const Ui& ui, const Rect& area, const DropdownSpec& spec,
                            const std::vector<MenuItem>& items) {
  const std::function<std::vector<MenuItem>()> list = [&] { return items; };
  return dropdown(ui, area, spec, list);
}

}  // namespace headroom::app
