#include "app/state/learn.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "app/state/learn_own.h"
#include "app/state/learn_words.h"
#include "core/base/tr.h"
#include "core/io/file.h"
#include "core/io/presets.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

constexpr double kWatchSeconds = 1;  // between two looks at the files
constexpr double kRestBeforeKept = 0.3;

}  // namespace

LearnPlaces lesson_places(const fs::path& data) {
  LearnPlaces places;
  places.folders.push_back(assets_directory() / "lessons");
  if (!data.empty()) places.folders.push_back(data / "lessons");
  return places;
}

Learn::Learn(LearnSettings settings)
    : settings_(std::move(settings)), meter_(settings_.devices, settings_.clock) {
  read(true, {});
}

Learn::~Learn() {
  saving_ = JobSlot<bool>();  // joins a write under way, which would otherwise come last
  if (!keeps_ || settings_.progress.empty() || seen_ == saved_) return;
  try {
    fs::create_directories(settings_.progress.parent_path());
    write_file(settings_.progress, progress_text(seen_));
  } catch (const std::exception&) {
    // Nobody is left to be told; the next start has what was kept before.
  }
}

void Learn::read(bool first, const std::vector<std::string>& files) {
  LearnPlaces places = settings_.places;
  for (const std::string& file : files) places.files.emplace_back(file);
  reading_.start([places, first, kept = settings_.progress](headroom::Progress&) {
    Reading reading;
    reading.stamp = files_stamp(places);
    reading.library = read_lessons(places);
    std::error_code unknown;
    if (!first || kept.empty() || !fs::exists(kept, unknown)) return reading;
    try {
      reading.progress = parse_progress(read_file(kept, 16 * kMiB));
    } catch (const Error& error) {
      reading.progress_fault = error.where().empty() ? kept.string() + ": " + error.message() : error.what();
    }
    return reading;
  });
}

void Learn::speak(const std::string& language, const LearnState& learn) {
  if (settings_.places.language == language) return;
  settings_.places.language = language;
  read(false, learn.files);
}

bool Learn::take_reading(News& news, LearnState& learn) {
  const auto finished = reading_.poll();
  if (!finished) return false;
  const bool first = !learn.library;
  try {
    Reading reading = finished->take();
    stamp_ = reading.stamp;
    learn.library = std::make_shared<const LearnLibrary>(std::move(reading.library));
    if (reading.progress) learn.progress = std::move(*reading.progress);
    if (first) learn.progress_fault = std::move(reading.progress_fault);
  } catch (const Error& error) {
    news.failure = error;
  } catch (const std::exception& thrown) {
    news.failure = Error(ErrorCode::kInternal, thrown.what(), "lessons");
  }
  if (first) {
    keeps_ = learn.progress_fault.empty() && !settings_.progress.empty();
    saved_ = seen_ = learn.progress;
  }
  if (!learn.library || !learn.lesson) return true;
  // The text that was just written takes the place of the one that is read; one with a fault does not.
  if (const Lesson* const newer = learn.library->lesson(learn.lesson->id)) {
    learn.lesson = std::shared_ptr<const Lesson>(learn.library, newer);
    learn.step = std::min(learn.step, newer->steps.size());
    await_step(learn);
  }
  return true;
}

// A teacher writes in one window and sees it in the other. Looked at only where it would be seen.
void Learn::watch_files(const UiState& state, double now) {
  const LearnState& learn = state.learn;
  if (const auto finished = watching_.poll()) {
    if (finished->take() != stamp_ && !reading_.running()) read(false, learn.files);
  }
  const bool seen = state.shows(Tab::kLearn) || state.shows_lesson();
  if (!seen || watching_.running() || reading_.running() || now - watched_at_ < kWatchSeconds) return;
  watched_at_ = now;
  LearnPlaces places = settings_.places;
  for (const std::string& file : learn.files) places.files.emplace_back(file);
  watching_.start([places](headroom::Progress&) { return files_stamp(places); });
}

bool Learn::show_step(const Observed& seen, bool settled, double now, LearnState& learn, ActionQueue& actions,
                      News& news) {
  if (!showing_) return false;
  const ScriptRunner::Status status = showing_->advance(scene_without_window(seen, settled, now), actions);
  if (status == ScriptRunner::Status::kRunning) return false;
  if (status == ScriptRunner::Status::kFailed) {
    const Error failure(ErrorCode::kUsage, showing_->failure());
    if (learn.lesson) {
      learn.step_failure = failure;
    } else {  // of a question
      news.failure = failure;
    }
  }
  showing_.reset();
  learn.setting_up = false;
  return true;
}

void Learn::await_step(const LearnState& learn) {
  done_.clear();
  const LessonStep* const step = learn.shown_step();
  if (!step) return;
  for (const Instruction& each : step->done) done_.push_back(parse_done(each.text, each.where));
}

bool Learn::follow_step(const Observed& seen, LearnState& learn) {
  const LessonStep* const step = learn.shown_step();
  if (!step || showing_ || learn.step_done()) return false;
  if (step->done.empty() && step->predict.empty()) return false;  // done when it was read
  if (!step->predict.empty()) {
    const LearnGuess* const guess = learn.guess(step->predict);
    if (!guess || !guess->graded) return false;
  }
  if (!std::all_of(done_.begin(), done_.end(), [&](const auto& line) { return holds_now(line, seen); }))
    return false;
  learn.progress.lessons[learn.lesson->id].done.insert(learn.step);
  return true;
}

bool Learn::take_measurement(const Snapshot& run, LearnState& learn) {
  using Measuring = FigureMeasurement::Phase;
  FigureMeasurement& now = learn.measurement;
  if (!meter_.collect(run, now)) return false;
  if (now.phase != Measuring::kMeasured && now.phase != Measuring::kFailed) return true;
  const Prediction* const prediction = learn.library ? learn.library->prediction(now.id) : nullptr;
  LearnGuess& guess = learn.guesses[now.id];
  guess.failure = now.failure;
  guess.result = now.result;
  guess.graded.reset();
  if (!now.result || !guess.value || !prediction) return true;
  guess.graded = grade(*prediction, *guess.value, now.result->figure);
  if (!guess.setting.empty()) return true;  // the overview shows the figure's own setting
  learn.progress.predictions[now.id] = {*guess.value, now.result->figure.value,
                                        guess.graded->grade == GuessGrade::kRight};
  return true;
}

void Learn::keep(const LearnState& learn, double now, News& news) {
  if (seen_ != learn.progress) {
    seen_ = learn.progress;
    changed_at_ = now;
  }
  unsaved_ = keeps_ && seen_ != saved_;
  if (unsaved_ && !saving_.running() && now - changed_at_ >= kRestBeforeKept) {
    saved_ = seen_;
    saving_.start([file = settings_.progress, text = progress_text(seen_)](headroom::Progress&) {
      fs::create_directories(file.parent_path());
      write_file(file, text);
      return true;
    });
  }
  try {
    if (const auto finished = saving_.poll()) finished->take();
  } catch (const std::exception& thrown) {
    news.notice = tr("what you did in Learn could not be kept: {1}", thrown.what());
  }
}

// Another table, or which of its columns matter was measured meanwhile.
bool Learn::follow_data(const Snapshot& run, LearnState& learn) {
  const auto& importance = run.inspections[index_of(Inspect::kImportance)];
  const auto& data = run.facts->config.dataset;
  if (data == data_ && (!data || importance == importance_)) return false;
  data_ = data;
  importance_ = importance;
  learn.own = own_question_set(run);
  return true;
}

Learn::News Learn::poll(const Observed& seen, bool settled, double now, LearnState& learn,
                        ActionQueue& actions) {
  News news;
  news.changed |= take_reading(news, learn);
  news.changed |= take_measurement(seen.run, learn);
  if (seen.state.shows_lesson()) learn.lesson_tab = seen.state.tab;
  news.changed |= follow_data(seen.run, learn);
  watch_files(seen.state, now);
  const bool shown = show_step(seen, settled, now, learn, actions, news);
  news.changed |= shown;
  // What the last line of the step asks for is not in `seen` yet: a fact of before would end the step at
  // once.
  if (!shown && settled && !seen.state.autoplay.on()) news.changed |= follow_step(seen, learn);
  keep(learn, now, news);
  return news;
}

}  // namespace headroom::app
