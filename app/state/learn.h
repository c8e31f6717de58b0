// Lessons, questions and predictions of the window: reads them, reads them again when a file changed, leads
// through a lesson step by step, grades answers and guesses, and keeps what was done.
//
//   Learn learn({.places = lesson_places(data), .progress = data / "progress.json"});
//   Learn::News news = learn.poll(seen, settled, now, state.learn, actions);   // every tick
//   learn.perform({LearnDo::kLesson, "stages"}, run, state);
//
// What a step shows are actions as buttons produce them: poll() appends them one after another, each once the
// one before is carried out. A step is done when its facts hold.
//
// Thread rule: window's thread; never waits, but for the last write of the progress when it is destroyed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/state/action.h"
#include "app/state/facts.h"
#include "app/state/job_slot.h"
#include "app/state/learn_reading.h"
#include "app/state/script_runner.h"
#include "app/state/ui_state.h"

namespace headroom::app {

struct LearnSettings {
  LearnPlaces places = {};
  std::filesystem::path progress = {};  // the file; empty: nothing is kept
  FigureMeter::Devices devices = {};    // to measure on; empty: nothing can be measured
  std::function<double()> clock = {};
};

// assets/lessons and, where `data` is not empty, data/lessons.
LearnPlaces lesson_places(const std::filesystem::path& data);

class Learn {
 public:
  explicit Learn(LearnSettings settings);
  ~Learn();
  Learn(const Learn&) = delete;
  Learn& operator=(const Learn&) = delete;

  struct News {
    bool changed = false;
    std::optional<Error> failure = {};
    std::string notice = {};
  };
  // `settled`: everything that was asked for before is carried out.
  News poll(const Observed& seen, bool settled, double now, LearnState& learn, ActionQueue& actions);
  // Throws Error for what there is not.
  void perform(const action::Learn& wanted, const Snapshot& run, UiState& state);

  bool busy() const { return !settled() || saving_.running() || meter_.running() || unsaved_; }
  // What was asked for is there and shown; measuring may go on.
  // Reads everything again, in this language.
  void speak(const std::string& language, const LearnState& learn);
  bool settled() const { return !reading_.running() && !showing_; }

 private:
  struct Reading {
    LearnLibrary library;
    std::uint64_t stamp = 0;
    std::optional<LearningProgress> progress = {};  // of the first reading
    std::string progress_fault = {};
  };

  void read(bool first, const std::vector<std::string>& files);
  bool take_reading(News& news, LearnState& learn);
  void watch_files(const UiState& state, double now);
  bool show_step(const Observed& seen, bool settled, double now, LearnState& learn, ActionQueue& actions,
                 News& news);
  bool follow_step(const Observed& seen, LearnState& learn);
  bool take_measurement(const Snapshot& run, LearnState& learn);
  void keep(const LearnState& learn, double now, News& news);
  bool follow_data(const Snapshot& run, LearnState& learn);

  void open_lesson(const std::string& id, std::optional<std::size_t> step, const Snapshot& run,
                   UiState& state);
  void enter(std::size_t step, bool resumed, const Snapshot& run, UiState& state);
  void go_on(const Snapshot& run, UiState& state);
  void next(const Snapshot& run, UiState& state);
  void back(const Snapshot& run, UiState& state);
  void measure(const Snapshot& run, UiState& state);
  void measure_with(std::size_t variant, UiState& state);
  void run_question(const LearnState& learn);
  void forget(LearnState& learn);
  void leave(LearnState& learn);
  void await_step(const LearnState& learn);
  void open_prediction(std::string id, LearnState& learn);
  void take_guess(const action::Learn& wanted, UiState& state);
  void again(UiState& state);

  LearnSettings settings_;
  FigureMeter meter_;
  JobSlot<Reading> reading_;
  JobSlot<std::uint64_t> watching_;
  JobSlot<bool> saving_;
  std::uint64_t stamp_ = 0;
  double watched_at_ = 0;
  std::optional<ScriptRunner> showing_;
  std::vector<ScriptLine> done_;                  // what ends the open step
  std::shared_ptr<const Dataset> data_;           // that the questions about one's own are of
  std::shared_ptr<const Inspection> importance_;  // and what was measured of it
  LearningProgress saved_, seen_;
  bool keeps_ = false;  // what was kept could be read, so that it may be written
  bool unsaved_ = false;
  double changed_at_ = 0;
};

}  // namespace headroom::app
