#include "app/views/messages.h"

#include <algorithm>
#include <optional>

#include "app/state/play.h"
#include "app/state/troubles.h"
#include "app/views/architecture.h"
#include "app/views/curves_view.h"
#include "app/views/window_layout.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

constexpr auto kTitles = names<ErrorCode>({{ErrorCode::kUsage, "That setting does not work"},
                                           {ErrorCode::kBadInput, "The input cannot be used"},
                                           {ErrorCode::kNotFound, "Not found"},
                                           {ErrorCode::kIo, "Reading or writing failed"},
                                           {ErrorCode::kOutOfMemory, "Does not fit into memory"},
                                           {ErrorCode::kDevice, "The device failed"},
                                           {ErrorCode::kUnsupported, "Not possible on this device"},
                                           {ErrorCode::kCancelled, "Stopped"},
                                           {ErrorCode::kDiverged, "Training diverged"},
                                           {ErrorCode::kInternal, "A defect of Headroom"}});

// The lowest of what is advised to the models that diverged.
RateAdvice advice_of(const Snapshot& run) {
  const double failed = run.facts->config.train.optimizer.learning_rate;
  std::optional<RateAdvice> lowest;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.divergence) continue;
    const RateAdvice advice =
        rate_after_divergence(model.history, failed, run.facts->opened.train.optimizer.learning_rate);
    if (!lowest || advice.rate < lowest->rate) lowest = advice;
  }
  return lowest.value_or(RateAdvice{failed / 10});
}

const char* advice_tip(RateAdvice::Reason reason) {
  switch (reason) {
    case RateAdvice::Reason::kImproved:
      return "To the last good epoch, with the last rate at which the validation loss improved";
    case RateAdvice::Reason::kOpened: return "To the last good epoch, with the rate this run was opened with";
    case RateAdvice::Reason::kTenth: break;
  }
  return "To the last good epoch, with a tenth of the learning rate";
}

}  // namespace

void draw_error(const ViewContext& context) {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  const bool of_run = run.error && run.error_sequence > context.state.dismissed_error;
  if (!of_run && !context.state.failure) return;
  const Error& error = context.state.failure ? *context.state.failure : *run.error;
  const bool refused =
      !context.state.failure && refused_plan(context.state, run) && !run.curves->models.empty();
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  // Not over the memory panel, which shows the refused plan.
  Rect under{0, 0, screen.x, screen.y};
  const bool presenter = context.state.presenter;
  const CurvesLayout layout =
      curves_layout(window_layout(screen.x, screen.y, ui.scale, presenter).main, ui.scale, presenter);
  if (refused && !context.state.home && !layout.side.empty()) under = layout.curves;
  const float width = std::min(under.w - ui.px(32), ui.px(680)), pad = ui.px(16);
  const float text = width - 2 * pad - ui.px(36) - ui.px(32);
  // A refusal for want of memory names the device in its sentence.
  const bool place = !error.where().empty() && !refused;
  const std::string& message = error.message();
  const float message_height = wrapped_height(ui.fonts.body, message, text);
  const float place_height = place ? wrapped_height(ui.fonts.mono, error.where(), text) : 0;
  const float foot = refused ? ui.px(44) : 0;
  const float natural = ui.px(24) + message_height + place_height + foot + ui.px(24);
  const float height = std::min(natural, screen.y - ui.px(64));
  const Rect box{under.x + (under.w - width) / 2, screen.y - height - ui.px(44), width, height};
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.w, box.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, {0, 0, 0, 0});
  ImGui::Begin("error", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing |
                   (natural <= height ? ImGuiWindowFlags_NoScrollWithMouse : 0));
  fill(box, mix(ui.theme.card, ui.theme.bad, 0.08F), ui.px(8));
  stroke(box, ui.theme.bad, ui.px(8), ui.px(1.5F));
  Rect rest = box.inset(pad, ui.px(12));
  draw_icon(Icon::kWarning, {rest.x, rest.y, ui.px(22), ui.px(22)}, ui.px(20), ui.theme.bad);
  const Rect cross = Rect{rest.right() - ui.px(28), rest.y - ui.px(2), ui.px(28), ui.px(28)};
  if (button(ui, cross,
             {.id = "dismiss", .icon = Icon::kCross, .kind = ButtonKind::kQuiet, .tip = "Close"})) {
    context.actions.emplace_back(action::DismissError{});
  }
  rest.take_left(ui.px(34));
  rest.take_right(ui.px(34));
  text_line(ui, rest.take_top(ui.px(24)), ui.fonts.bold, ui.theme.text, kTitles.name(error.code()));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), text, ui.theme.text, message));
  if (place) rest.take_top(draw_wrapped(ui.fonts.mono, rest.min(), text, ui.theme.muted, error.where()));
  if (refused) {
    rest.take_top(ui.px(8));
    const ButtonSpec back{.id = "back", .label = "Back to the run before", .icon = Icon::kReset};
    if (button(ui, rest.take_top(ui.px(36)).take_left(button_width(ui, back)), back)) {
      context.actions.emplace_back(action::DismissError{});
    }
  }
  ImGui::End();
  ImGui::PopStyleColor();
}

float draw_divergence(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  if (run.state != RunState::kDiverged) return 0;
  std::string text;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.divergence) continue;
    const Divergence& d = *model.divergence;
    if (!text.empty()) text += ' ';
    text += model_title(model.choice) + ": " + divergence_place(d) + " became NaN or infinite in epoch " +
            format_count(d.epoch) + ", step " + format_count(d.step) + ".";
  }
  const double rate = run.facts->config.train.optimizer.learning_rate;
  text += " The learning rate was " + learning_rate_text(rate) + ".";
  const RateAdvice advice = advice_of(run);
  const double advised = advice.rate, other = advised / 3;
  const std::string back = "Go back, LR " + short_rate(advised), mild = "LR " + short_rate(other);
  const ButtonSpec first{.id = "rollback",
                         .label = back,
                         .icon = Icon::kReset,
                         .kind = ButtonKind::kPrimary,
                         .tip = advice_tip(advice.reason)};
  const ButtonSpec second{
      .id = "rollback3", .label = mild, .tip = "To the last good epoch, with a third of it"};
  const float buttons = button_width(ui, first) + ui.px(8) + button_width(ui, second);
  const bool beside = area.w - buttons > ui.px(360);
  const float room = area.w - ui.px(64) - (beside ? buttons + ui.px(16) : 0);
  const float text_height = wrapped_height(ui.fonts.body, text, room);
  const float height = ui.px(24) + text_height + (beside ? 0 : ui.px(44)) + ui.px(24);
  const Rect box{area.x, area.y, area.w, height};
  fill(box, mix(ui.theme.card, ui.theme.warning, 0.08F), ui.px(8));
  stroke(box, ui.theme.warning, ui.px(8), ui.px(1.5F));
  Rect rest = box.inset(ui.px(16), ui.px(12));
  draw_icon(Icon::kWarning, rest.take_left(ui.px(22), ui.px(10)), ui.px(20), ui.theme.warning);
  Rect keys = beside ? rest.take_right(buttons, ui.px(16)) : rest.take_bottom(ui.px(36));
  keys = beside ? keys.centered(buttons, ui.px(36)) : Rect{keys.x, keys.y, std::min(buttons, keys.w), keys.h};
  text_line(ui, rest.take_top(ui.px(24)), ui.fonts.bold, ui.theme.text, "Training diverged and is paused");
  draw_wrapped(ui.fonts.body, rest.min(), room, ui.theme.text, text);
  if (button(ui, keys.take_left(button_width(ui, first), ui.px(8)), first)) {
    context.actions.emplace_back(action::Run{command::RollBack{advised}});
  }
  if (button(ui, keys.take_left(button_width(ui, second)), second)) {
    context.actions.emplace_back(action::Run{command::RollBack{other}});
  }
  return height + ui.px(12);
}

bool draw_trouble(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const ModelSnapshot* const model = troubled_model(context.state, context.run);
  if (!model || area.empty()) return false;
  fill(area, mix(ui.theme.panel, ui.theme.warning, 0.06F), ui.px(6));
  stroke(area, mix(ui.theme.panel, ui.theme.warning, 0.5F), ui.px(6));
  Rect rest = area.inset(ui.px(10), 0);
  draw_icon(Icon::kWarning, rest.take_left(ui.px(18), ui.px(8)), ui.px(16), ui.theme.warning);
  const float key = std::min(area.h - ui.px(4), ui.px(28));
  const ButtonSpec cross{.id = "dismiss_trouble",
                         .icon = Icon::kCross,
                         .kind = ButtonKind::kQuiet,
                         .tip = "Do not tell this again in this run"};
  if (button(ui, rest.take_right(ui.px(28), ui.px(4)).centered(ui.px(28), key), cross))
    context.actions.emplace_back(action::DismissTrouble{});
  const std::string label = remedy_label(*model->trouble);
  const std::string& advice = model->trouble->advice;
  if (!label.empty()) {
    const ButtonSpec follow{
        .id = "follow_advice", .label = label, .tip = advice, .small = area.h < ui.px(32)};
    const float width = button_width(ui, follow);
    if (button(ui, rest.take_right(width, ui.px(12)).centered(width, key), follow))
      context.actions.emplace_back(action::FollowAdvice{});
  }
  const auto selected = [](const ModelSnapshot& m) { return m.selected; };
  const auto& models = context.run.curves->models;
  const bool several = std::count_if(models.begin(), models.end(), selected) > 1;
  const std::string whose = several ? model_title(model->choice) + ": " : std::string();
  const std::string what = whose + model->trouble->what, all = what + " " + advice;
  const float row = line_height(ui.fonts.small);
  if (text_width(ui.fonts.body, all) <= rest.w) {
    text_line(ui, rest, ui.fonts.body, ui.theme.text, all);
  } else if (2 * row > rest.h) {
    text_line(ui, rest, ui.fonts.small, ui.theme.text, all);  // the whole of it as a tooltip
  } else if (text_width(ui.fonts.small, what) > rest.w &&
             wrapped_height(ui.fonts.small, all, rest.w) <= rest.h) {
    draw_wrapped(ui.fonts.small, {rest.x, rest.y + (rest.h - 2 * row) / 2}, rest.w, ui.theme.text, all);
  } else {
    rest = rest.inset(0, (rest.h - 2 * row) / 2);
    text_line(ui, rest.take_top(row), ui.fonts.small, ui.theme.text, what);
    text_line(ui, rest, ui.fonts.small, ui.theme.muted, advice);
  }
  return true;
}

}  // namespace headroom::app
