// What the window itself remembers (not the run): read by views, changed only by App carrying out
// actions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state/action.h"
#include "app/state/glossary.h"
#include "app/state/import_decision.h"
#include "app/state/learn_state.h"
#include "app/state/recorder_options.h"
#include "app/state/workspace_state.h"
#include "core/base/error.h"
#include "core/data/csv/csv.h"
#include "core/data/dataset.h"
#include "core/io/languages.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// A file being imported: reading, then waiting for the user to choose target and task, or refused.
struct ImportState {
  enum class Phase { kNone, kReading, kChoosing, kRefused };
  Phase phase = Phase::kNone;
  std::string path;  // of a pasted table: where its text will be kept; empty: nowhere
  std::shared_ptr<const std::string> pasted;  // the text, when it was pasted
  CsvOptions reading;                         // how it is read
  double fraction = 0;                        // kReading
  double elapsed_seconds = 0;                 // kReading: with fraction, the remaining time
  std::shared_ptr<const CsvTable> table;      // kChoosing, and kReading once it is read
  TabularOptions options;                     // kChoosing
  // kChoosing: what the options make of the table. While it is decided anew the dataset is null, and the
  // columns and what is refused of them are as before. Where something is refused, the columns are those that
  // can be told all the same; null: none can.
  std::shared_ptr<const DecidedTable> decided;
  std::shared_ptr<const Dataset> dataset;
  bool of_run = false;                  // kRefused: a run's folder, which no other reading helps
  std::optional<Error> refusal;         // kRefused, or kChoosing with options that do not work: the first
  std::vector<ImportRefusal> refusals;  // kChoosing: all, with what helps; as `decided`
  ImportShow show = ImportShow::kColumns;
};

// The file chooser: a directory listing made by a job, never by a view.
struct BrowserState {
  struct Entry {
    std::string name;
    bool directory = false;
    std::int64_t bytes = 0;
  };
  bool open = false;
  std::string directory;
  std::vector<Entry> entries;  // directories first, then *.csv, *.tsv, *.txt, *.data, *.json
  std::optional<Error> refusal;
};

// A preset as the first screen and the menu list it.
struct PresetEntry {
  std::string id, title, description;
  // For the little picture on the card.
  std::int64_t rows = 0, columns = 0, features = 0;
  std::vector<std::vector<std::int64_t>> networks = {};  // hidden widths of every choice
  // What a field that was changed goes back to.
  TrainSettings train = {};
  std::int64_t train_rows = 0;  // of `rows`, those that train
};

// A sample file in assets/samples.
struct SampleEntry {
  std::string title, path, description;
};

// A run or a file that was worked on, as the first screen lists it.
struct RecentEntry {
  std::string path;
  std::string title;
  bool run = false;        // a run's folder; else a file
  bool ours = false;       // in our own folder: the trash takes it; anything else is only forgotten
  bool automatic = false;  // nobody asked to save it
  std::int64_t time = 0;   // seconds since 1970
  std::string when = {}, models = {}, epochs = {}, figure = {};  // as shown
  std::string fault = {};                                        // why it cannot be opened; empty: it can
};

struct RecentState {
  std::vector<RecentEntry> entries;  // newest first
  std::string removed;               // the title of what was taken off last and can be brought back
  std::string farewell;              // where the window kept the run when it closed last, in words
};

// What the window does before it closes.
enum class Closing { kNo, kAsking, kSaving };
inline constexpr auto kClosingNames =
    names<Closing>({{Closing::kNo, "no"}, {Closing::kAsking, "asking"}, {Closing::kSaving, "saving"}});

// Presenter mode's means to point.
struct Pointing {
  bool spotlight = false;
  std::string target = {};           // the place that is lit; empty: what was looked at last
  int moves = 0;                     // through the panels by key, since the start
  std::optional<ImVec2> laser = {};  // shown there; empty: at the mouse while Alt is held
};

struct UiState {
  bool home = true;  // the first screen instead of a run
  Tab tab = Tab::kCurves;
  Look look;  // in the views that look into the run
  ErrorsOptions errors;
  RecorderOptions recorder;
  NetworkOptions network;
  bool dark = true;
  float text_scale = 1;
  float offered_text_scale = 0;  // proposed on the first screen; 0: nothing is
  std::string language;          // that is wished: "de"; empty: as the system says
  std::vector<Language> languages;
  bool reduced_motion = false;
  bool presenter = false;
  Pointing pointing;
  bool keys_shown = false;
  bool editing_custom_model = false;
  bool editing_settings = false;
  bool app_settings_shown = false;
  bool step_whole_epoch = false;
  std::optional<StageId> open_stage;
  CurveOptions curves;
  std::uint64_t fit_requests = 0;  // grows with every FitCurves
  ImportState import_state;
  BrowserState browser;
  PaintState paint;
  PlanState plan;
  std::uint64_t dismissed_error = 0;            // Snapshot::error_sequence up to which errors were closed
  std::vector<std::string> dismissed_troubles;  // see app/state/troubles.h
  std::optional<Error> failure;  // App's own refusal, until it is closed: shown before the run's
  std::string notice;            // App's own last message ("saved picture.png")
  std::vector<PresetEntry> presets;
  std::vector<SampleEntry> samples;
  std::shared_ptr<const Glossary> glossary;  // null before it is read
  RecentState recent;
  Closing closing = Closing::kNo;
  RepeatsState repeats;
  LearnState learn;
  AutoplayState autoplay;
  WorkspaceState workspace;

  bool shows(Tab shown) const { return tab == shown && !home; }
  // The preset that a run came from; null for data of one's own.
  const PresetEntry* preset(std::string_view id) const {
    for (const PresetEntry& entry : presets) {
      if (entry.id == id) return &entry;
    }
    return nullptr;
  }
  // A sheet lies over the run; the stage's is below all others.
  bool asks() const {
    return closing != Closing::kNo || browser.open || import_state.phase != ImportState::Phase::kNone ||
           editing_custom_model || editing_settings || app_settings_shown || paint.open ||
           workspace.editing || repeats.open;
  }
  // A lesson stands beside what is shown; in its own tab the overview has the room.
  bool shows_lesson() const { return learn.lesson && !home && tab != Tab::kLearn && !autoplay.on(); }
  bool shows_learn(LearnPage page) const { return shows(Tab::kLearn) && learn.page == page; }
  bool shows_stage() const { return open_stage && !home && !asks() && !keys_shown; }
};

// The network that is looked at: the chosen one, or the first that trains; null: none does.
const ModelSnapshot* looked_at(const Snapshot& run, const Look& look);

// The stage before (-1) or after (1) this one in this run; empty at the ends.
std::optional<StageId> stage_beside(const Snapshot& run, std::optional<StageId> stage, int by);

}  // namespace headroom::app
