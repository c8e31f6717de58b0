// What a learner has done: kept between starts, and forgotten on wish.
//
//   LearningProgress progress = parse_progress(text);
//   progress.lessons["small_or_large"].step = 4;
//
// Thread rule: plain values and pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace headroom {

struct LessonProgress {
  std::size_t step = 0;        // where to go on, from 0
  std::set<std::size_t> done;  // steps
  bool finished = false;
  bool operator==(const LessonProgress&) const = default;
};

struct QuestionProgress {
  bool first_right = false;  // the score counts first answers
  bool right = false;        // the newest answer
  int answers = 0;
  bool operator==(const QuestionProgress&) const = default;
};

struct PredictionProgress {
  double guess = 0;
  std::optional<double> measured = {};
  bool right = false;
  bool operator==(const PredictionProgress&) const = default;
};

struct LearningProgress {
  std::map<std::string, LessonProgress> lessons;
  std::map<std::string, QuestionProgress> questions;
  std::map<std::string, PredictionProgress> predictions;
  std::string last_lesson;  // what to go on with; empty: nothing was begun
  std::uint64_t seed = 0;   // of the order of questions and options
  bool operator==(const LearningProgress&) const = default;
};

std::string progress_text(const LearningProgress& progress);
// Throws Error{kBadInput} naming the key; Error{kUnsupported} for a version that this program does not know,
// whose file must be left as it is.
LearningProgress parse_progress(std::string_view text);

}  // namespace headroom
