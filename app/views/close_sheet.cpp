#include "app/views/close_sheet.h"

#include <algorithm>

#include "app/state/closing.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/sheet.h"
#include "core/base/tr.h"

namespace headroom::app {

void CloseSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  if (context.state.closing == Closing::kSaving) {
    Sheet sheet(ui, "close_sheet", tr("Saving the run…"), 480, 140);
    draw_wrapped(ui.fonts.body, sheet.content().min(), sheet.content().w, ui.theme.muted,
                 tr("The window closes when it is written."));
    return;
  }
  const bool training = context.run.state == RunState::kTraining;
  const ButtonSpec save{.id = "save",
                        .label = tr("Save and close"),
                        .icon = Icon::kSave,
                        .kind = ButtonKind::kPrimary,
                        .tip = tr("Enter")};
  const ButtonSpec discard{.id = "discard", .label = tr("Close without saving")};
  const ButtonSpec stay{.id = "stay", .label = training ? tr("Keep training") : tr("Stay"), .tip = tr("Esc")};
  const float buttons =
      button_width(ui, save) + button_width(ui, discard) + button_width(ui, stay) + 2 * ui.px(8);
  const float window = ImGui::GetIO().DisplaySize.x / ui.scale;
  const float width = std::min(560.0F, window - 32), inner = (width - 40) * ui.scale;
  const bool beside = buttons <= inner;
  const std::string question = close_question(context.run);
  const char* const consequence =
      tr("Saved, it goes on from here at the next start. Without saving, what it has learned is gone.");
  const float words =
      wrapped_height(ui.fonts.body, question, inner) + wrapped_height(ui.fonts.body, consequence, inner);
  Sheet sheet(ui, "close_sheet", tr("Close Headroom?"), width, words / ui.scale + (beside ? 140.0F : 224.0F));
  Rect rest = sheet.content();
  Rect foot = rest.take_bottom(ui.px(beside ? 36 : 120), ui.px(12));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, question), ui.px(4));
  draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, consequence);
  const auto put = [&](const ButtonSpec& spec, action::CloseAnswer answer) {
    const Rect area =
        beside ? foot.take_left(button_width(ui, spec), ui.px(8)) : foot.take_top(ui.px(36), ui.px(6));
    if (button(ui, area, spec)) context.actions.emplace_back(action::AnswerClose{answer});
    if (answer == action::CloseAnswer::kSave) ImGui::SetItemDefaultFocus();
  };
  put(save, action::CloseAnswer::kSave);
  put(discard, action::CloseAnswer::kDiscard);
  put(stay, action::CloseAnswer::kStay);
  if (sheet.closed()) context.actions.emplace_back(action::AnswerClose{action::CloseAnswer::kStay});
}

}  // namespace headroom::app
