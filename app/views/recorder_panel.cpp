#include "app/views/recorder_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/state/curve_plots.h"
#include "app/state/recorder_moves.h"
#include "app/views/recorder_clock.h"
#include "app/views/recorder_lens.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kTimeLine = 40, kRecorderHead = 26, kRecorderFoot = 104, kLowFoot = 34;

std::string states_text(const RecorderStatus& recorder) {
  const auto count = static_cast<std::int64_t>(recorder.moments.size());
  return tr_n("{n} state kept; any step between is made again from the one before",
              "{n} states kept; any step between is made again from the one before", count);
}

std::string bytes_of_bytes(const RecorderStatus& recorder) {
  return tr("{1} of {2}, in the ledger.", format_bytes(recorder.held), format_bytes(recorder.most));
}

std::string recorder_csv(const RecorderStatus& recorder) {
  std::string csv = "step,epoch\n";
  for (const RecorderStatus::Moment& moment : recorder.moments)
    csv += std::to_string(moment.step) + "," + std::to_string(moment.epoch) + "\n";
  return csv;
}

// Why there is no time line; empty where there is one.
std::string nothing_kept(const Snapshot& run) {
  const RecorderStatus& recorder = *run.recorder;
  if (recorder.most <= 0) {
    return tr(
        "The recorder is off: no earlier step can be looked at, and after a divergence only the last good "
        "epoch is left to go back to.");
  }
  if (recorder.one_state > recorder.most) {
    return tr(
        "One state of these networks takes {1}, the recorder has {2}: nothing can be kept. Give it room for "
        "two "
        "at least.",
        format_bytes(recorder.one_state), format_bytes(recorder.most));
  }
  if (recorder_empty(recorder)) return tr("Nothing is kept yet: the first state comes with the first steps.");
  return {};
}

// What there is instead of a time line, with the button that changes it.
void draw_nothing_kept(const ViewContext& context, Rect area, const std::string& words) {
  const Ui& ui = context.ui;
  const RecorderStatus& recorder = *context.run.recorder;
  area.take_top(draw_wrapped(ui.fonts.body, area.min(), std::min(area.w, ui.px(620)), ui.theme.muted, words),
                ui.px(10));
  if (recorder.most > 0 && recorder.one_state <= recorder.most) return;
  Bytes size = kUsualRecorder;
  while (size < 4 * recorder.one_state) size *= 2;
  const std::string label =
      recorder.most <= 0 ? tr("Record, {1}", format_bytes(size)) : tr("Give it {1}", format_bytes(size));
  const ButtonSpec spec{.id = "recorder_size",
                        .label = label,
                        .tip = tr("Training goes on; states are kept from now on, in main memory"),
                        .small = true};
  const float width = button_width(ui, spec);
  if (!button(ui, area.take_top(ui.px(28)).take_left(width), spec)) return;
  context.actions.emplace_back(action::Edit{[size](RunConfig& config) { config.recorder = size; }});
}

Rect time_track(const Ui& ui, const Rect& area, const PlotSpan& span) {
  return {span.x, area.center().y - ui.px(3), span.w, ui.px(6)};
}

struct TimeLine {
  const ViewContext& context;
  const PlotSpan& span;
  Rect track;

  // On the screen; kept near the plots where the axis is zoomed.
  float at(std::int64_t step) const {
    const double share = span.axis.share(x_of_step(context.run, context.state.curves.axis, step));
    return span.x + span.w * static_cast<float>(std::clamp(share, -0.01, 1.01));
  }
  bool in_sight(float x) const { return x >= span.x - 1 && x <= span.x + span.w + 1; }
  std::int64_t step_at(float x) const {
    return step_at_x(context.run, context.state.curves.axis, span.axis.at((x - span.x) / span.w));
  }
};

// Of the states that are kept, the one under the pointer; else the step itself.
std::int64_t kept_under(const TimeLine& line, const RecorderStatus& recorder, float x) {
  const RecorderStatus::Moment* nearest = nullptr;
  float distance = line.context.ui.px(5);
  for (const RecorderStatus::Moment& moment : recorder.moments) {
    const float away = std::abs(line.at(moment.step) - x);
    if (away > distance) continue;
    distance = away;
    nearest = &moment;
  }
  if (line.at(recorder.newest) - x <= distance) return recorder.newest;
  return nearest ? nearest->step : line.step_at(x);
}

void draw_marks(const TimeLine& line, const RecorderStatus& recorder) {
  const Ui& ui = line.context.ui;
  const float newest = line.at(recorder.newest), first = line.at(recorder.moments.front().step);
  fill(line.track, mix(ui.theme.panel, ui.theme.line, 0.7F), line.track.h / 2);
  fill({first, line.track.y, std::max(0.0F, newest - first), line.track.h},
       mix(ui.theme.panel, ui.theme.muted, 0.55F), line.track.h / 2);
  const float last = line.at(std::max<std::int64_t>(0, recorder.newest - kLensSteps));
  fill({last, line.track.y - ui.px(5), std::max(ui.px(2), newest - last), line.track.h + ui.px(10)},
       mix(ui.theme.panel, ui.theme.muted, 0.75F), ui.px(2));
  float before = -1e9F;
  for (const RecorderStatus::Moment& moment : recorder.moments) {
    const float x = std::floor(line.at(moment.step));
    if (!line.in_sight(x) || x - before < ui.px(4)) continue;  // dense ones stand for their neighbours
    before = x;
    fill({x, line.track.y - ui.px(6), ui.px(2), line.track.h + ui.px(12)}, ui.theme.text);
  }
  for (const RecorderStatus::RateChange& change : recorder.rates) {
    const float x = line.at(change.step);
    if (line.in_sight(x))
      fill({x - ui.px(1.5F), line.track.y - ui.px(12), ui.px(3), line.track.h + ui.px(14)}, ui.theme.warning,
           ui.px(1));
  }
}

// Returns where the knob is.
ImVec2 draw_time_line(const ViewContext& context, const Rect& area, const PlotSpan& span) {
  const Ui& ui = context.ui;
  const RecorderStatus& recorder = *context.run.recorder;
  const TimeLine line{context, span, time_track(ui, area, span)};
  const Rect reach{span.x - ui.px(8), area.y, span.w + ui.px(16), area.h};
  const Press press = press_area("recorder_line", reach, true, {.takes = Takes::kArrows});
  draw_marks(line, recorder);
  const ImVec2 knob{std::clamp(line.at(shown_step(recorder)), span.x, span.x + span.w),
                    line.track.center().y};
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->AddCircleFilled(knob, ui.px(8), color(ui.theme.text));
  list->AddCircleFilled(knob, ui.px(5), color(recorder.shown ? ui.theme.warning : ui.theme.good));
  if (press.focused) focus_ring(ui, reach, ui.px(4));
  std::optional<std::int64_t> to;
  const float mouse = ImGui::GetIO().MousePos.x;
  if (press.held) to = kept_under(line, recorder, mouse);
  move_by_control(context, press.id, to);
  if (press.hovered && !press.held) {
    std::string tip = tr(
        "step {1}", format_count(std::clamp<std::int64_t>(kept_under(line, recorder, mouse),
                                                          recorder.moments.front().step, recorder.newest)));
    for (const RecorderStatus::RateChange& change : recorder.rates) {
      if (std::abs(line.at(change.step) - mouse) <= ui.px(4)) tip += "\n" + rate_change_text(change);
    }
    tooltip(ui, tip, {mouse - ui.px(6), area.y, ui.px(12), area.h});
  }
  return knob;
}

// Beside each other as far as there is room.
void draw_move_buttons(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  struct Key {
    const char* id;
    std::string_view label, tip;
    RecorderMove move;
  };
  static constexpr Key kKeys[] = {
      {"recorder_epoch_back", tr_later("‹ epoch"), tr_later("An epoch back (Shift ,)"),
       RecorderMove::kEpochBack},
      {"recorder_back", tr_later("‹ step"), tr_later("A step back (,)"), RecorderMove::kBack},
      {"recorder_on", tr_later("step ›"), tr_later("A step on (.)"), RecorderMove::kOn},
      {"recorder_newest", tr_later("newest"), tr_later("The newest step, live (End)"),
       RecorderMove::kNewest}};
  for (const Key& key : kKeys) {
    const ButtonSpec spec{.id = key.id,
                          .label = tr(key.label),
                          .tip = tr(key.tip),
                          .enabled = recorder_move(context.run, key.move).has_value(),
                          .small = true};
    const float width = button_width(ui, spec);
    if (width > area.w) return;
    if (button(ui, area.take_left(width, ui.px(8)), spec))
      context.actions.emplace_back(action::MoveRecorder{key.move});
  }
}

float move_buttons_width(const Ui& ui) {
  float width = 0;
  for (const std::string_view label : {tr("‹ epoch"), tr("‹ step"), tr("step ›"), tr("newest")})
    width += button_width(ui, {.label = label, .small = true}) + ui.px(8);
  return width;
}

std::string shown_text(const RecorderStatus& recorder) {
  if (!recorder.shown) return tr("Every tab shows the newest step.");
  const std::string step = format_count(*recorder.shown);
  return recorder.moving ? tr("Making step {1} again …", step) : tr("Every tab shows step {1} now.", step);
}

// The way through the steps at the left, the lens at the right.
void draw_foot(const ViewContext& context, Rect area, const PlotSpan& span, const Rect& track) {
  const Ui& ui = context.ui;
  const RecorderStatus& recorder = *context.run.recorder;
  const float keys = move_buttons_width(ui);
  area = {span.x, area.y, span.w, area.h};
  const bool low = area.h < ui.px(kRecorderFoot - 20);
  Rect left = area;
  if (area.w - keys >= ui.px(260) && !low) {
    left = area.take_left(keys, ui.px(16));
    const TimeLine line{context, span, track};
    const float from = line.at(std::max<std::int64_t>(0, recorder.newest - kLensSteps));
    draw_recorder_lens(context, area, {from, line.at(recorder.newest)}, track.bottom() + ui.px(5));
  }
  if (!low) left.take_top(ui.px(10));
  draw_move_buttons(context, left.take_top(ui.px(26), ui.px(10)));
  if (left.h < ui.px(36)) return;
  const Rect bytes = left.take_top(ui.px(18));
  text_line(ui, bytes, ui.fonts.small, ui.theme.muted, bytes_of_bytes(recorder));
  copyable(bytes, bytes_of_bytes(recorder));
  text_line(ui, left.take_top(ui.px(18)), ui.fonts.small, recorder.shown ? ui.theme.warning : ui.theme.muted,
            shown_text(recorder));
}

}  // namespace

float recorder_height(const ViewContext& context, bool low) {
  return context.ui.px(kRecorderHead + kTimeLine + (low ? kLowFoot : kRecorderFoot) + 8);
}

float recorder_switch_width(const Ui& ui) {
  return button_width(ui, {.label = tr("recorder"), .small = true});
}

void draw_recorder_switch(const ViewContext& context, const Rect& area) {
  const bool open = context.state.recorder.open;
  const ButtonSpec spec{.id = "recorder",
                        .label = tr("recorder"),
                        .tip = tr("The flight recorder: earlier steps of this run, in every tab (F)"),
                        .on = open,
                        .small = true};
  if (button(context.ui, area, spec)) context.actions.emplace_back(action::ShowRecorder{!open});
}

float draw_recorder(const ViewContext& context, Rect area, const PlotSpan& span) {
  const Ui& ui = context.ui;
  line({area.x, area.y}, {area.right(), area.y}, ui.theme.line);
  exhibit({.name = "recorder",
           .title = tr("Flight recorder"),
           .area = area,
           .csv = [recorder = context.run.recorder] { return recorder_csv(*recorder); }});
  area.take_top(ui.px(4));
  Rect head = area.take_top(ui.px(kRecorderHead));
  const ButtonSpec close{.id = "close_recorder",
                         .icon = Icon::kCross,
                         .kind = ButtonKind::kQuiet,
                         .tip = tr("Close the recorder (F)")};
  if (button(ui, head.take_right(ui.px(24), ui.px(8)), close))
    context.actions.emplace_back(action::ShowRecorder{false});
  head.take_left(std::max(0.0F, span.x - head.x));
  const std::string_view title = tr("Flight recorder");
  text_line(ui, head.take_left(text_width(ui.fonts.bold, title) + 2, ui.px(14)), ui.fonts.bold, ui.theme.text,
            title);
  const std::string nothing = nothing_kept(context.run);
  if (!nothing.empty()) {
    draw_nothing_kept(context, {span.x, area.y, span.w, area.h}, nothing);
    return 0;
  }
  const std::string states = states_text(*context.run.recorder);
  if (text_width(ui.fonts.small, states) <= head.w) {
    text_line(ui, head, ui.fonts.small, ui.theme.muted, states);
  } else if (area.h < ui.px(kTimeLine + kRecorderFoot - 20)) {
    const std::string brief = shown_text(*context.run.recorder);
    text_line(ui, head, ui.fonts.small, ui.theme.muted, brief);
  }
  const Rect place = area.take_top(ui.px(kTimeLine));
  const ImVec2 knob = draw_time_line(context, place, span);
  draw_foot(context, area, span, time_track(ui, place, span));
  return context.run.recorder->shown ? knob.y - ui.px(8) : 0;
}

}  // namespace headroom::app
