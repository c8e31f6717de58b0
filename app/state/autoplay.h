// Plays tours by itself, phase after phase with a pause after each, over and over: for a hall or a fair.
// A tour is a text like a lesson (core/lessons/lesson.h), in assets/tours: what a phase says is its caption,
// `do` sets it up, `done` are the facts that end it.
//
//   Autoplay autoplay([](const std::string& language) {
//     return read_tours(assets_directory() / "tours", language);
//   });
//   autoplay.speak("de");
//   autoplay.perform({AutoplayDo::kStart, "scalability"}, seen.run, keep, state, actions);
//   Autoplay::News news = autoplay.poll(seen, settled, now, state, actions);   // every tick
//
// It trains runs of its own: the person's is put aside first (written to its folder where something was
// trained, else remembered with its settings) and is there again when the tour is left, with the tab and the
// settings that were chosen. A run that cannot be written is not put aside: then nothing plays.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "app/state/action.h"
#include "app/state/facts.h"
#include "app/state/job_slot.h"
#include "app/state/script_runner.h"
#include "app/state/ui_state.h"

namespace headroom::app {

// Reads the tours of a folder; what its folder of the language has ("de") takes the place of the English one.
// One that is wrong is left out and told in `faults`. In a job.
struct TourReading {
  Tours tours;
  std::vector<Error> faults;
};
TourReading read_tours(const std::filesystem::path& folder, const std::string& language);

class Autoplay {
 public:
  // `read` is called in a job.
  explicit Autoplay(std::function<TourReading(const std::string& language)> read);
  // Reads the tours in this language, where they are not yet.
  void speak(const std::string& language);

  struct News {
    bool changed = false;
    std::optional<Error> failure = {};
    std::string notice = {};
  };
  // `settled`: everything that was asked for before is carried out.
  News poll(const Observed& seen, bool settled, double now, UiState& state, ActionQueue& actions);
  // Throws Error for what there is not. `keep`: where a run goes that has no folder yet.
  void perform(const action::Autoplay& wanted, const Snapshot& run, const std::string& keep, UiState& state,
               ActionQueue& actions);

  bool busy() const { return reading_.running() || waiting_.has_value() || active_; }
  // A phase that was asked for is shown.
  bool settled() const { return !waiting_ && !showing_; }

 private:
  // What is put back when the tour is left.
  struct Kept {
    RunConfig config = {};    // of a run without a folder; no models: nothing was loaded
    std::string folder = {};  // of a run that was written
    bool home = true;
    Tab tab = Tab::kCurves;
    Look look = {};
    CurveOptions curves = {};
    bool presenter = false, dark = true, recorder = false;
    LearnPage page = LearnPage::kCourses;
  };

  void start(const std::string& id, const Snapshot& run, const std::string& keep, UiState& state,
             ActionQueue& actions);
  void show(AutoplayState& play);
  void turn(int by, AutoplayState& play);
  void leave(UiState& state, ActionQueue& actions);
  bool take_reading(News& news, AutoplayState& play);
  bool follow(const Observed& seen, bool settled, double now, UiState& state, ActionQueue& actions,
              News& news);
  void put_back(UiState& state);

  std::function<TourReading(const std::string&)> read_;
  std::optional<std::string> language_;
  JobSlot<TourReading> reading_;
  std::optional<action::Autoplay> waiting_;  // asked for before the tours were read
  std::optional<ScriptRunner> showing_;
  std::vector<ScriptLine> done_;
  Kept kept_;
  std::uint64_t errors_before_ = 0;
  bool active_ = false, one_ = false;  // one_: that tour alone
  double since_ = 0, held_at_ = 0;
};

}  // namespace headroom::app
