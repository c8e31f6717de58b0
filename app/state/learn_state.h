// Where a learner is: the lessons, questions and predictions that could be read, what was answered, and what
// is open. Read by the views, changed only by Learn (learn.h) carrying out actions.
//
// Thread rule: plain values; the library is shared and does not change.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state/learn_measure.h"
#include "app/state/tabs.h"
#include "core/base/error.h"
#include "core/base/names.h"
#include "core/lessons/lesson.h"
#include "core/lessons/prediction.h"
#include "core/lessons/progress.h"
#include "core/lessons/question.h"

namespace headroom::app {

// What the Learn tab shows.
enum class LearnPage { kCourses, kQuestion, kPrediction };
inline constexpr auto kLearnPageNames = names<LearnPage>({{LearnPage::kCourses, "courses"},
                                                          {LearnPage::kQuestion, "question"},
                                                          {LearnPage::kPrediction, "prediction"}});

// What is known of a question: the squares of the overview.
enum class AnswerMark { kOpen, kRight, kMissed };

struct LearnLibrary {
  std::vector<Lesson> lessons;  // each after the one that it builds on
  std::vector<QuestionSet> sets;
  std::vector<Prediction> predictions;
  std::vector<Error> faults;  // with file and line; what they concern stands in none of the lists

  const Lesson* lesson(std::string_view id) const;
  const Question* question(std::string_view id) const;
  const QuestionSet* set_of(std::string_view question) const;
  const Prediction* prediction(std::string_view id) const;
};

// One prediction on its way from guess to grade.
struct LearnGuess {
  std::optional<double> value = {};  // where the slider stands, or the choice; empty: not touched yet
  bool given = false;                // it may be measured now, and nothing is covered any more
  FigureRequest request = {};        // another setting than the figure's own
  std::string setting = {};          // its title; empty: the figure's own
  std::optional<FigureResult> result = {};
  std::optional<Graded> graded = {};
  std::optional<Error> failure = {};  // why there is no figure and no grade
};

struct LearnState {
  std::shared_ptr<const LearnLibrary> library;  // null before it is read
  std::shared_ptr<const QuestionSet> own;       // questions about the loaded data; null: there are none
  std::vector<std::string> files;               // that were opened beside the library
  LearningProgress progress;
  std::string progress_fault;  // why what was kept is not used, and is left as it is; empty: it is used
  LearnPage page = LearnPage::kCourses;
  bool hint = false;  // of the step, question or prediction that is shown
  // The lesson takes the view's place, in windows too small for both (window_layout.h).
  bool large = false;

  // The lesson that is docked; kept while a newer text of it has a fault.
  std::shared_ptr<const Lesson> lesson;
  std::size_t step = 0;
  bool setting_up = false;            // what the step shows is on its way
  std::optional<Error> step_failure;  // what it wanted to show, and why it could not
  Tab lesson_tab = Tab::kCurves;      // where it goes on

  // The questions that are gone through, by id, and which is open.
  std::vector<std::string> queue;
  std::string queue_title;
  std::size_t place = 0;
  std::array<std::size_t, kOptions> order{};  // which of its options stands at A, B, C and D
  std::optional<std::size_t> answer;          // a place among its options

  std::string prediction;  // of the page
  std::map<std::string, LearnGuess, std::less<>> guesses;
  FigureMeasurement measurement;

  const LessonStep* shown_step() const;  // null: no lesson is open
  // Null: none is open. Also of those about the loaded data.
  const Question* shown_question() const;
  const Question* find_question(std::string_view id) const;
  // Of the step, or of the page where it is shown; null: nothing is guessed there.
  const Prediction* shown_prediction(bool on_page) const;
  const LearnGuess* guess(std::string_view id) const;
  bool step_done() const;
  bool measuring() const { return measurement.phase == FigureMeasurement::Phase::kMeasuring; }
};

// The place among A to D at which an option of the open question stands.
std::size_t letter_of(const LearnState& learn, std::size_t option);
// What the step that is shown lays rings around, each once.
struct Ring {
  std::string number, target;
};
std::vector<Ring> rings_of(const LearnState& learn);
// "C" for the third.
char answer_letter(std::size_t place);

AnswerMark answer_mark(const LearningProgress& progress, std::string_view question);
struct LearnScore {
  std::size_t right = 0, answered = 0, all = 0;
};
// Of first answers. Questions by course (empty: all) and difficulty (none: all).
std::vector<const Question*> questions_of(const LearnState& learn, std::string_view course,
                                          std::optional<Difficulty> difficulty = {});
LearnScore score_of(const LearnState& learn, const std::vector<const Question*>& questions);
// First answers that were wrong and have not been put right.
std::vector<std::string> missed_questions(const LearnState& learn);
// With the key insight, which is its last.
std::size_t lesson_length(const Lesson& lesson);
std::size_t steps_done(const LearnState& learn, const Lesson& lesson);
// Nothing was begun.
bool learns_first(const LearnState& learn);

}  // namespace headroom::app
