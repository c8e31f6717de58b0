#include "app/widgets/stage_card.h"

#include <cmath>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/spotlight.h"

namespace headroom::app {
namespace {

void state_mark(const Ui& ui, const Rect& area, CardState state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  switch (state) {
    case CardState::kDone: draw_icon(Icon::kCheck, area, ui.px(11), ui.theme.good); break;
    case CardState::kWarning: draw_icon(Icon::kWarning, area, ui.px(12), ui.theme.warning); break;
    case CardState::kFailed: draw_icon(Icon::kCross, area, ui.px(11), ui.theme.bad); break;
    case CardState::kRunning: {
      const auto beat = static_cast<float>(0.5 + 0.5 * std::sin(ui.now * 5));
      list->AddCircleFilled(area.center(), ui.px(5) + ui.px(2) * beat, color(ui.theme.action, 0.3F));
      list->AddCircleFilled(area.center(), ui.px(5), color(ui.theme.action));
      break;
    }
    case CardState::kWaiting:
      list->AddCircle(area.center(), ui.px(4), color(ui.theme.line), 0, ui.px(1.5F));
      break;
  }
}

std::string without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

// "10k × 20 → 10k × 230"; narrower: "10k×20 → 10k×230"; else only what comes out.
void shapes(const Ui& ui, Rect area, std::string in, std::string out, bool active) {
  const ImVec4 strong = active ? ui.theme.text : ui.theme.muted;
  if (out.empty()) {
    text_line(ui, area, ui.fonts.mono, ui.theme.muted, in);
    return;
  }
  const float arrow = ui.px(12), gap = ui.px(6);
  const auto width = [&] {
    return text_width(ui.fonts.mono, in) + text_width(ui.fonts.mono_bold, out) + arrow + 2 * gap + 2;
  };
  if (width() > area.w) {
    in = without(in, " ");
    if (out.find("×") != std::string::npos) out = without(out, " ");
  }
  // "2k×230 → loss" rather than no input at all.
  if (width() > area.w && out.find(", ") != std::string::npos) out.resize(out.find(", "));
  if (!in.empty() && width() <= area.w) {
    text_line(ui, area.take_left(text_width(ui.fonts.mono, in) + 1, gap), ui.fonts.mono, strong, in);
  }
  draw_icon(Icon::kArrowRight, area.take_left(arrow, gap), arrow * 0.8F, ui.theme.muted);
  text_line(ui, area, ui.fonts.mono_bold, strong, out);
}

// One line where it fits, else two.
void note(const Ui& ui, Rect& rest, const std::string& text) {
  const float one = ui.px(18), two = ui.px(32);
  if (text_width(ui.fonts.small, text) <= rest.w ||
      wrapped_height(ui.fonts.small, text, rest.w) > two + ui.px(10)) {
    text_line(ui, rest.take_top(one, ui.px(2)), ui.fonts.small, ui.theme.muted, text);
    return;
  }
  const Rect area = rest.take_top(two, ui.px(1));
  draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, text);
}

// "781 KiB · 60.0 µs", or its first part where both do not fit.
void figures(const Ui& ui, const Rect& area, const std::string& text) {
  const bool fits = text_width(ui.fonts.mono, text) <= area.w;
  text_line(ui, area, ui.fonts.mono, ui.theme.muted, fits ? text : text.substr(0, text.find(" · ")));
}

}  // namespace

bool stage_card(const Ui& ui, const Rect& area, CardSize size, const StageCardSpec& spec) {
  const Press press = press_area(spec.id, area);
  const float rounding = ui.px(8);
  const bool running = spec.state == CardState::kRunning;
  spot(area);
  fill(area, ground_of(ui, press, ui.theme.card), rounding);
  const bool strong = spec.lit.value_or(running) || spec.open;
  if (spec.lit.value_or(false)) fill(area, mix(ui.theme.card, ui.theme.action, 0.16F), rounding);
  const ImVec4 edge = spec.state == CardState::kFailed    ? ui.theme.bad
                      : spec.state == CardState::kWarning ? ui.theme.warning
                      : strong                            ? ui.theme.action
                                                          : ui.theme.edge;
  stroke(area, edge, rounding, strong ? ui.px(2) : 1);
  if (press.focused) focus_ring(ui, area, rounding);

  Rect inner = area.inset(ui.px(size == CardSize::kFull ? 12 : 10), ui.px(size == CardSize::kMini ? 5 : 10));
  const bool active = spec.state != CardState::kWaiting;
  const Rect bar =
      inner.take_bottom(ui.px(size == CardSize::kMini ? 3 : 4), ui.px(size == CardSize::kMini ? 2 : 6));
  const ImVec4 bar_color = spec.state == CardState::kFailed    ? ui.theme.bad
                           : spec.state == CardState::kWarning ? ui.theme.warning
                           : running                           ? ui.theme.action
                                                               : ui.theme.good;
  progress_bar(ui, bar, spec.progress, bar_color);
  Rect head = inner.take_top(ui.px(20), ui.px(2));
  state_mark(ui, head.take_right(ui.px(14), ui.px(4)), spec.state);
  text_line(ui, head, ui.fonts.bold, active ? ui.theme.text : ui.theme.muted, spec.title);
  if (size == CardSize::kFull) note(ui, inner, spec.note);
  const bool live = !spec.live.empty();
  if (size == CardSize::kCompact && live) {
    figures(ui, inner.take_top(ui.px(18)), spec.live);
  } else if (size != CardSize::kMini) {
    shapes(ui, inner.take_top(ui.px(18), ui.px(2)), spec.in, spec.out, active);
  }
  if (size == CardSize::kFull) figures(ui, inner.take_top(ui.px(18)), live ? spec.live : spec.figures);
  if (press.hovered && !press.held && !spec.tip.empty()) tooltip(ui, spec.tip);
  return press.clicked;
}

}  // namespace headroom::app
