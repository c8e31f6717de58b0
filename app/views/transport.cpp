#include "app/views/transport.h"

#include <algorithm>
#include <cmath>

#include "app/state/play.h"
#include "app/views/batch_walk.h"
#include "app/views/headroom_panel.h"
#include "app/widgets/anchor.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kPlayWidth = 104, kStepWidth = 56, kAgainWidth = 66;

struct PlayButton {
  const char* label;
  Icon icon;
  const char* tip;
  bool enabled = true;
};

bool fits(const Snapshot& run) { return run.memory->report.verdict != Verdict::kDoesNotFit; }

PlayButton play_button(const Snapshot& run) {
  if (run.state == RunState::kReady && !fits(run)) {
    return {tr("Train"), Icon::kPlay, tr("Does not fit: the memory panel says what would make it fit"),
            false};
  }
  switch (run.state) {
    case RunState::kTraining: return {tr_c("play", "Pause"), Icon::kPause, tr("Pause (Space)")};
    case RunState::kPreparing:
      return {tr_c("play", "Cancel"), Icon::kCross, tr("Stop preparing; what was loaded before stays")};
    case RunState::kPaused: return {tr_c("play", "Resume"), Icon::kPlay, tr("Go on training (Space)")};
    case RunState::kFinished:
      return {tr_c("play", "Again"), Icon::kPlay, tr("Again from the start, with the same seed (Space)")};
    case RunState::kDiverged:
      return {tr_c("play", "Resume"), Icon::kPlay, tr("Go back first: the weights are no longer numbers"),
              false};
    case RunState::kEmpty:
    case RunState::kFailed: return {tr("Train"), Icon::kPlay, tr("Open data first"), false};
    case RunState::kReady: return {tr("Train"), Icon::kPlay, tr("Train (Space)")};
  }
  return {tr("Train"), Icon::kPlay, "", false};
}

// Why nothing may be played: the figure, and what to do.
std::string blocked_tip(const NetworkPlan& plan) {
  std::string tip = verdict_text(plan);
  for (const NetworkRemedy& remedy : plan.remedies) {
    if (remedy.verdict != Verdict::kFits) continue;
    tip += "\n" + tr("{1} would fit (saves {2})", remedy.title, format_bytes(remedy.saves));
    break;
  }
  return tip + "\n" + tr("Close the message (Esc) to go on with the run before");
}

// `parts`: its menu also offers what there is no room for a button of its own.
void step_button(const ViewContext& context, Rect area, const TransportParts& parts) {
  const Ui& ui = context.ui;
  const bool epoch = context.state.step_whole_epoch;
  const RunState state = context.run.state;
  const bool can = (state == RunState::kReady && fits(context.run)) || state == RunState::kPaused ||
                   state == RunState::kTraining;
  const bool blocked = play_blocked(context.state, context.run);
  const std::string why = blocked ? blocked_tip(*refused_plan(context.state, context.run)) : "";
  const Rect unit = area.take_right(ui.px(20));
  if (button(ui, area,
             {.id = "step",
              .icon = epoch ? Icon::kStepEpoch : Icon::kStep,
              .tip = blocked ? std::string_view(why)
                     : epoch ? tr("One epoch, then pause (S)")
                             : tr("One batch, then pause (S)"),
              .enabled = can && !blocked})) {
    context.actions.emplace_back(action::Run{command::Step{epoch}});
  }
  ImGui::PushID("step_unit");
  if (button(ui, unit, {.id = "choose", .icon = Icon::kChevron, .tip = tr("Step size"), .small = true})) {
    ImGui::OpenPopup("units");
  }
  if (begin_popup(ui, "units", area, ui.px(190))) {
    const float width = ImGui::GetContentRegionAvail().x;
    if (menu_item(ui, 0, width, {.title = tr("step one batch"), .selected = !epoch})) {
      context.actions.emplace_back(action::SetStepUnit{false});
    }
    if (menu_item(ui, 1, width, {.title = tr("step one epoch"), .selected = epoch})) {
      context.actions.emplace_back(action::SetStepUnit{true});
    }
    if (!parts.seed && menu_item(ui, 2, width, {.title = tr("reset with a new seed"), .icon = Icon::kDice})) {
      context.actions.emplace_back(action::Run{command::Reset{true}});
    }
    if (!parts.pace) pace_items(context, 3, width);
    end_popup();
  }
  ImGui::PopID();
}

void more_button(const ViewContext& context, const Rect& area) {
  const std::string label = tr("+{1} epochs", std::to_string(kMoreEpochs));
  const std::string tip = tr("Train {1} epochs more, from here", std::to_string(kMoreEpochs));
  ButtonSpec spec{.id = "more", .label = label, .tip = tip};
  const std::string brief = label.substr(0, label.find(' '));
  if (text_width(context.ui.fonts.bold, label) > area.w - context.ui.px(8)) spec.label = brief;
  if (button(context.ui, area, spec)) {
    context.actions.emplace_back(action::MoreEpochs{});
  }
}

void seed_button(const ViewContext& context, const Rect& area, bool loaded, const std::string& lasting) {
  const std::string tip =
      tr("Reset with a new seed (N); now {1}", std::to_string(context.run.facts->config.train.seed)) +
      lasting;
  if (button(context.ui, area, {.id = "seed", .icon = Icon::kDice, .tip = tip, .enabled = loaded})) {
    context.actions.emplace_back(action::Run{command::Reset{true}});
  }
}

std::int64_t steps_of(const ModelSnapshot* model) { return model ? model->steps_per_epoch : 0; }

std::string batch_text(std::int64_t batch, std::int64_t of) {
  return tr("batch {1} / {2}", format_count(batch), format_count(of));
}

// A number that changes more often cannot be read.
bool batch_can_be_followed(const Snapshot& run, const ModelSnapshot& model) {
  constexpr double kReadable = 100;  // batches a second
  if (run.state == RunState::kFinished) return false;
  return run.state != RunState::kTraining || !run.facts->pace.full() ||
         (model.steps > 0 && model.steps_per_second < kReadable);
}

// Digits in cells of one width: a counter that does not jump, in a font that is not monospaced.
void put_digits(const Ui& ui, Rect& rest, const std::string& digits) {
  const float cell = std::ceil(text_width(ui.fonts.title, "0"));
  for (const char digit : digits) {
    text_line(ui, rest.take_left(cell), ui.fonts.title, ui.theme.text, std::string_view(&digit, 1),
              Align::kCenter);
  }
}

}  // namespace

float transport_width(const Ui& ui, const TransportParts& parts) {
  return ui.px(36 + 6 + kPlayWidth + 6 + kStepWidth) + (parts.seed ? ui.px(42) : 0) +
         (parts.pace ? ui.px(6) + pace_width(ui, *parts.pace) : 0);
}

float epoch_width(const Ui& ui, const Snapshot& run) {
  const std::int64_t wanted = run.facts->config.train.epochs;
  const std::string digits = padded_epoch(wanted, wanted);
  const std::int64_t steps = steps_of(slowest_model(run));
  const float batch = text_width(ui.fonts.mono, batch_text(steps, steps)) + 1;
  return std::max(batch, text_width(ui.fonts.mono, tr("epoch") + std::string("/")) +
                             text_width(ui.fonts.title, std::string(digits.size(), '0')) + 6 +
                             text_width(ui.fonts.mono, digits) + ui.px(19) + 4);
}

void draw_transport(const ViewContext& context, Rect area, const TransportParts& parts) {
  const Ui& ui = context.ui;
  const float gap = ui.px(6), square = ui.px(36);
  const bool loaded = !context.run.facts->config.id.empty();
  const bool finished = context.run.state == RunState::kFinished;
  const std::string lasting =
      context.run.facts->undoable
          ? std::string()
          : std::string("\n") + tr("Cannot be undone: the networks are too large to be kept");
  const std::string reset_tip = tr("Back to step 0 with the same seed (R)") + lasting;
  if (button(ui, area.take_left(square, gap),
             {.id = "reset", .icon = Icon::kReset, .tip = reset_tip, .enabled = loaded})) {
    context.actions.emplace_back(action::Run{command::Reset{}});
  }
  const PlayButton play = play_button(context.run);
  const bool blocked = play_blocked(context.state, context.run);
  const std::string why = blocked ? blocked_tip(*refused_plan(context.state, context.run)) : play.tip;
  // The end offers to go on: the same room, divided otherwise.
  const float play_width = finished ? kAgainWidth : kPlayWidth;
  if (button(ui, area.take_left(ui.px(play_width), gap),
             {.id = "play",
              .label = play.label,
              .icon = finished ? Icon::kNone : play.icon,
              .kind = ButtonKind::kPrimary,
              .tip = why,
              .enabled = play.enabled && !blocked})) {
    for (Action& action : press_play(context.run.state)) context.actions.push_back(std::move(action));
  }
  const Rect step = area.take_left(ui.px(kPlayWidth + kStepWidth - play_width), gap);
  finished ? more_button(context, step) : step_button(context, step, parts);
  if (parts.seed) seed_button(context, area.take_left(square, gap), loaded, lasting);
  if (parts.pace) draw_pace(context, area.take_left(pace_width(ui, *parts.pace)), *parts.pace);
}

void draw_epoch(const ViewContext& context, const Rect& area) {
  anchor("epoch", area);
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  const ModelSnapshot* const slowest = slowest_model(run);
  const std::int64_t epoch = slowest == nullptr ? 0 : slowest->epoch;
  const std::int64_t wanted = run.facts->config.train.epochs;
  Rect rest = area;
  const Rect below = rest.take_bottom(ui.px(16));
  const auto put = [&](ImFont* font, const ImVec4& c, const std::string& text, float gap) {
    text_line(ui, rest.take_left(text_width(font, text) + 1, gap), font, c, text);
  };
  // Large type on a small window: the number is what counts.
  const bool roomy = area.w >= epoch_width(ui, run);
  if (roomy) put(ui.fonts.mono, ui.theme.muted, tr("epoch"), ui.px(7));
  put_digits(ui, rest, padded_epoch(epoch, wanted));
  rest.take_left(ui.px(6));
  put(ui.fonts.mono, ui.theme.muted, "/", ui.px(6));
  put(ui.fonts.mono, ui.theme.muted, padded_epoch(wanted, wanted), 0);
  if (slowest == nullptr || slowest->steps_per_epoch <= 0) return;
  const double within =
      static_cast<double>(slowest->step_in_epoch) / static_cast<double>(slowest->steps_per_epoch);
  const Rect bar{area.x, area.bottom() + ui.px(1), rest.x - area.x, ui.px(3)};
  progress_bar(ui, bar, run.state == RunState::kFinished ? 1 : within, ui.theme.action);
  if (batch_can_be_followed(run, *slowest)) {
    text_line(ui, below, ui.fonts.mono, ui.theme.muted,
              batch_text(slowest->step_in_epoch, slowest->steps_per_epoch));
  }
  if (hovering(area)) {
    tooltip(ui, tr("{1} of {2} epochs finished\nbatch {3} of {4}\nstep {5}", format_count(epoch),
                   format_count(wanted), format_count(slowest->step_in_epoch),
                   format_count(slowest->steps_per_epoch), format_count(slowest->steps)));
  }
}

}  // namespace headroom::app
