#include "app/widgets/button.h"

#include "app/widgets/motion.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

struct Appearance {
  ImVec4 fill, line, text;
};

Appearance look_of(const Ui& ui, const ButtonSpec& spec, const Press& press) {
  const Theme& theme = ui.theme;
  Appearance look{theme.card, theme.edge, theme.text};
  if (spec.kind == ButtonKind::kPrimary) {
    look = {theme.action, theme.action, theme.on_action};
    look.fill = ground_of(ui, press, look.fill, theme.action_hover, theme.action_pressed);
  } else {
    // Without a ground of its own it comes in, instead of out of the dark.
    const ImVec4 clear{theme.hover.x, theme.hover.y, theme.hover.z, 0};
    if (spec.kind == ButtonKind::kQuiet) look = {clear, {0, 0, 0, 0}, theme.muted};
    if (press.hovered) {
      look.text = theme.text;
      if (spec.kind == ButtonKind::kNormal) look.line = theme.muted;
    }
    look.fill = ground_of(ui, press, look.fill);
    if (spec.on) {
      const ImVec4 on = mix(theme.card, theme.action, 0.28F), under = mix(theme.card, theme.action, 0.4F);
      look.fill = ground_of(ui, press, on, under, under);
      look.line = theme.accent;
      look.text = theme.text;
    }
  }
  if (!spec.enabled) {
    look.fill = spec.kind == ButtonKind::kQuiet ? ImVec4{0, 0, 0, 0} : theme.card;
    look.line = spec.kind == ButtonKind::kQuiet ? ImVec4{0, 0, 0, 0} : theme.line;
    look.text = mix(theme.muted, theme.panel, 0.4F);
  }
  return look;
}

float icon_size(const Ui& ui, const ButtonSpec& spec) {
  if (spec.small) return ui.px(12);
  return ui.px(spec.label.empty() ? 20 : 16);
}

ImFont* font_of(const Ui& ui, const ButtonSpec& spec) {
  if (spec.small) return ui.fonts.small;
  return spec.kind == ButtonKind::kPrimary ? ui.fonts.bold : ui.fonts.body;
}

}  // namespace

ImVec4 ground_of(const Ui& ui, const Press& press, const ImVec4& rest) {
  return ground_of(ui, press, rest, ui.theme.hover, ui.theme.pressed);
}

ImVec4 ground_of(const Ui& ui, const Press& press, const ImVec4& rest, const ImVec4& hovered,
                 const ImVec4& held) {
  if (press.id == 0) return rest;
  // Two switches of one control, each on its own way.
  constexpr ImGuiID kHovered = 0x9E3779B9U, kHeld = 0x85EBCA6BU;
  const ImVec4 under = mix(rest, hovered, eased(ui, press.id ^ kHovered, press.hovered));
  return mix(under, held, eased(ui, press.id ^ kHeld, press.held));
}

Press press_area(const char* id, const Rect& area, bool enabled) { return press_area(id, area, enabled, {}); }

Press press_area(const char* id, const Rect& area, bool enabled, Control control) {
  if (area.empty()) return {};
  ImGui::SetCursorScreenPos(area.min());
  Press press;
  press.id = ImGui::GetID(id);
  press.clicked = ImGui::InvisibleButton(id, {area.w, area.h}) && enabled;
  press.hovered = ImGui::IsItemHovered();
  press.held = ImGui::IsItemActive() && enabled;
  if (press.hovered && enabled) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (!enabled) return press;
  Focus& focus = Focus::of_window();
  control.id = press.id;
  if (control.name.empty()) control.name = id;
  control.area = area;
  if (ImGui::IsItemActivated()) focus.touch(control.id);
  press.clicked = focus.add(std::move(control)) || press.clicked;
  press.focused = focus.shows_ring(press.id);
  return press;
}

float button_width(const Ui& ui, const ButtonSpec& spec) {
  const float pad = ui.px(spec.small ? 10 : 14);
  float width = 2 * pad + text_width(font_of(ui, spec), spec.label);
  if (spec.icon != Icon::kNone) width += icon_size(ui, spec) + (spec.label.empty() ? 0 : ui.px(8));
  return width;
}

bool button(const Ui& ui, const Rect& area, const ButtonSpec& spec) {
  const Press press = press_area(spec.id, area, spec.enabled, {.last_resort = spec.last_resort});
  const Appearance look = look_of(ui, spec, press);
  const float rounding = ui.px(6);
  fill(area, look.fill, rounding);
  stroke(area, look.line, rounding);
  if (press.focused) focus_ring(ui, area, rounding);

  ImFont* font = font_of(ui, spec);
  const float icon = spec.icon == Icon::kNone ? 0 : icon_size(ui, spec);
  if (spec.label.empty()) {
    draw_icon(spec.icon, area, icon, look.text);
  } else {
    const float gap = icon > 0 ? ui.px(8) : 0;
    const float room = area.w - 2 * ui.px(4);
    const float label = std::min(text_width(font, spec.label), std::max(0.0F, room - icon - gap));
    Rect inner = area.centered(icon + gap + label + 1, area.h);
    if (icon > 0) draw_icon(spec.icon, inner.take_left(icon, gap), icon, look.text);
    text_line(ui, inner, font, look.text, spec.label);
  }
  if (press.hovered && spec.tip != spec.label) tooltip(ui, spec.tip, area);
  return press.clicked;
}

}  // namespace headroom::app
