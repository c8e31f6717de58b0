#include "app/views/recorder_lens.h"

#include <algorithm>
#include <cmath>

#include "app/state/recorder_moves.h"
#include "app/views/recorder_clock.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// Where the ticks stand.
struct LensScale {
  std::int64_t first = 0, last = 0;
  Rect ticks;

  float at(double step) const {
    const double share = (step - static_cast<double>(first)) / static_cast<double>(last - first);
    return ticks.x + ticks.w * static_cast<float>(share);
  }
  std::int64_t step_at(float x) const {
    const double share = static_cast<double>((x - ticks.x) / std::max(1.0F, ticks.w));
    const double step = static_cast<double>(first) + share * static_cast<double>(last - first);
    return std::clamp<std::int64_t>(std::llround(step), first, last);
  }
};

// From the time line to the lens.
void draw_beam(const Ui& ui, const Rect& box, std::pair<float, float> under, float top) {
  const ImVec4 c = mix(ui.theme.panel, ui.theme.hover, 0.8F);
  const ImVec2 corners[] = {{under.first, top},
                            {std::max(under.second, under.first + 2), top},
                            {box.right(), box.y},
                            {box.x, box.y}};
  ImGui::GetWindowDrawList()->AddConvexPolyFilled(corners, 4, color(c, 0.7F));
  fill(box, c, ui.px(4));
}

std::optional<std::int64_t> bad_step(const Snapshot& run) {
  std::optional<std::int64_t> first;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.divergence && (!first || model.divergence->step < *first)) first = model.divergence->step;
  }
  return first;
}

void draw_ticks(const ViewContext& context, const LensScale& scale) {
  const Ui& ui = context.ui;
  const std::int64_t shown = shown_step(*context.run.recorder);
  const std::optional<std::int64_t> bad = bad_step(context.run);
  const float y = scale.ticks.center().y, half = ui.px(7);
  for (std::int64_t step = scale.first; step <= scale.last; ++step) {
    const float x = scale.at(static_cast<double>(step));
    const bool here = step == shown;
    if (bad == step) {
      draw_icon(Icon::kCross, {x - ui.px(8), y - ui.px(8), ui.px(16), ui.px(16)}, ui.px(14), ui.theme.bad);
    } else if (here) {
      ImGui::GetWindowDrawList()->AddCircleFilled({x, y}, ui.px(6), color(ui.theme.text));
    } else {
      fill({std::floor(x) - ui.px(1), y - half, ui.px(2), 2 * half}, ui.theme.text);
    }
    if (!here && (step % 5 != 0 || std::abs(step - shown) == 1)) continue;
    const std::string number = format_count(step);
    ImFont* const font = here ? ui.fonts.mono_bold : ui.fonts.mono;
    const float wide = text_width(font, number);
    const Rect words{x - wide / 2 - 1, scale.ticks.bottom(), wide + 2, ui.px(18)};
    text_line(ui, words, font, here ? ui.theme.text : ui.theme.muted, number, Align::kCenter);
  }
}

void draw_rate_changes(const ViewContext& context, const LensScale& scale, const Rect& words) {
  const Ui& ui = context.ui;
  for (const RecorderStatus::RateChange& change : context.run.recorder->rates) {
    if (change.step < scale.first || change.step >= scale.last) continue;
    const float x = scale.at(static_cast<double>(change.step) + 0.5);
    const float y = scale.ticks.center().y;
    fill({x - ui.px(1.5F), y - ui.px(11), ui.px(3), ui.px(22)}, ui.theme.warning, ui.px(1));
    const std::string text = rate_change_text(change);
    const float wide = text_width(ui.fonts.small, text) + 2;
    const float left = std::clamp(x - wide / 2, words.x, std::max(words.x, words.right() - wide));
    text_line(ui, {left, words.y, std::min(wide, words.w), words.h}, ui.fonts.small, ui.theme.warning, text);
  }
}

}  // namespace

std::string rate_change_text(const RecorderStatus::RateChange& change) {
  return tr("learning rate {1} → {2}", learning_rate_text(change.from), learning_rate_text(change.to));
}

void draw_recorder_lens(const ViewContext& context, Rect area, std::pair<float, float> under, float top) {
  const Ui& ui = context.ui;
  const RecorderStatus& recorder = *context.run.recorder;
  LensScale scale;
  scale.last = recorder.newest;
  scale.first = std::max(recorder.moments.front().step, recorder.newest - kLensSteps);
  if (scale.last - scale.first < 1) return;
  Rect box = area.take_top(ui.px(88));
  draw_beam(ui, {box.x, box.y + ui.px(14), box.w, box.h - ui.px(14)}, under, top);
  Rect inner = box.inset(ui.px(26), 0);
  inner.take_top(ui.px(14));
  const Rect words = inner.take_top(ui.px(20));
  scale.ticks = inner.take_top(ui.px(30));
  const Rect reach{box.x, scale.ticks.y, box.w, scale.ticks.h + ui.px(18)};
  const Press press = press_area("recorder_lens", reach, true, {.takes = Takes::kArrows});
  if (press.focused) focus_ring(ui, reach, ui.px(4));
  const Unrecorded steps_move;
  draw_ticks(context, scale);
  draw_rate_changes(context, scale, words);
  const std::int64_t pointed = scale.step_at(ImGui::GetIO().MousePos.x);
  if (press.hovered && !press.held) tooltip(ui, tr("Look at step {1}", format_count(pointed)), reach);
  move_by_control(context, press.id, press.held ? std::optional(pointed) : std::nullopt);
}

}  // namespace headroom::app
