#include "app/views/messages.h"

#include <algorithm>

#include "app/state/play.h"
#include "app/state/troubles.h"
#include "app/views/curves_view.h"
#include "app/views/window_layout.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr auto kTitles = names<ErrorCode>({{ErrorCode::kUsage, tr_later("That setting does not work")},
                                           {ErrorCode::kBadInput, tr_later("The input cannot be used")},
                                           {ErrorCode::kNotFound, tr_later("Not found")},
                                           {ErrorCode::kIo, tr_later("Reading or writing failed")},
                                           {ErrorCode::kOutOfMemory, tr_later("Does not fit into memory")},
                                           {ErrorCode::kDevice, tr_later("The device failed")},
                                           {ErrorCode::kUnsupported, tr_later("Not possible on this device")},
                                           {ErrorCode::kCancelled, tr_later("Stopped")},
                                           {ErrorCode::kDiverged, tr_later("Training diverged")},
                                           {ErrorCode::kInternal, tr_later("A defect of Headroom")}});

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
             {.id = "dismiss", .icon = Icon::kCross, .kind = ButtonKind::kQuiet, .tip = tr("Close")})) {
    context.actions.emplace_back(action::DismissError{});
  }
  rest.take_left(ui.px(34));
  rest.take_right(ui.px(34));
  text_line(ui, rest.take_top(ui.px(24)), ui.fonts.bold, ui.theme.text, tr(kTitles.name(error.code())));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), text, ui.theme.text, message));
  if (place) rest.take_top(draw_wrapped(ui.fonts.mono, rest.min(), text, ui.theme.muted, error.where()));
  if (refused) {
    rest.take_top(ui.px(8));
    const ButtonSpec back{.id = "back", .label = tr("Back to the run before"), .icon = Icon::kReset};
    if (button(ui, rest.take_top(ui.px(36)).take_left(button_width(ui, back)), back)) {
      context.actions.emplace_back(action::DismissError{});
    }
  }
  ImGui::End();
  ImGui::PopStyleColor();
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
                         .tip = tr("Do not tell this again in this run")};
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
