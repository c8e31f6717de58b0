#include "app/widgets/stage_card.h"

#include <cmath>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

void state_mark(const Ui& ui, const Rect& area, CardState state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  switch (state) {
    case CardState::kDone: draw_icon(Icon::kCheck, area, ui.px(11), ui.theme.good); break;
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

// "in -> out", or only "-> out" where both do not fit.
void shapes(const Ui& ui, Rect area, const StageCardSpec& spec, bool active) {
  const float arrow = ui.px(12), gap = ui.px(6);
  const float in = spec.in.empty() ? 0 : text_width(ui.fonts.mono, spec.in) + 1;
  const float out = text_width(ui.fonts.mono_bold, spec.out) + 1;
  if (spec.out.empty()) {
    text_line(ui, area, ui.fonts.mono, ui.theme.muted, spec.in);
    return;
  }
  if (in > 0 && in + gap + arrow + gap + out <= area.w) {
    text_line(ui, area.take_left(in, gap), ui.fonts.mono, active ? ui.theme.text : ui.theme.muted, spec.in);
  }
  draw_icon(Icon::kArrowRight, area.take_left(arrow, gap), arrow * 0.8F, ui.theme.muted);
  text_line(ui, area, ui.fonts.mono_bold, active ? ui.theme.text : ui.theme.muted, spec.out);
}

}  // namespace

float stage_card_height(const Ui& ui, CardSize size) {
  switch (size) {
    case CardSize::kFull: return ui.px(124);
    case CardSize::kCompact: return ui.px(80);
    case CardSize::kMini: return ui.px(48);
  }
  return 0;
}

bool stage_card(const Ui& ui, const Rect& area, CardSize size, const StageCardSpec& spec) {
  const Press press = press_area(spec.id, area);
  const float rounding = ui.px(8);
  const bool running = spec.state == CardState::kRunning;
  fill(area, press.held ? ui.theme.pressed : press.hovered ? ui.theme.hover : ui.theme.card, rounding);
  const ImVec4 edge = spec.state == CardState::kFailed ? ui.theme.bad
                      : running || spec.open           ? ui.theme.action
                                                       : ui.theme.line;
  stroke(area, edge, rounding, running || spec.open ? ui.px(2) : 1);
  if (press.focused) focus_ring(ui, area, rounding);

  Rect inner = area.inset(ui.px(size == CardSize::kFull ? 12 : 10), ui.px(size == CardSize::kMini ? 8 : 10));
  const bool active = spec.state != CardState::kWaiting;
  const Rect bar = inner.take_bottom(ui.px(4), ui.px(6));
  const ImVec4 bar_color = spec.state == CardState::kFailed ? ui.theme.bad
                           : running                        ? ui.theme.action
                                                            : ui.theme.good;
  progress_bar(ui, bar, spec.progress, bar_color);
  Rect head = inner.take_top(ui.px(20), ui.px(2));
  state_mark(ui, head.take_right(ui.px(14), ui.px(4)), spec.state);
  text_line(ui, head, ui.fonts.bold, active ? ui.theme.text : ui.theme.muted, spec.title);
  if (size == CardSize::kFull) {
    text_line(ui, inner.take_top(ui.px(18), ui.px(2)), ui.fonts.small, ui.theme.muted, spec.note);
  }
  if (size != CardSize::kMini) shapes(ui, inner.take_top(ui.px(18), ui.px(3)), spec, active);
  if (size == CardSize::kFull)
    text_line(ui, inner.take_top(ui.px(18)), ui.fonts.mono, ui.theme.muted, spec.figures);
  if (press.hovered && !press.held && !spec.tip.empty()) tooltip(ui, spec.tip);
  return press.clicked;
}

}  // namespace headroom::app
