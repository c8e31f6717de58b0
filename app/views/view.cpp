#include "app/views/view.h"

#include <algorithm>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

float text_column(const Ui& ui, float width) { return std::min(width - ui.px(32), ui.px(460)); }

}  // namespace

std::optional<EmptyState> no_networks(const ViewContext& context, const std::string& then) {
  switch (context.run.state) {
    case RunState::kEmpty:
      return EmptyState{
          .title = tr("Nothing is loaded"),
          .advice = tr("Choose an example or a file of your own at the top left: then {1}.", then)};
    case RunState::kPreparing:
      return EmptyState{.title = tr("Preparing the data"),
                        .advice = tr("The networks are made as soon as the data are there.")};
    case RunState::kFailed:
      return EmptyState{.title = tr("The device is gone"),
                        .advice = context.run.error
                                      ? context.run.error->message()
                                      : tr("Reset the run, or choose another device, to go on.")};
    default: return std::nullopt;
  }
}

float empty_state_height(const Ui& ui, float width, const EmptyState& empty) {
  return ui.px(30) + wrapped_height(ui.fonts.body, empty.advice, text_column(ui, width)) +
         (empty.button.empty() ? 0 : ui.px(56));
}

void draw_empty_state(const ViewContext& context, const Rect& area, const EmptyState& empty) {
  const Ui& ui = context.ui;
  const float width = text_column(ui, area.w);
  const float advice_height = wrapped_height(ui.fonts.body, empty.advice, width);
  Rect box = area.centered(width, empty_state_height(ui, area.w, empty));
  text_line(ui, box.take_top(ui.px(26), ui.px(4)), ui.fonts.title, ui.theme.text, empty.title,
            Align::kCenter);
  if (text_width(ui.fonts.body, empty.advice) <= width) {
    text_line(ui, box.take_top(advice_height), ui.fonts.body, ui.theme.muted, empty.advice, Align::kCenter);
  } else {
    box.take_top(draw_wrapped(ui.fonts.body, box.min(), width, ui.theme.muted, empty.advice));
  }
  if (empty.button.empty()) return;
  box.take_top(ui.px(16));
  const ButtonSpec spec{
      .id = "empty_state", .label = empty.button, .icon = empty.icon, .kind = ButtonKind::kPrimary};
  const float button_wide = std::max(ui.px(120), button_width(ui, spec));
  if (button(ui, box.take_top(ui.px(36)).centered(button_wide, ui.px(36)), spec)) {
    context.actions.insert(context.actions.end(), empty.actions.begin(), empty.actions.end());
  }
}

}  // namespace headroom::app
