// The window's state and what changes it: carries out the actions that views, keys, scripts and dropped
// files produce, runs the file jobs, and passes commands to the run.
//
// Knows no window system and draws nothing, so that tests drive it without a display.
//
// Thread rule: window's thread only. No call here waits for a file, a device or the run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/state/action.h"
#include "app/state/autoplay.h"
#include "app/state/browser.h"
#include "app/state/importer.h"
#include "app/state/job_slot.h"
#include "app/state/learn.h"
#include "app/state/library.h"
#include "app/state/painter.h"
#include "app/state/planner.h"
#include "app/state/recent.h"
#include "app/state/recorder_moves.h"
#include "app/state/repeater.h"
#include "app/state/settings.h"
#include "app/state/ui_state.h"
#include "app/state/workspaces.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The connection to the run thread; tests pass their own.
struct RunLink {
  std::function<void(Command)> post;
  std::function<std::shared_ptr<const Snapshot>()> snapshot;
};

// What a change of the language brings.
struct Spoken {
  std::string wish;  // as in Settings::language
  std::shared_ptr<const Translation> translation;
  Glossary glossary;
};

class App {
 public:
  // The two libraries are read by jobs. `candidates`: the devices to measure on for the Plan view. `data`:
  // where runs and progress are kept and listed (data_directory()); empty: nothing is kept unless it is
  // saved. `figures`: the devices to measure on for Learn; `lessons`: where these are, else lesson_places().
  App(
      RunLink run, const Settings& settings, std::function<Library()> library = read_library,
      std::function<PlanLibrary()> plan_library = [] { return read_plan_library(own_cards_path()); },
      StepMeter::Candidates candidates = {}, std::filesystem::path data = {},
      FigureMeter::Devices figures = {}, std::optional<LearnPlaces> lessons = {});

  // Collects what jobs and the run have produced since the last call; true when something changed.
  bool poll(double now);
  // Carries out the actions in order and empties the queue.
  void perform(ActionQueue& actions);
  void perform(const Action& action);

  const UiState& state() const { return state_; }
  const Snapshot& run() const { return *snapshot_; }
  std::shared_ptr<const Snapshot> run_shared() const { return snapshot_; }
  // The newest error that is not closed yet; null when there is none.
  const Error* visible_error() const;

  // A job is under way: poll again soon.
  bool busy() const;
  // A notice is shown that will disappear by itself: poll now and then.
  bool notice_shown() const { return !state_.notice.empty(); }
  bool quit_requested() const { return quit_; }
  // Where the run is kept that was under way when the window closed, in words; empty: nothing is to be told.
  const std::string& farewell() const { return farewell_; }
  // Has the run write what it has, also of a run that is not kept; the answer is in settled() and run().
  void save_what_there_is();
  // Everything requested so far has been carried out, as far as run() shows.
  bool settled() const;

  // Path of the picture to save, once per request.
  std::optional<std::string> take_screenshot_request() { return std::exchange(screenshot_, std::nullopt); }
  // The exhibit to save, once per request; with its path.
  std::optional<action::Export> take_export_request() { return std::exchange(export_, std::nullopt); }
  // Shown for kNoticeSeconds, or until the run has something newer to say.
  void set_notice(std::string text);
  // Shown until it is closed.
  void set_failure(Error error) { state_.failure = std::move(error); }
  static constexpr double kNoticeSeconds = 10;
  // What action::Paste without a text reads.
  void set_clipboard(std::function<std::string()> read) { clipboard_ = std::move(read); }
  // What the page for a class is computed on.
  void set_class_device(std::function<std::shared_ptr<Device>()> open) {
    workspaces_.set_device(std::move(open));
  }
  // Every run that is opened starts at this pace, whatever was chosen for it: for scripts.
  void start_runs_at(Pace pace) { start_pace_ = pace; }
  // The report to write, once per request; with its path.
  std::optional<action::Report> take_report_request() { return std::exchange(report_, std::nullopt); }
  // The current settings, to be saved.
  Settings settings() const;

 private:
  struct Performer;  // the visitor over Action

  void carry_out(const Action& action);  // also what is hidden

  void post(Command command);
  // The configuration once everything that was posted is carried out.
  RunConfig wanted_config() const;
  Pace wanted_pace() const;
  Pace pace_of(const RunConfig& config) const;
  void set_pace(Pace pace);
  void compare_with(const std::string& path);
  bool poll_comparison();
  void load(command::Load load);
  void open_preset(const action::OpenPreset& wanted);
  void save_run(std::string directory);
  void export_curves(const action::ExportCurves& wanted);
  void export_shown(action::Export wanted);
  bool poll_export();
  void go_home();
  // The folder that a run gets which nobody gave one.
  std::string folder_for(const RunConfig& config) const;
  void keep_own_data();
  void close(bool ask);
  void save_and_close(bool asked);
  bool poll_closing();
  void open_workspace_read(ReadWorkspace read);
  bool poll_workspaces();
  bool poll_recent();
  const RecentEntry* recent_entry(std::size_t index);
  void paste(const action::Paste& wanted);
  void keep_pasted();
  bool poll_painted();
  bool poll_pasted();
  void speak(const std::string& code);
  bool poll_language();
  bool poll_library();
  bool poll_run();
  void take_found_row();
  bool poll_planner();
  bool poll_learn();
  bool poll_autoplay();
  void repeat(const action::Repeats& wanted);
  // All but what a lesson shows.
  bool run_settled() const;
  void show(Tab tab);
  bool plan_shown() const { return state_.shows(Tab::kPlan); }
  bool drop_old_notice();

  RunLink run_;
  UiState state_;
  Settings settings_;
  std::shared_ptr<const Snapshot> snapshot_;
  JobSlot<Library> library_job_;
  JobSlot<Spoken> language_job_;
  std::vector<RunConfig> presets_;
  bool library_loaded_ = false;
  std::optional<action::OpenPreset> waiting_preset_;  // asked for before the library was read
  Importer importer_;
  Browser browser_;
  Planner planner_;
  JobSlot<PastRuns> comparison_;
  JobSlot<std::string> export_job_;
  JobSlot<std::string> keeping_;  // the text of a pasted table; its path
  Painter painter_;
  Repeater repeater_;
  Learn learn_;
  Autoplay autoplay_;
  Settings before_autoplay_;
  std::function<std::string()> clipboard_;
  int pasted_ = 0;  // tables, so far
  std::optional<std::string> screenshot_;
  std::optional<action::Export> export_;
  std::optional<action::Report> report_;
  std::filesystem::path data_;
  RecentRuns recent_;
  Workspaces workspaces_;
  double now_ = 0;
  double notice_since_ = 0;
  std::uint64_t commands_posted_ = 0;
  RunConfig wanted_;  // see wanted_config(); while posted commands wait
  Pace wanted_pace_;  // the same
  std::optional<Pace> start_pace_;
  RecorderAim recorder_aim_;
  bool quit_ = false;
  std::uint64_t closes_after_ = 0;   // Closing::kSaving: when so many commands are done
  std::uint64_t errors_before_ = 0;  // Snapshot::error_sequence when it began
  bool closes_anyway_ = false;       // nobody is there to see an error
  std::string farewell_;
  std::uint64_t searches_ = 0;  // RowSearch::number of the last
};

}  // namespace headroom::app
