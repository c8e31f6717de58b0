#include "app/widgets/fields.h"

#include <array>
#include <cmath>
#include <cstring>

#include "app/ui/imgui_compat.h"
#include "app/widgets/motion.h"
#include "app/widgets/paint.h"

namespace headroom::app {

namespace {

constexpr ImGuiInputTextFlags kFieldFlags = ImGuiInputTextFlags_EnterReturnsTrue |
                                            ImGuiInputTextFlags_AutoSelectAll |
                                            ImGuiInputTextFlags_CallbackAlways;

// Dear ImGui keeps the text of the field that is typed into to itself; this is the way in.
int replace_text(ImGuiInputTextCallbackData* data) {
  const auto& text = *static_cast<const std::string*>(data->UserData);
  if (text.empty()) return 0;
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, text.c_str());
  data->SelectAll();
  return 0;
}

}  // namespace

bool slider(const Ui& ui, const char* id, const Rect& area, double& value, double low, double high,
            bool logarithmic) {
  const Press press = press_area(id, area, true, {.takes = Takes::kArrows});
  const float knob = ui.px(7);
  const Rect track{area.x + knob, area.center().y - ui.px(2), std::max(1.0F, area.w - 2 * knob), ui.px(4)};
  const auto to_share = [&](double v) {
    v = std::clamp(v, low, high);
    return logarithmic ? std::log(v / low) / std::log(high / low) : (v - low) / (high - low);
  };
  const auto to_value = [&](double share) {
    share = std::clamp(share, 0.0, 1.0);
    return logarithmic ? low * std::pow(high / low, share) : low + share * (high - low);
  };
  const double before = value;
  if (press.held) value = to_value(static_cast<double>((ImGui::GetIO().MousePos.x - track.x) / track.w));
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  if (const int steps = arrows.x + arrows.y; steps != 0)
    value = to_value(to_share(value) + steps * (arrows.fast ? 0.1 : 0.01));
  if (arrows.end != 0) value = arrows.end > 0 ? high : low;
  const auto share = static_cast<float>(to_share(value));
  fill(track, ui.theme.edge, track.h / 2);
  fill({track.x, track.y, track.w * share, track.h}, ui.theme.accent, track.h / 2);
  const ImVec2 at{track.x + track.w * share, area.center().y};
  const float larger = eased(ui, press.id, press.held || press.hovered);
  ImGui::GetWindowDrawList()->AddCircleFilled(at, knob + ui.px(1) * larger, color(ui.theme.text));
  if (press.focused) focus_ring(ui, area, ui.px(4));
  return value != before;
}

FieldEvent text_field(const Ui& ui, const Rect& area, std::string& text, const FieldSpec& spec) {
  if (area.empty()) return {};
  std::array<char, 512> buffer{};
  std::memcpy(buffer.data(), text.data(), std::min(text.size(), buffer.size() - 1));
  ImFont* font = spec.number ? ui.fonts.mono : ui.fonts.body;
  push_font(font);
  const float pad_y = std::max(0.0F, (area.h - font_size(font)) / 2);
  const bool hovered = hovering(area);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(10), pad_y});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, ui.px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, ui.theme.ground);
  ImGui::PushStyleColor(ImGuiCol_Border, spec.invalid ? ui.theme.bad
                                         : hovered    ? ui.theme.muted
                                                      : ui.theme.edge);
  ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.text);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, ui.theme.muted);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, mix(ui.theme.ground, ui.theme.action, 0.5F));
  ImGui::SetCursorScreenPos(area.min());
  ImGui::SetNextItemWidth(area.w);
  Focus& focus = Focus::of_window();
  ImGui::PushID(spec.id);
  const ImGuiID id = spec.control != 0 ? spec.control : ImGui::GetID("##field");
  if (focus.wants_keyboard(id)) give_keyboard_to_next();
  const std::string hint(spec.hint);
  FieldEvent event;
  event.entered = ImGui::InputTextWithHint("##field", hint.c_str(), buffer.data(), buffer.size(), kFieldFlags,
                                           replace_text, const_cast<std::string*>(&spec.replace));
  ImGui::PopID();
  const bool active = ImGui::IsItemActive(), left = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar(3);
  ImGui::PopFont();
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(0)) focus.touch(id);
  focus.add({.id = id, .name = spec.id, .area = area, .takes = Takes::kText, .initial = spec.initial});
  // What was typed in this frame is there already: Enter that came with it takes it all.
  if (focus.take_enter(id)) {
    event.entered = true;
    focus.stop_typing(id);
  }
  const std::string before = text;
  text = buffer.data();
  event.edited = text != before;
  event.committed = event.entered || left;
  event.arrows = focus.take_arrows(id);
  if (focus.take_escape(id)) {
    text = focus.text_before_typing();
    event = {.edited = true};
    focus.stop_typing(id);
  }
  focus.tell_typing(id, active && focus.types_into(id), before, text);
  if (active || focus.shows_ring(id)) focus_ring(ui, area.inset(ui.px(2)), ui.px(4));
  return event;
}

float toggle_width(const Ui& ui, std::string_view label) {
  return ui.px(28) + ui.px(8) + text_width(ui.fonts.small, label) + 1;
}

bool toggle(const Ui& ui, const char* id, const Rect& area, std::string_view label, bool on) {
  const Press press = press_area(id, area);
  const float share = eased(ui, press.id, on);
  Rect inner = area;
  const Rect box = inner.take_left(ui.px(28), ui.px(8)).centered(ui.px(28), ui.px(16));
  fill(box, mix(press.hovered ? ui.theme.hover : ui.theme.ground, ui.theme.action, share), box.h / 2);
  stroke(box, mix(press.hovered ? ui.theme.muted : ui.theme.edge, ui.theme.action, share), box.h / 2,
         ui.px(1.25F));
  const float r = box.h / 2 - ui.px(3), left = box.x + box.h / 2, right = box.right() - box.h / 2;
  ImGui::GetWindowDrawList()->AddCircleFilled({left + (right - left) * share, box.center().y},
                                              r + ui.px(1) * share,
                                              color(mix(ui.theme.muted, ui.theme.on_action, share)));
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
  Focus& focus = Focus::of_window();
  const ImGuiID whole = ImGui::GetID(id);
  Rect rest = area;
  ImGui::PushID(id);
  for (const std::string_view label : labels) {
    const Rect part = rest.take_left(widest <= equal ? equal : area.w * needed(label) / sum);
    ImGui::SetCursorScreenPos(part.min());
    ImGui::PushID(index);
    const ImGuiID id_of_part = ImGui::GetID("part");
    const bool pressed = ImGui::InvisibleButton("part", {std::max(1.0F, part.w), std::max(1.0F, part.h)});
    ImGui::PopID();
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActivated()) focus.touch(whole);
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const float on = eased(ui, id_of_part, index == selected);
    if (hovered) fill(part.inset(1), ui.theme.hover, ui.px(5));
    if (on > 0)
      fill(part.inset(1), mix(hovered ? ui.theme.hover : ui.theme.ground, ui.theme.action, on), ui.px(5));
    const ImVec4 c = index == selected ? ui.theme.on_action : hovered ? ui.theme.text : ui.theme.muted;
    text_line(ui, part.inset(ui.px(4), 0), ui.fonts.small, c, label, Align::kCenter);
    if (pressed) clicked = index;
    ++index;
  }
  stroke(area, ui.theme.edge, ui.px(6));
  focus.add({.id = whole, .name = id, .area = area, .takes = Takes::kArrows});
  const Arrows arrows = focus.take_arrows(whole);
  const int last = index - 1, step = arrows.x - arrows.y;
  if (step != 0) clicked = std::clamp(selected + step, 0, last);
  if (arrows.end != 0) clicked = arrows.end > 0 ? last : 0;
  if (focus.shows_ring(whole)) focus_ring(ui, area, ui.px(6));
  ImGui::PopID();
  return clicked;
}

}  // namespace headroom::app
