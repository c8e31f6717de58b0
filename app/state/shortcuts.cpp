#include "app/state/shortcuts.h"

#include <array>

#include "app/state/refusal.h"

namespace headroom::app {

namespace {

constexpr float kScaleStep = 0.1f;

constexpr std::array kShortcuts = {
    Shortcut{"Space", "play or pause"},
    Shortcut{"S", "one step: a batch or an epoch"},
    Shortcut{"R", "reset, same seed"},
    Shortcut{"N or Shift+R", "reset, new seed"},
    Shortcut{"1  2 or P", "curves, plan"},
    Shortcut{"Ctrl+O", "open a CSV file, or a config.json to plan"},
    Shortcut{"Ctrl+S", "save the run, from then on after every epoch"},
    Shortcut{"Ctrl+E  Ctrl+Z", "plan: save it as Markdown, undo a change"},
    Shortcut{"F11", "presenter mode"},
    Shortcut{"T", "dark or light"},
    Shortcut{"Ctrl+=  Ctrl+-  Ctrl+0", "larger, smaller, normal text"},
    Shortcut{"Esc", "close what lies on top"},
    Shortcut{"?", "these keys"},
};

// A sheet that waits for an answer: letters must not work on the run behind it.
bool asking(const UiState& state) {
  return state.browser.open || state.import_state.phase != ImportState::Phase::kNone ||
         state.editing_custom_model || state.editing_settings;
}

bool plan_shown(const UiState& state) { return state.tab == Tab::kPlan && !state.home; }

bool import_ready(const ImportState& import) {
  return import.phase == ImportState::Phase::kChoosing && import.dataset && !import.refusal;
}

ActionQueue control_actions(char32_t character, const UiState& state, const Snapshot& run) {
  switch (character) {
    case U'o': return {action::Browse{true}};
    case U's':
      if (state.home || run.models.empty()) return {};
      return {action::Run{command::SaveRun{}}};  // to the default directory
    case U'e':
      if (!plan_shown(state) || !state.plan.report) return {};
      return {action::SavePlan{}};
    case U'z':
      if (!plan_shown(state) || asking(state)) return {};
      return {action::UndoPlan{}};
    case U'=':
    case U'+': return {action::SetTextScale{state.text_scale + kScaleStep}};
    case U'-': return {action::SetTextScale{state.text_scale - kScaleStep}};
    case U'0': return {action::SetTextScale{1}};
    default: return {};
  }
}

ActionQueue run_actions(char32_t character, const UiState& state, const Snapshot& run) {
  if (character == U'2' || character == U'p' || character == U'P') return {action::SelectTab{Tab::kPlan}};
  if (character == U'1' && !state.home) return {action::SelectTab{Tab::kCurves}};
  if (state.home || run.state == RunState::kEmpty) return {};
  // The message that is on the screen answers.
  const bool plays = character == U' ' || character == U's' || character == U'S';
  if (plays && play_blocked(state, run)) return {};
  switch (character) {
    case U' ': return press_play(run.state);
    case U's':
    case U'S': return {action::Run{command::Step{state.step_whole_epoch}}};
    case U'r': return {action::Run{command::Reset{false}}};
    case U'R':
    case U'n':
    case U'N': return {action::Run{command::Reset{true}}};
    default: return {};
  }
}

}  // namespace

std::span<const Shortcut> shortcut_list() { return kShortcuts; }

ActionQueue press_play(RunState state) {
  switch (state) {
    case RunState::kTraining: return {action::Run{command::Pause{}}};
    case RunState::kPreparing: return {action::Run{command::Cancel{}}};
    case RunState::kFinished: return {action::Run{command::Reset{false}}, action::Run{command::Play{}}};
    case RunState::kReady:
    case RunState::kPaused: return {action::Run{command::Play{}}};
    case RunState::kEmpty:
    case RunState::kDiverged:  // the window offers to go back first
    case RunState::kFailed: return {};
  }
  return {};
}

ActionQueue close_top(const UiState& state, const Snapshot& run) {
  if (state.keys_shown) return {action::ShowKeys{false}};
  if (state.browser.open) return {action::Browse{false}};
  if (state.import_state.phase != ImportState::Phase::kNone) return {action::CancelImport{}};
  if (state.editing_custom_model) return {action::EditCustomModel{false}};
  if (state.editing_settings) return {action::EditSettings{false}};
  if (state.open_stage) return {action::OpenStage{}};
  if (state.failure || (run.error && run.error_sequence > state.dismissed_error))
    return {action::DismissError{}};
  if (run.state == RunState::kPreparing && !state.home) return {action::Run{command::Cancel{}}};
  if (state.presenter) return {action::SetPresenter{false}};
  return {};
}

ActionQueue actions_for(const KeyPress& key, const UiState& state, const Snapshot& run) {
  if (key.named == NamedKey::kEscape) return close_top(state, run);
  if (key.named == NamedKey::kF11) return {action::SetPresenter{!state.presenter}};
  if (key.named == NamedKey::kEnter) {
    if (import_ready(state.import_state)) return {action::TrainImported{}};
    return {};
  }
  if (key.control) return control_actions(key.character, state, run);
  if (key.character == U'?') return {action::ShowKeys{!state.keys_shown}};
  if (asking(state)) return {};
  if (key.character == U't' || key.character == U'T') return {action::SetTheme{!state.dark}};
  return run_actions(key.character, state, run);
}

}  // namespace headroom::app
