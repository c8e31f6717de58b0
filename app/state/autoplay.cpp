#include "app/state/autoplay.h"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "app/state/learn_words.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/lessons/library.h"

namespace headroom::app {
namespace {

constexpr double kPhasePatience = 120;  // seconds for a phase to come to its end: then the next one is shown

std::size_t phases_of(const Lesson& tour) { return tour.steps.size() + 1; }  // with the key insight

bool has_trained(const Snapshot& run) {
  return std::any_of(run.curves->models.begin(), run.curves->models.end(),
                     [](const ModelSnapshot& model) { return model.steps > 0; });
}

}  // namespace

TourReading read_tours(const std::filesystem::path& folder, const std::string& language) {
  LessonLibrary library = read_lesson_library(folder, lesson_words({}));
  TourReading reading{std::move(library.lessons), std::move(library.faults)};
  std::error_code gone;
  if (!std::filesystem::is_directory(folder / language, gone)) return reading;
  LessonLibrary translated = read_lesson_library(folder / language, lesson_words({}));
  for (Lesson& tour : reading.tours) {
    const auto same = std::find_if(translated.lessons.begin(), translated.lessons.end(),
                                   [&](const Lesson& each) { return each.id == tour.id; });
    if (same != translated.lessons.end()) tour = std::move(*same);
  }
  std::move(translated.faults.begin(), translated.faults.end(), std::back_inserter(reading.faults));
  return reading;
}

Autoplay::Autoplay(std::function<TourReading(const std::string&)> read) : read_(std::move(read)) {}

void Autoplay::speak(const std::string& language) {
  if (language_ == language) return;
  language_ = language;
  reading_.start([read = read_, language](Progress&) { return read(language); });
}

bool Autoplay::take_reading(News& news, AutoplayState& play) {
  const auto finished = reading_.poll();
  if (!finished) return false;
  try {
    TourReading reading = finished->take();
    if (!reading.faults.empty()) news.failure = reading.faults.front();
    play.tours = std::make_shared<const Tours>(std::move(reading.tours));
  } catch (const Error& error) {
    news.failure = error;
  } catch (const std::exception& thrown) {
    news.failure = Error(ErrorCode::kInternal, thrown.what(), "tours");
  }
  if (!play.tours) play.tours = std::make_shared<const Tours>();
  return true;
}

void Autoplay::perform(const action::Autoplay& wanted, const Snapshot& run, const std::string& keep,
                       UiState& state, ActionQueue& actions) {
  AutoplayState& play = state.autoplay;
  switch (wanted.what) {
    case AutoplayDo::kPause: play.seconds = std::clamp(wanted.seconds, kShortestPause, kLongestPause); return;
    case AutoplayDo::kStart: return start(wanted.id, run, keep, state, actions);
    case AutoplayDo::kLeave: return leave(state, actions);
    case AutoplayDo::kHold:
      if (play.on()) play.held = !play.held;
      return;
    case AutoplayDo::kNext:
    case AutoplayDo::kBack:
      if (play.on() && play.phase != AutoplayPhase::kKeeping)
        turn(wanted.what == AutoplayDo::kNext ? 1 : -1, play);
      return;
  }
}

void Autoplay::start(const std::string& id, const Snapshot& run, const std::string& keep, UiState& state,
                     ActionQueue& actions) {
  AutoplayState& play = state.autoplay;
  if (!play.tours) {
    waiting_ = action::Autoplay{AutoplayDo::kStart, id};
    return;
  }
  const auto found = std::find_if(play.tours->begin(), play.tours->end(),
                                  [&](const Lesson& tour) { return id.empty() || tour.id == id; });
  if (found == play.tours->end()) {
    throw Error(ErrorCode::kNotFound,
                tr("there is no tour '{1}'; there are: {2}", id, join(*play.tours, &Lesson::id)), "autoplay");
  }
  if (play.phase != AutoplayPhase::kOff) {  // from one tour to another: what is kept is kept
    if (!play.on()) return;
  } else {
    kept_ = {.config = run.facts->config,
             .home = state.home,
             .tab = state.tab,
             .look = state.look,
             .curves = state.curves,
             .presenter = state.presenter,
             .dark = state.dark,
             .recorder = state.recorder.open,
             .page = state.learn.page};
    errors_before_ = run.error_sequence;
    const bool trained = run.state == RunState::kTraining || has_trained(run);
    if (run.state == RunState::kTraining) actions.emplace_back(action::Run{command::Pause{}});
    if (trained) actions.emplace_back(action::Run{command::Keep{keep, true}});
  }
  one_ = !id.empty();
  active_ = true;
  play.tour = static_cast<std::size_t>(found - play.tours->begin());
  play.step = 0;
  play.held = false;
  play.share = 0;
  play.phase = AutoplayPhase::kKeeping;
}

// Sets up what the phase shows. The key insight shows what was shown last.
void Autoplay::show(AutoplayState& play) {
  showing_.reset();
  done_.clear();
  play.share = 0;
  play.phase = AutoplayPhase::kShowing;
  std::vector<ScriptLine> lines;
  if (const LessonStep* const step = play.shown_step()) {
    for (const Instruction& each : step->show) lines.push_back(parse_shown(each.text, each.where));
    for (const Instruction& each : step->done) done_.push_back(parse_done(each.text, each.where));
  }
  if (!lines.empty()) showing_.emplace(Script{std::move(lines)});
  since_ = 0;
}

// At the end of a tour the next begins, or the same again; back stays within the tour.
void Autoplay::turn(int by, AutoplayState& play) {
  const Lesson* const tour = play.playing();
  if (!tour) return;
  if (by < 0) {
    play.step = play.step > 0 ? play.step - 1 : 0;
  } else if (++play.step >= phases_of(*tour)) {
    play.step = 0;
    if (!one_) play.tour = (play.tour + 1) % play.tours->size();
  }
  show(play);
}

// The person's run comes back, whatever the tour has loaded.
void Autoplay::leave(UiState& state, ActionQueue& actions) {
  AutoplayState& play = state.autoplay;
  waiting_.reset();
  if (!play.on()) return;
  const bool loaded = play.phase != AutoplayPhase::kKeeping;
  showing_.reset();
  done_.clear();
  play.held = false;
  if (!loaded) {  // nothing was changed yet
    play.phase = AutoplayPhase::kOff;
    active_ = false;
    return;
  }
  state.failure.reset();
  play.phase = AutoplayPhase::kReturning;
  if (!kept_.folder.empty()) {
    actions.emplace_back(action::OpenPath{kept_.folder});
  } else if (!kept_.config.models.empty()) {
    actions.emplace_back(action::Run{command::Load{kept_.config}});
  } else {
    actions.emplace_back(action::GoHome{});
    kept_.home = true;
  }
}

void Autoplay::put_back(UiState& state) {
  state.home = kept_.home;
  state.tab = kept_.tab;
  state.look = kept_.look;
  state.curves = kept_.curves;
  state.presenter = kept_.presenter;
  state.pointing = {.moves = state.pointing.moves};
  state.dark = kept_.dark;
  state.recorder.open = kept_.recorder;
  state.learn.page = kept_.page;
  state.open_stage.reset();
}

bool Autoplay::follow(const Observed& seen, bool settled, double now, UiState& state, ActionQueue& actions,
                      News& news) {
  AutoplayState& play = state.autoplay;
  switch (play.phase) {
    case AutoplayPhase::kOff: return false;
    case AutoplayPhase::kKeeping:
      if (!settled) return false;
      if (seen.run.error_sequence != errors_before_) {  // the error is shown
        play.phase = AutoplayPhase::kOff;
        active_ = false;
        news.notice = tr("nothing plays: the run could not be kept");
        return true;
      }
      kept_.folder = has_trained(seen.run) ? seen.run.facts->folder : std::string();
      if (!kept_.folder.empty()) news.notice = tr("your run is kept in {1}", kept_.folder);
      state.home = false;
      show(play);
      return true;
    case AutoplayPhase::kReturning:
      if (!settled) return false;
      // Where its folder is gone meanwhile, the sheet says so.
      if (state.import_state.phase != ImportState::Phase::kRefused) put_back(state);
      play.phase = AutoplayPhase::kOff;
      active_ = false;
      return true;
    case AutoplayPhase::kShowing: {
      if (showing_) {
        const auto status = showing_->advance(scene_without_window(seen, settled, now), actions);
        if (status == ScriptRunner::Status::kRunning) return false;
        if (status == ScriptRunner::Status::kFailed)
          news.failure = Error(ErrorCode::kUsage, showing_->failure());
        showing_.reset();
        return true;  // what the last line asks for is not in `seen` yet
      }
      if (!settled) return false;
      play.phase = AutoplayPhase::kWaiting;
      since_ = now;
      return true;
    }
    case AutoplayPhase::kWaiting: {
      const bool done =
          std::all_of(done_.begin(), done_.end(), [&](const auto& line) { return holds_now(line, seen); });
      if (!done && now - since_ < kPhasePatience) return false;
      play.phase = AutoplayPhase::kPausing;
      since_ = now;
      return true;
    }
    case AutoplayPhase::kPausing:
      // Held, the pause begins anew when it goes on: whoever speaks has finished a sentence.
      if (play.held) since_ = now;
      play.share = std::clamp((now - since_) / play.seconds, 0.0, 1.0);
      if (play.share < 1) return false;
      turn(1, play);
      return true;
  }
  return false;
}

Autoplay::News Autoplay::poll(const Observed& seen, bool settled, double now, UiState& state,
                              ActionQueue& actions) {
  News news;
  news.changed |= take_reading(news, state.autoplay);
  if (waiting_ && state.autoplay.tours) actions.emplace_back(*std::exchange(waiting_, std::nullopt));
  news.changed |= follow(seen, settled, now, state, actions, news);
  return news;
}

}  // namespace headroom::app
