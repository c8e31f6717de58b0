// Everything a person can make the window do, as values. Buttons, keys, the script driver and drag and
// drop all produce these and nothing else, so whatever can be clicked can be scripted and tested.
//
// Views append to an ActionQueue while they draw; App carries them out after the frame.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state/autoplay_state.h"
#include "app/state/errors_options.h"
#include "app/state/learn_action.h"
#include "app/state/network_options.h"
#include "app/state/painted.h"
#include "app/state/plan_state.h"
#include "app/state/recorder_options.h"
#include "app/state/repeats_state.h"
#include "app/state/tabs.h"
#include "app/state/workspace_state.h"
#include "app/widgets/exhibit.h"
#include "core/base/error.h"
#include "core/base/one_of.h"
#include "core/base/tr.h"
#include "core/data/tabular.h"
#include "core/pipeline/stage.h"
#include "core/run/change.h"
#include "core/run/command.h"
#include "core/run/look.h"

namespace headroom::app {

enum class CurveAxis { kStep, kEpoch, kSeconds };
inline constexpr auto kCurveAxisNames = names<CurveAxis>(
    {{CurveAxis::kStep, "step"}, {CurveAxis::kEpoch, "epoch"}, {CurveAxis::kSeconds, "seconds"}});

// Which plots are shown. kBoth: as many as there is room for, the loss first.
enum class CurveShow { kBoth, kLoss, kQuality };
inline constexpr auto kCurveShowNames = names<CurveShow>(
    {{CurveShow::kBoth, "both"}, {CurveShow::kLoss, "loss"}, {CurveShow::kQuality, "quality"}});

struct CurveOptions {
  double smoothing = 0.6;  // 0 to 0.99
  CurveAxis axis = CurveAxis::kEpoch;
  bool log_loss = false;
  bool show_reference = true;
  CurveShow show = CurveShow::kBoth;
  std::vector<std::string> hidden = {};  // by name: "small", "past-3"

  bool hides(std::string_view curve) const {
    return std::find(hidden.begin(), hidden.end(), curve) != hidden.end();
  }
  void set_hidden(const std::string& curve, bool hide) {
    std::erase(hidden, curve);
    if (hide) hidden.push_back(curve);
  }
};

// The lower half of the import sheet: all columns, those in doubt, or the first rows.
enum class ImportShow { kColumns, kDoubts, kRows };
inline constexpr auto kImportShowNames = names<ImportShow>(
    {{ImportShow::kColumns, "columns"}, {ImportShow::kDoubts, "doubts"}, {ImportShow::kRows, "rows"}});

inline constexpr std::int64_t kMoreEpochs = 20;  // what the button beside Again offers

// How a report of the window is written.
enum class ReportFormat { kHtml, kMarkdown };
inline constexpr auto kReportFormatNames =
    names<ReportFormat>({{ReportFormat::kHtml, "html"}, {ReportFormat::kMarkdown, "md"}});

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
// Another target, task or column on the import sheet. `reading`: the file is read again, so.
struct ImportOptions {
  TabularOptions options;
  std::optional<CsvOptions> reading = {};
};
// What the import sheet lists.
struct ShowImport {
  ImportShow show = ImportShow::kColumns;
};
// A table from the clipboard is read as a file is. Empty: what the clipboard holds.
struct Paste {
  std::optional<std::string> text = {};
};
// The sheet to paint a set of two columns on: empty, with the rows that are shown, or as it was left.
struct OpenPainting {
  enum class From { kEmpty, kData, kLast, kClose };
  From from = From::kLast;
};
// Points, the class that is painted, ...: on top of earlier changes.
struct Paint {
  std::function<void(PaintState& paint)> change;
};
// Trains what was painted, or says why not.
struct TrainPainted {
  bool play = true;
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
// The sheet of the stage before (-1) or after (1) the open one; nothing at the ends.
struct TurnStage {
  int by = 1;
};
struct SetTheme {
  bool dark = true;
};
// 1.0 to 2.5.
struct SetTextScale {
  float scale = 1;
};
// A larger text is proposed on the first screen; 0 takes the proposal away.
struct OfferTextScale {
  float scale = 0;
};
// Nothing moves from one state to another, it just changes.
// Of the window: "de"; empty: as the system says.
struct SetLanguage {
  std::string code;
};
struct SetReducedMotion {
  bool on = true;
};
struct SetPresenter {
  bool on = true;
};
struct SetCurves {
  CurveOptions options;
};
// Lets the curves follow the run again.
struct FitCurves {};
// A picture of the Curves tab, a drawing of its plots, or every value behind them.
struct ExportCurves {
  ExportFormat format = ExportFormat::kPng;
  std::string path = {};  // empty: the default place
};
// An exhibit that is shown (app/widgets/exhibit.h), as a file or on the clipboard.
struct Export {
  std::string name;
  ExportFormat format = ExportFormat::kPng;
  std::string path = {};  // empty: the default place
  bool copy = false;      // to the clipboard
};
// Presenter mode's spotlight (app/widgets/spotlight.h): on what was looked at last, or on a place that has a
// name, as a lesson's rings have.
struct SetSpotlight {
  bool on = true;
  std::string target = {};
};
// To another panel; on where it is off.
struct MoveSpotlight {
  int by = 1;
};
// The laser pointer at a place of the window, for pictures; at the mouse it shows while Alt is held.
struct PointLaser {
  std::optional<ImVec2> at;
};
// What the window shows, in words, tables and drawings (app/state/window_report.h).
struct Report {
  ReportFormat format = ReportFormat::kHtml;
  std::string path = {};  // empty: the default place
};
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
// Text size, theme, motion.
struct ShowAppSettings {
  bool on = true;
};
// Half or double the pace; command::SetPace sets it.
struct ChangePace {
  bool faster = false;
};
// So many epochs more than were asked for (of a finished run: than were trained), and on with it.
struct MoreEpochs {
  std::int64_t epochs = kMoreEpochs;
};
// The folder of a saved run, whose curves are drawn behind those of the run.
struct ComparePath {
  std::string path;
};
// What the step button and S do.
struct SetStepUnit {
  bool whole_epoch = false;
};
// Another network, row or unit in the views that look into the run.
struct LookAt {
  Look look;
};
// What the tab of errors shows, on top of earlier changes, and where it looks.
struct ChangeErrors {
  std::function<void(ErrorsOptions& options, Look& look)> change;
};
// The rows behind the chosen cell of the tab of errors, as the list of the Data tab.
struct ShowErrorsInData {};
// The flight recorder's panel below the curves.
struct ShowRecorder {
  bool on = true;
};
// To another step of the recorder, from the one that is shown; nothing where that leads nowhere.
struct MoveRecorder {
  RecorderMove move = RecorderMove::kNewest;
};
// After a divergence: one of the ways back, and whether they are tried. command::GoBack takes one.
struct ChooseWay {
  WayKey way;
};
struct TryWays {
  bool on = true;
};
// What the Network tab shows, on top of earlier changes, and where it looks.
struct ChangeNetwork {
  std::function<void(NetworkOptions& options, Look& look)> change;
};
// Looks for a row from the looked one on; that becomes the looked one once it is found.
struct FindRow {
  RowSearch::For what = RowSearch::For::kRandom;
};
struct SelectTab {
  Tab tab = Tab::kCurves;
};
// The worked example: 24 GiB on a card of 16 GB.
struct PlanExample {};
// Does it fit into 8 GB? What is planned, else the loaded run, else the example's model.
struct PlanOnSmallCard {};
// Which device is index 1? Empty closes the answer.
struct AskDevice {
  std::optional<std::int64_t> index;
};
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
// The trouble that is told: what its button does, and its cross.
struct FollowAdvice {};
struct DismissTrouble {};
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
// The sheet "For a class", and what is filled in there, on top of earlier changes.
struct EditWorkspace {
  bool on = true;
};
struct ChangeWorkspace {
  std::function<void(WorkspaceDraft& draft)> change;
};
// The run and what is open as a workspace; empty: as the sheet says.
struct SaveWorkspace {
  std::string path = {};
};
// Everything that the open workspace hides is there again.
struct ShowHidden {};
// The page that a teacher prints; empty: beside the workspace.
struct MakeClassSheet {
  std::string path = {};
};

}  // namespace action

// Edits that more than one place offers.
inline action::Edit use_learning_rate(double rate) {
  return {[rate](RunConfig& config) { config.train.optimizer.learning_rate = rate; }};
}
// Of a generator.
inline action::Edit use_noise(double noise) {
  return {[noise](RunConfig& config) {
    if (!config.generator) throw Error(ErrorCode::kUsage, tr("only generated data have a noise"), "noise");
    config.generator->noise = noise;
  }};
}
inline action::Edit use_models(std::vector<std::string> ids) {
  return {[ids = std::move(ids)](RunConfig& config) { config.selected = ids; }};
}
// Starts the custom model over, even if it has these widths already.
inline action::Edit use_custom_model(std::vector<std::int64_t> hidden) {
  return {[hidden = std::move(hidden)](RunConfig& config) { set_custom_model(config, hidden); }, true};
}

struct ActionKinds
    : Kinds<action::Run, action::Edit, action::OpenPreset, action::OpenPath, action::Drop,
            action::CancelImport, action::ImportOptions, action::ShowImport, action::Paste,
            action::TrainImported, action::Browse, action::BrowseTo, action::OpenPainting, action::Paint,
            action::TrainPainted, action::OpenStage, action::TurnStage, action::SetTheme,
            action::SetTextScale, action::SetPresenter, action::SetCurves, action::FitCurves,
            action::ExportCurves, action::Export, action::ShowKeys, action::EditCustomModel,
            action::EditSettings, action::ChangePace, action::MoreEpochs, action::ComparePath,
            action::ShowAppSettings, action::OfferTextScale, action::SetReducedMotion, action::SetLanguage,
            action::SetStepUnit, action::LookAt, action::ChangeErrors, action::FindRow, action::SelectTab,
            action::PlanExample, action::PlanOnSmallCard, action::AskDevice, action::PlanAbout,
            action::PlanModelFile, action::SetPlan, action::PlanOn, action::UndoPlan, action::MeasurePlan,
            action::SavePlan, action::DismissError, action::FollowAdvice, action::DismissTrouble,
            action::GoHome, action::SaveScreenshot, action::Quit, action::Close, action::AnswerClose,
            action::OpenRecent, action::RemoveRecent, action::UndoRecent, action::ShowErrorsInData,
            action::ShowRecorder, action::MoveRecorder, action::ChooseWay, action::TryWays,
            action::ChangeNetwork, action::Learn, action::SetSpotlight, action::MoveSpotlight,
            action::PointLaser, action::Autoplay, action::Report, action::EditWorkspace,
            action::ChangeWorkspace, action::SaveWorkspace, action::ShowHidden, action::MakeClassSheet,
            action::Repeats> {};
using Action = OneOf<ActionKinds>;

using ActionQueue = std::vector<Action>;

}  // namespace headroom::app
