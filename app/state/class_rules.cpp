#include "app/state/class_rules.h"

#include <algorithm>

#include "core/base/tr.h"

namespace headroom::app {

namespace {

template <typename... Kinds>
bool is_any(const Action& action) {
  return (holds_alternative<Kinds>(action) || ...);
}

bool changes_settings(const Action& action) {
  if (const auto* const edit = get_if<action::EditCustomModel>(&action)) return edit->on;
  if (const auto* const edit = get_if<action::EditSettings>(&action)) return edit->on;
  if (const auto* const run = get_if<action::Run>(&action)) {
    const auto* const reset = std::get_if<command::Reset>(&run->command);
    return (reset != nullptr && reset->new_seed) || std::holds_alternative<command::Change>(run->command) ||
           std::holds_alternative<command::SetDevice>(run->command) ||
           std::holds_alternative<command::CompareDevices>(run->command);
  }
  return is_any<action::Edit>(action);
}

bool plans(const Action& action) {
  return is_any<action::PlanExample, action::PlanOnSmallCard, action::AskDevice, action::PlanAbout,
                action::PlanModelFile, action::SetPlan, action::PlanOn, action::MeasurePlan>(action);
}

// Another workspace may always be opened.
bool opens_other_data(const Action& action) {
  if (const auto* const open = get_if<action::OpenPath>(&action)) return !is_workspace(open->path);
  if (const auto* const drop = get_if<action::Drop>(&action))
    return !std::all_of(drop->paths.begin(), drop->paths.end(),
                        [](const std::string& path) { return is_workspace(path); });
  if (const auto* const paint = get_if<action::OpenPainting>(&action))
    return paint->from != action::OpenPainting::From::kClose;
  return is_any<action::OpenPreset, action::Paste, action::TrainPainted, action::TrainImported,
                action::GoHome>(action);
}

}  // namespace

bool hides_tab(const UiState& state, Tab tab) {
  if (tab == Tab::kPlan) return state.workspace.hides(Hidden::kPlan);
  return tab != Tab::kCurves && tab != Tab::kLearn && state.workspace.hides(Hidden::kTabs);
}

std::optional<Hidden> hidden_group(const UiState& state, const Action& action) {
  const WorkspaceState& workspace = state.workspace;
  if (workspace.hidden.empty()) return std::nullopt;
  if (const auto* const tab = get_if<action::SelectTab>(&action)) {
    if (!hides_tab(state, tab->tab)) return std::nullopt;
    return tab->tab == Tab::kPlan ? Hidden::kPlan : Hidden::kTabs;
  }
  if (const auto* const learn = get_if<action::Learn>(&action)) {
    if (learn->what == LearnDo::kHint && workspace.hides(Hidden::kAnswers)) return Hidden::kAnswers;
    return std::nullopt;
  }
  if (workspace.hides(Hidden::kSettings) && changes_settings(action)) return Hidden::kSettings;
  if (workspace.hides(Hidden::kPlan) && plans(action)) return Hidden::kPlan;
  if (workspace.hides(Hidden::kData) && opens_other_data(action)) return Hidden::kData;
  return std::nullopt;
}

std::string hidden_text(const UiState& state, Hidden group) {
  const std::string_view title = tr(kHiddenTable.row(group).title);
  if (state.workspace.author.empty())
    return tr("\u201c{1}\u201d is hidden by this workspace: \u201cShow all\u201d brings it back", title);
  return tr("\u201c{1}\u201d is hidden by {2}'s workspace: \u201cShow all\u201d brings it back", title,
            state.workspace.author);
}

}  // namespace headroom::app
