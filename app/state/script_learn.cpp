#include <cctype>
#include <string>

#include "app/state/script_views.h"

namespace headroom::app {
namespace {

Step doing(action::Learn wanted) { return step::Do{std::move(wanted)}; }

std::size_t take_letter(ScriptWords& words) {
  const std::string text = words.word("A, B, C or D");
  const int letter = text.size() == 1 ? std::toupper(static_cast<unsigned char>(text.front())) - 'A' : -1;
  if (letter < 0 || letter >= static_cast<int>(kOptions))
    words.fail("wants A, B, C or D, not '" + text + "'");
  return static_cast<std::size_t>(letter);
}

std::size_t take_place(ScriptWords& words, std::string_view what) {
  return static_cast<std::size_t>(words.integer(what, 1, 1'000)) - 1;
}

}  // namespace

Step parse_learn(ScriptWords& words) {
  struct Word {
    std::string_view name;
    LearnDo what;
  };
  constexpr Word kWords[] = {
      {"courses", LearnDo::kCourses},
      {"lesson", LearnDo::kLesson},
      {"go-on", LearnDo::kGoOn},
      {"next", LearnDo::kNext},
      {"back", LearnDo::kBack},
      {"hint", LearnDo::kHint},
      {"leave", LearnDo::kLeave},
      {"question", LearnDo::kQuestion},
      {"questions", LearnDo::kDifficulty},
      {"answer", LearnDo::kAnswer},
      {"again", LearnDo::kAgain},
      {"missed", LearnDo::kMissed},
      {"prediction", LearnDo::kPrediction},
      {"guess", LearnDo::kGuess},
      {"measure", LearnDo::kMeasure},
      {"setting", LearnDo::kSetting},
      {"cancel", LearnDo::kCancel},
      {"show", LearnDo::kShow},
      {"run", LearnDo::kRun},
      {"enlarge", LearnDo::kEnlarge},
      {"forget", LearnDo::kForget},
      {"file", LearnDo::kFile},
  };
  std::vector<std::string_view> names;
  for (const Word& word : kWords) names.push_back(word.name);
  action::Learn wanted{.what = kWords[words.choice(names)].what};
  switch (wanted.what) {
    case LearnDo::kLesson:
      wanted.id = words.word("a lesson's name");
      if (!words.empty()) wanted.place = take_place(words, "a step");
      break;
    case LearnDo::kQuestion: wanted.id = words.word("a question's name"); break;
    case LearnDo::kDifficulty: wanted.id = words.word("easy, medium, hard or a course"); break;
    case LearnDo::kPrediction:
      if (!words.empty()) wanted.id = words.word("a prediction's name");
      break;
    case LearnDo::kAnswer: wanted.place = take_letter(words); break;
    case LearnDo::kSetting: wanted.place = take_place(words, "which of the other settings"); break;
    case LearnDo::kFile: wanted.id = words.rest("a file name"); break;
    case LearnDo::kGuess:
      if (words.number_follows()) {
        wanted.value = words.number("a guess", -1e18, 1e18);
      } else {
        wanted.what = LearnDo::kChoice;
        wanted.id = words.rest("a number, or one of the choices");
      }
      break;
    default: break;
  }
  return doing(std::move(wanted));
}

}  // namespace headroom::app
