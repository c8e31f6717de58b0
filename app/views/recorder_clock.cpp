#include "app/views/recorder_clock.h"

#include <algorithm>
#include <cmath>

#include "app/state/recorder_moves.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kClockTrack = 92, kClockPad = 10;

// As wide as it becomes, so that nothing beside it moves.
float clock_text_width(const ViewContext& context) {
  const std::int64_t newest = std::max<std::int64_t>(context.run.recorder->newest, 999);
  const float step = text_width(context.ui.fonts.mono, tr("step {1}", format_count(newest)));
  return std::max(step, text_width(context.ui.fonts.mono, clock_words(context.run).text)) + 2;
}

double share_of_run(const RecorderStatus& recorder) {
  if (recorder.newest <= 0) return 1;
  return std::clamp(static_cast<double>(shown_step(recorder)) / static_cast<double>(recorder.newest), 0.0,
                    1.0);
}

// The last state that is kept is near enough where a pixel is many steps.
std::int64_t kept_near(const RecorderStatus& recorder, std::int64_t step, double steps_per_pixel) {
  if (steps_per_pixel <= 1) return step;
  for (const RecorderStatus::Moment& moment : recorder.moments) {
    if (std::abs(static_cast<double>(moment.step - step)) <= 4 * steps_per_pixel) return moment.step;
  }
  return step;
}

void draw_clock_track(const ViewContext& context, const Rect& track, const ImVec4& c) {
  const Ui& ui = context.ui;
  const float y = track.center().y, knob = ui.px(4.5F);
  const float x =
      track.x + knob + (track.w - 2 * knob) * static_cast<float>(share_of_run(*context.run.recorder));
  line({track.x, y}, {track.right(), y}, ui.theme.edge, ui.px(2));
  line({track.x, y}, {x, y}, c, ui.px(2));
  ImGui::GetWindowDrawList()->AddCircleFilled({x, y}, knob, color(c));
}

}  // namespace

float clock_width(const ViewContext& context, bool roomy) {
  const RunState state = context.run.state;
  if (state == RunState::kEmpty || context.run.curves->models.empty()) return 0;
  const Ui& ui = context.ui;
  return clock_text_width(context) + ui.px(2 * kClockPad) + (roomy ? ui.px(kClockTrack + 8) : 0);
}

void move_by_control(const ViewContext& context, ImGuiID id, std::optional<std::int64_t> dragged_to) {
  const RecorderStatus& recorder = *context.run.recorder;
  const auto move = [&](RecorderMove to) { context.actions.emplace_back(action::MoveRecorder{to}); };
  const Arrows arrows = Focus::of_window().take_arrows(id);
  const int by = arrows.x + arrows.y;
  for (int i = 0; i < std::abs(by); ++i) {
    if (arrows.fast) {
      move(by < 0 ? RecorderMove::kEpochBack : RecorderMove::kEpochOn);
    } else {
      move(by < 0 ? RecorderMove::kBack : RecorderMove::kOn);
    }
  }
  if (arrows.end > 0) move(RecorderMove::kNewest);
  if (arrows.end < 0) dragged_to = 0;
  if (!dragged_to || recorder_empty(recorder)) return;
  const command::LookBack look = look_at_step(recorder, *dragged_to);
  if (look.step != recorder.shown) context.actions.emplace_back(action::Run{look});
}

void draw_clock(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const RecorderStatus& recorder = *context.run.recorder;
  const bool usable = !recorder_empty(recorder);
  const ClockWords words = clock_words(context.run);
  const Press press = press_area("clock", area, usable, {.takes = Takes::kArrows});
  fill(area, ground_of(ui, press, ui.theme.card), ui.px(6));
  stroke(area, words.past ? ui.theme.warning : ui.theme.line, ui.px(6));
  if (press.focused) focus_ring(ui, area, ui.px(6));
  Rect inner = area.inset(ui.px(kClockPad), 0);
  const ImVec4 c = words.past ? ui.theme.warning : ui.theme.good;
  const float text = clock_text_width(context);
  const bool beside = inner.w >= text + ui.px(kClockTrack);
  const Rect track = beside ? inner.take_left(inner.w - text - ui.px(8), ui.px(8))
                            : Rect{inner.x, area.bottom() - ui.px(8), inner.w, ui.px(6)};
  if (usable) draw_clock_track(context, track, c);
  if (!beside && usable) inner.h -= ui.px(6);
  text_line(ui, inner, ui.fonts.mono, c, words.text, Align::kRight);
  std::optional<std::int64_t> to;
  if (press.held && recorder.newest > 0) {
    const double share = std::clamp(
        static_cast<double>((ImGui::GetIO().MousePos.x - track.x) / std::max(1.0F, track.w)), 0.0, 1.0);
    const auto step = std::llround(share * static_cast<double>(recorder.newest));
    to = share >= 1
             ? recorder.newest
             : kept_near(recorder, step,
                         static_cast<double>(recorder.newest) / static_cast<double>(std::max(1.0F, track.w)));
  }
  move_by_control(context, press.id, to);
  if (press.hovered && !press.held) {
    tooltip(
        ui,
        usable ? tr("Every tab shows this moment. Drag, or , and . for a step back and on, with Shift for an "
                    "epoch; End: the newest")
               : tr("Where the run is; earlier moments can be looked at once a state of it is kept"),
        area);
  }
}

}  // namespace headroom::app
