// A question with four options: an explanation for each, a hint, the solution in steps, common mistakes, a
// quick check. A file holds a set of them, as Markdown:
//
//   ---
//   title: Planning practice
//   course: planning
//   ---
//
//   ## What does this check against 8 GB print?
//
//   ```question
//   id: check-8gb
//   difficulty: medium
//   ```
//
//   ```python
//   print(total > 8_000_000_000)
//   ```
//
//   - [x] True if the card has more than 8 x 10^9 bytes; False if not, or without a GPU
//
//     The number is in bytes. A card is compared with it; without one the last line answers.
//
//   - [ ] True on every machine with a GPU
//
//     A card with 6 GB is available too, and has fewer bytes.
//
//   ### Hint
//   ### Solution
//   ### Common mistakes
//   ### Quick check
//
// The file's name is the set's id. `difficulty` is easy, medium or hard; `cards: 24e9`, which may be left
// out, has the cards of the catalogue compared with so many bytes below the answer; `run: plan example`, a
// line of the script language as a lesson's `do` has it, is what "Run it here" does after the answer. Titles
// say what is asked; the four headings of level 3 are all there, each once.
//
// Thread rule: plain values and pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/lessons/lesson.h"
#include "core/lessons/rich_text.h"

namespace headroom {

enum class Difficulty { kEasy, kMedium, kHard };
inline constexpr auto kDifficultyNames = names<Difficulty>(
    {{Difficulty::kEasy, "easy"}, {Difficulty::kMedium, "medium"}, {Difficulty::kHard, "hard"}});

inline constexpr std::size_t kOptions = 4;  // of every question

struct Option {
  RichText text, explanation;
};

struct Question {
  std::string id, title, course;
  Difficulty difficulty = Difficulty::kEasy;
  RichText text;  // below the title: words and code
  std::array<Option, kOptions> options;
  std::size_t right = 0;  // place in options
  RichText hint, solution, mistakes, check;
  double cards = 0;  // bytes that real cards are compared with below the answer; 0: they are not shown
  Instruction run;   // what "Run it here" does; its text is empty: nothing can be run
  std::string where;
};

struct QuestionSet {
  std::string id, title, course;
  std::vector<Question> questions;
};

struct QuestionReading {
  QuestionSet set;            // with the questions in which no fault was found
  std::vector<Error> faults;  // each with file and line
};

QuestionReading read_questions(std::string_view text, const std::string& name, const LessonWords& words);

// The order of `count` things for a seed; every order is equally likely. Used for questions and options.
std::vector<std::size_t> shuffled_order(std::size_t count, std::uint64_t seed);

}  // namespace headroom
