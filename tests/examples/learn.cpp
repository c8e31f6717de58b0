// The examples of the headers that show lessons, word for word (tests/support/check_examples.py): compiled,
// never run.
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/state/autoplay.h"
#include "app/state/learn.h"
#include "app/state/learn_cover.h"
#include "app/state/learn_figures.h"
#include "app/state/learn_reading.h"
#include "app/state/learn_targets.h"
#include "app/state/learn_words.h"
#include "app/state/paths.h"
#include "app/views/learn_csv.h"
#include "app/widgets/anchor.h"
#include "app/widgets/guess_line.h"
#include "app/widgets/rich_text.h"
#include "core/io/presets.h"

namespace headroom::app {
namespace {

// clang-format off
[[maybe_unused]] void lessons(const std::filesystem::path& data, const Observed& seen, bool settled, double now, UiState& state,
             const Snapshot& run, ActionQueue& actions) {
  Learn learn({.places = lesson_places(data), .progress = data / "progress.json"});
  Learn::News news = learn.poll(seen, settled, now, state.learn, actions);   // every tick
  learn.perform({LearnDo::kLesson, "stages"}, run, state);
}

[[maybe_unused]] void tours(const Observed& seen, bool settled, double now, const std::string& keep, UiState& state,
             ActionQueue& actions) {
  Autoplay autoplay([](const std::string& language) {
    return read_tours(assets_directory() / "tours", language);
  });
  autoplay.speak("de");
  autoplay.perform({AutoplayDo::kStart, "scalability"}, seen.run, keep, state, actions);
  Autoplay::News news = autoplay.poll(seen, settled, now, state, actions);   // every tick
}

[[maybe_unused]] void covered(const UiState& state, void (*show)(const char*)) {
  if (covers(state, Covered::kEpochTime)) show("?");
}

[[maybe_unused]] void figures(const UiState& state, const Snapshot& run) {
  figure_text("epoch_time_ratio", state, run);   // "20.5×", or "not measured yet"
}

[[maybe_unused]] void reading_lessons() {
  LearnLibrary library = read_lessons({.folders = {assets_directory() / "lessons"}, .files = {"mine.md"}});
}

[[maybe_unused]] void targets() {
  check_target("stage.load");       // returns
  check_target("stage.lode");       // throws Error{kBadInput} that lists what there is
}

[[maybe_unused]] void words_of_lessons(const std::string& text, const std::vector<std::string>& ids) {
  const LessonReading reading = read_lesson(text, "small_or_large.md", lesson_words(ids));
}

[[maybe_unused]] void lists(const UiState& state) {
  std::string csv = predictions_csv(state.learn);
}

[[maybe_unused]] void places(const Rect& row) {
  anchor("model.large.epoch", row);   // while it is drawn
}

[[maybe_unused]] void guesses(const Ui& ui, const Rect& area, void (*use)(double)) {
  if (const auto guess = guess_line(ui, area, {.id = "guess", .low = 1, .high = 100, .unit = "x"}))
  use(*guess);
}

[[maybe_unused]] void rich(const Ui& ui, Rect& rest, const LessonStep& step,
          const std::function<std::string(const std::string&)>& figures) {
  rest.take_top(draw_rich(ui, rest, step.text, {.figure = figures}));
}
// clang-format on

}  // namespace
}  // namespace headroom::app
