#include "app/views/overlays.h"

#include "app/views/app_settings_sheet.h"

namespace headroom::app {

void Overlays::draw(const ViewContext& context) {
  const UiState& state = context.state;
  // Editors start from the run's values each time they open.
  if (!state.editing_custom_model) custom_model_ = {};
  if (!state.editing_settings) settings_ = {};
  if (!state.browser.open) browser_ = {};
  if (!state.paint.open) paint_ = {};
  if (!state.repeats.open) repeats_ = {};
  if (state.closing != Closing::kNo) {
    close_.draw(context);
  } else if (state.import_state.phase != ImportState::Phase::kNone) {
    import_.draw(context);
  } else if (state.browser.open) {
    browser_.draw(context);
  } else if (state.paint.open) {
    paint_.draw(context);
  } else if (state.keys_shown) {
    keys_.draw(context);
  } else if (state.app_settings_shown) {
    draw_app_settings(context);
  } else if (state.workspace.editing) {
    workspace_.draw(context);
  } else if (state.editing_custom_model) {
    custom_model_.draw(context);
  } else if (state.repeats.open) {
    repeats_.draw(context);
  } else if (state.editing_settings) {
    settings_.draw(context);
  } else if (state.open_stage && !state.home) {
    stage_.draw(context);
  }
}

}  // namespace headroom::app
