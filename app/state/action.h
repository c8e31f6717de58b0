// Everything a person can make the window do, as values. Buttons, keys, the script driver and drag and
// drop all produce these and nothing else, so whatever can be clicked can be scripted and tested.
//
// Views append to an ActionQueue while they draw; the shell carries them out after the frame.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/state/plan_state.h"
#include "core/data/tabular.h"
#include "core/pipeline/stage.h"
#include "core/run/change.h"
#include "core/run/command.h"

namespace headroom::app {

// What fills the window below the top bar.
enum class Tab { kCurves, kPlan };

enum class CurveAxis { kStep, kEpoch, kSeconds };

struct CurveOptions {
  double smoothing = 0.6;  // 0 to 0.99
  CurveAxis axis = CurveAxis::kEpoch;
  bool log_loss = false;
  bool show_reference = true;
};

namespace action {

struct Run {
  Command command;
};  // to the run thread
// Other settings for the loaded run. Made when it is carried out, on top of what was asked for before, so
// that quick edits add up. May throw Error, which is shown.
struct Edit {
  std::function<void(RunConfig& config)> edit;
  bool custom_again = false;  // see command::Change
};
struct OpenPreset {
  std::string id;
  bool play = false;
};
struct OpenPath {
  std::string path;
};  // a CSV: read it, then show the import sheet; a config.json: plan it; a run record: go on with it
struct Drop {
  std::vector<std::string> paths;
};                       // onto the window: one is opened, several are refused
struct CancelImport {};  // while reading or choosing
struct ImportOptions {
  TabularOptions options;
};  // another target or task on the import sheet
struct TrainImported {
  bool play = true;
};  // accept the import sheet
struct Browse {
  bool open = true;
};  // the file chooser
struct BrowseTo {
  std::string directory;
};
struct OpenStage {
  std::optional<StageId> stage;
};  // a stage card's sheet; empty closes
struct SetTheme {
  bool dark = true;
};
struct SetTextScale {
  float scale = 1;
};  // 1.0 to 2.5
struct SetPresenter {
  bool on = true;
};
struct SetCurves {
  CurveOptions options;
};
struct FitCurves {};  // back to auto-follow
struct ShowKeys {
  bool on = true;
};  // the key overview
struct EditCustomModel {
  bool on = true;
};  // the editor for the custom architecture
struct EditSettings {
  bool on = true;
};  // batch, optimizer, epochs, seed, ...
struct SetStepUnit {
  bool whole_epoch = false;
};  // what the step button and S do
struct SelectTab {
  Tab tab = Tab::kCurves;
};
struct PlanExample {};  // the worked example: 24 GB on a card of 16 GB
struct PlanAbout {
  PlanSubject subject = PlanSubject::kTransformer;
  std::string run_model = {};  // kRun: which network
};
struct PlanModelFile {
  std::string path;
};  // a config.json
struct SetPlan {
  PlanInputs inputs;
};  // other settings, by hand or by a remedy
struct PlanOn {
  std::string card;
};                      // empty: the device of this machine
struct UndoPlan {};     // back to the question before
struct MeasurePlan {};  // times the network of the plan (a usual one for a transformer) on this machine
struct SavePlan {
  PlanFormat format = PlanFormat::kMarkdown;
  std::string path = {};
};  // empty: the default place
struct DismissError {};
struct GoHome {};  // back to the first screen
struct SaveScreenshot {
  std::string path;
};  // PNG of the next finished frame
struct Quit {};

}  // namespace action

// Edits that more than one place offers.
inline action::Edit use_learning_rate(double rate) {
  return {[rate](RunConfig& config) { config.train.optimizer.learning_rate = rate; }};
}
inline action::Edit use_models(std::vector<std::string> ids) {
  return {[ids = std::move(ids)](RunConfig& config) { config.selected = ids; }};
}
// Starts it over, also where it is the custom model already.
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
                 action::DismissError, action::GoHome, action::SaveScreenshot, action::Quit>;

using ActionQueue = std::vector<Action>;

}  // namespace headroom::app
