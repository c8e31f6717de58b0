#include "app/widgets/fields.h"

#include <array>
#include <cmath>
#include <cstring>

#include "app/ui/imgui_compat.h"
#include "app/widgets/paint.h"

namespace headroom::app {

bool slider(const Ui& ui, const char* id, const Rect& area, double& value, double low, double high,
            bool logarithmic) {
  const Press press = press_area(id, area);
  const float knob = ui.px(6);
  const Rect track{area.x + knob, area.center().y - ui.px(2), std::max(1.0F, area.w - 2 * knob), ui.px(4)};
  const auto to_share = [&](double v) {
    return logarithmic ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low);
  };
  bool changed = false;
  if (press.held) {
    const double share =
        std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - track.x) / track.w), 0.0, 1.0);
    const double next = logarithmic ? low * std::pow(high / low, share) : low + share * (high - low);
    changed = next != value;
    value = next;
  }
  const float share = static_cast<float>(std::clamp(to_share(std::clamp(value, low, high)), 0.0, 1.0));
  fill(track, ui.theme.line, track.h / 2);
  fill({track.x, track.y, track.w * share, track.h}, ui.theme.action, track.h / 2);
  const ImVec2 at{track.x + track.w * share, area.center().y};
  ImGui::GetWindowDrawList()->AddCircleFilled(at, press.held || press.hovered ? knob + ui.px(1) : knob,
                                              color(ui.theme.text));
  if (press.focused) focus_ring(ui, area, ui.px(4));
  return changed;
}

FieldEvent text_field(const Ui& ui, const Rect& area, std::string& text, const FieldSpec& spec) {
  if (area.empty()) return {};
  std::array<char, 512> buffer{};
  std::memcpy(buffer.data(), text.data(), std::min(text.size(), buffer.size() - 1));
  ImFont* font = spec.number ? ui.fonts.mono : ui.fonts.body;
  push_font(font);
  const float pad_y = std::max(0.0F, (area.h - font_size(font)) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(10), pad_y});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ui.px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, ui.theme.ground);
  ImGui::PushStyleColor(ImGuiCol_Border, spec.invalid ? ui.theme.bad : ui.theme.line);
  ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.text);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, ui.theme.muted);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, mix(ui.theme.ground, ui.theme.action, 0.5F));
  ImGui::SetCursorScreenPos(area.min());
  ImGui::SetNextItemWidth(area.w);
  if (spec.focus) ImGui::SetKeyboardFocusHere();
  const std::string hint(spec.hint);
  FieldEvent event;
  ImGui::PushID(spec.id);
  const bool enter = ImGui::InputTextWithHint("##field", hint.c_str(), buffer.data(), buffer.size(),
                                              ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopID();
  event.edited = text != buffer.data();
  event.committed = enter || ImGui::IsItemDeactivatedAfterEdit();
  const bool active = ImGui::IsItemActive();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar(3);
  ImGui::PopFont();
  if (active) stroke(area, spec.invalid ? ui.theme.bad : ui.theme.action, ui.px(6), ui.px(1.5F));
  text = buffer.data();
  return event;
}

float toggle_width(const Ui& ui, std::string_view label) {
  return ui.px(28) + ui.px(8) + text_width(ui.fonts.small, label) + 1;
}

bool toggle(const Ui& ui, const char* id, const Rect& area, std::string_view label, bool on) {
  const Press press = press_area(id, area);
  Rect inner = area;
  const Rect box = inner.take_left(ui.px(28), ui.px(8)).centered(ui.px(28), ui.px(16));
  fill(box, on ? ui.theme.action : press.hovered ? ui.theme.muted : ui.theme.line, box.h / 2);
  const float r = box.h / 2 - ui.px(2);
  ImGui::GetWindowDrawList()->AddCircleFilled(
      {on ? box.right() - box.h / 2 : box.x + box.h / 2, box.center().y}, r,
      color(on ? ui.theme.on_action : ui.theme.text));
  text_line(ui, inner, ui.fonts.small, press.hovered ? ui.theme.text : ui.theme.muted, label);
  if (press.focused) focus_ring(ui, area, ui.px(4));
  return press.clicked;
}

int segmented(const Ui& ui, const char* id, const Rect& area, const std::vector<std::string_view>& labels,
              int selected) {
  int clicked = -1, index = 0;
  fill(area, ui.theme.ground, ui.px(6));
  // All as wide as each other where every label fits; else each as its label needs.
  const float equal = area.w / static_cast<float>(labels.size());
  float widest = 0, sum = 0;
  const auto needed = [&](std::string_view label) { return text_width(ui.fonts.small, label) + ui.px(12); };
  for (const std::string_view label : labels) {
    widest = std::max(widest, needed(label));
    sum += needed(label);
  }
  Rect rest = area;
  ImGui::PushID(id);
  for (const std::string_view label : labels) {
    const Rect part = rest.take_left(widest <= equal ? equal : area.w * needed(label) / sum);
    ImGui::PushID(index);
    const Press press = press_area("part", part);
    ImGui::PopID();
    if (index == selected) {
      fill(part.inset(1), ui.theme.action, ui.px(5));
    } else if (press.hovered) {
      fill(part.inset(1), ui.theme.hover, ui.px(5));
    }
    const ImVec4 c = index == selected ? ui.theme.on_action : press.hovered ? ui.theme.text : ui.theme.muted;
    text_line(ui, part.inset(ui.px(4), 0), ui.fonts.small, c, label, Align::kCenter);
    if (press.focused) focus_ring(ui, part, ui.px(5));
    if (press.clicked) clicked = index;
    ++index;
  }
  ImGui::PopID();
  stroke(area, ui.theme.line, ui.px(6));
  return clicked;
}

}  // namespace headroom::app
