// Everything a person can make the window do, as values. Buttons, keys, the script driver and drag and
// drop all produce these and nothing else, so whatever can be clicked can be scripted and tested.
//
// Views append to an ActionQueue while they draw; App carries them out after the frame.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/state/plan_state.h"
#include "app/state/tabs.h"
#include "core/data/tabular.h"
#include "core/pipeline/stage.h"
#include "core/run/change.h"
#include "core/run/command.h"

namespace headroom::app {

enum class CurveAxis { kStep, kEpoch, kSeconds };
inline constexpr auto kCurveAxisNames = names<CurveAxis>(
    {{CurveAxis::kStep, "step"}, {CurveAxis::kEpoch, "epoch"}, {CurveAxis::kSeconds, "seconds"}});

struct CurveOptions {
  double smoothing = 0.6;  // 0 to 0.99
  CurveAxis axis = CurveAxis::kEpoch;
  bool log_loss = false;
  bool show_reference = true;
};

namespace action {

// To the run thread.
struct Run {
  Command command;
};
// Changes settings of the loaded run. `edit` is called when the action is carried out, on top of earlier
// edits, so that quick edits add up. It may throw Error, which is shown.
struct Edit {
  std::function<void(RunConfig& config)> edit;
  bool custom_again = false;  // see command::Change
};
struct OpenPreset {
  std::string id;
  bool play = false;
};
// A CSV is read, then the import sheet is shown; a config.json is planned; a run record is resumed.
struct OpenPath {
  std::string path;
};
// Files dropped onto the window: one is opened, several are refused.
struct Drop {
  std::vector<std::string> paths;
};
// While a file is read or its target chosen.
struct CancelImport {};
// Another target or task on the import sheet.
struct ImportOptions {
  TabularOptions options;
};
// Accepts the import sheet.
struct TrainImported {
  bool play = true;
};
// The file chooser.
struct Browse {
  bool open = true;
};
struct BrowseTo {
  std::string directory;
};
// A stage card's sheet; empty closes it.
struct OpenStage {
  std::optional<StageId> stage;
};
struct SetTheme {
  bool dark = true;
};
// 1.0 to 2.5.
struct SetTextScale {
  float scale = 1;
};
struct SetPresenter {
  bool on = true;
};
struct SetCurves {
  CurveOptions options;
};
// Lets the curves follow the run again.
struct FitCurves {};
// The key overview.
struct ShowKeys {
  bool on = true;
};
// The editor for the custom architecture.
struct EditCustomModel {
  bool on = true;
};
// Batch, optimizer, epochs, seed, ...
struct EditSettings {
  bool on = true;
};
// What the step button and S do.
struct SetStepUnit {
  bool whole_epoch = false;
};
struct SelectTab {
  Tab tab = Tab::kCurves;
};
// The worked example: 24 GB on a card of 16 GB.
struct PlanExample {};
struct PlanAbout {
  PlanSubject subject = PlanSubject::kTransformer;
  std::string run_model = {};  // kRun: which network
};
// A config.json.
struct PlanModelFile {
  std::string path;
};
// Other settings, by hand or by a remedy.
struct SetPlan {
  PlanInputs inputs;
};
struct PlanOn {
  std::string card;  // empty: the device of this machine
};
// Back to the previous question.
struct UndoPlan {};
// Times the planned network (typical ones for a transformer) on this machine.
struct MeasurePlan {};
struct SavePlan {
  PlanFormat format = PlanFormat::kMarkdown;
  std::string path = {};  // empty: the default place
};
struct DismissError {};
// Back to the first screen.
struct GoHome {};
// A PNG of the next finished frame.
struct SaveScreenshot {
  std::string path;
};
// At once.
struct Quit {};
// As the window's close button: asks, or saves first, where something would be lost.
struct Close {
  bool ask = true;  // false: nobody is there to answer
};
enum class CloseAnswer { kSave, kDiscard, kStay };
struct AnswerClose {
  CloseAnswer answer = CloseAnswer::kStay;
};
// An entry of the first screen's list, counted from 0.
struct OpenRecent {
  std::size_t entry = 0;
};
// To the trash, or off the list.
struct RemoveRecent {
  std::size_t entry = 0;
};
// Brings back what was removed last.
struct UndoRecent {};

}  // namespace action

// Edits that more than one place offers.
inline action::Edit use_learning_rate(double rate) {
  return {[rate](RunConfig& config) { config.train.optimizer.learning_rate = rate; }};
}
inline action::Edit use_models(std::vector<std::string> ids) {
  return {[ids = std::move(ids)](RunConfig& config) { config.selected = ids; }};
}
// Starts the custom model over, even if it has these widths already.
inline action::Edit use_custom_model(std::vector<std::int64_t> hidden) {
  return {[hidden = std::move(hidden)](RunConfig& config) { set_custom_model(config, hidden); }, true};
}

using Action =
    std::variant<action::Run, action::Edit, action::OpenPreset, action::OpenPath, action::Drop,
                 action::CancelImport, action::ImportOptions, action::TrainImported, action::Browse,
                 action::BrowseTo, action::OpenStage, action::SetTheme, action::SetTextScale,
                 action::SetPresenter, action::SetCurves, action::FitCurves, action::ShowKeys,
                 action::EditCustomModel, action::EditSettings, action::SetStepUnit, action::SelectTab,
                 action::PlanExample, action::PlanAbout, action::PlanModelFile, action::SetPlan,
                 action::PlanOn, action::UndoPlan, action::MeasurePlan, action::SavePlan,
                 action::DismissError, action::GoHome, action::SaveScreenshot, action::Quit, action::Close,
                 action::AnswerClose, action::OpenRecent, action::RemoveRecent, action::UndoRecent>;

using ActionQueue = std::vector<Action>;

}  // namespace headroom::app
