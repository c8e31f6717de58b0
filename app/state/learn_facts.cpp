#include "app/state/learn_facts.h"

namespace headroom::app {
namespace {

FactValue worded(std::string_view text) { return std::string(text); }

const Question* open_question(const Observed& seen) {
  const LearnState& learn = seen.state.learn;
  return learn.page == LearnPage::kQuestion ? learn.shown_question() : nullptr;
}

const Prediction* open_prediction(const Observed& seen) {
  return seen.state.learn.shown_prediction(!seen.state.shows_lesson());
}

const LearnGuess* open_guess(const Observed& seen) {
  const Prediction* const prediction = open_prediction(seen);
  return prediction ? seen.state.learn.guess(prediction->id) : nullptr;
}

}  // namespace

FactValue learn_page(const Observed& seen) {
  if (seen.state.shows_lesson()) return worded("lesson");
  return worded(kLearnPageNames.name(seen.state.learn.page));
}
FactValue learn_lesson(const Observed& seen) {
  return seen.state.learn.lesson ? worded(seen.state.learn.lesson->id) : FactValue();
}
FactValue learn_step(const Observed& seen) {
  const LearnState& learn = seen.state.learn;
  return learn.lesson ? FactValue(static_cast<std::int64_t>(learn.step) + 1) : FactValue();
}
FactValue learn_steps(const Observed& seen) {
  const LearnState& learn = seen.state.learn;
  return learn.lesson ? FactValue(static_cast<std::int64_t>(lesson_length(*learn.lesson))) : FactValue();
}
FactValue learn_done(const Observed& seen) {
  return seen.state.learn.lesson ? FactValue(seen.state.learn.step_done()) : FactValue();
}
FactValue learn_question(const Observed& seen) {
  return open_question(seen) ? worded(open_question(seen)->id) : FactValue();
}
FactValue learn_answer(const Observed& seen) {
  const LearnState& learn = seen.state.learn;
  if (!open_question(seen) || !learn.answer) return {};
  return std::string(1, answer_letter(letter_of(learn, *learn.answer)));
}
FactValue learn_right(const Observed& seen) {
  const Question* const question = open_question(seen);
  const LearnState& learn = seen.state.learn;
  return question && learn.answer ? FactValue(*learn.answer == question->right) : FactValue();
}
FactValue learn_score(const Observed& seen) {
  const LearnScore score = score_of(seen.state.learn, questions_of(seen.state.learn, {}));
  return std::to_string(score.right) + ":" + std::to_string(score.answered) + ":" + std::to_string(score.all);
}
FactValue learn_prediction(const Observed& seen) {
  return open_prediction(seen) ? worded(open_prediction(seen)->id) : FactValue();
}
FactValue learn_guess(const Observed& seen) {
  const LearnGuess* const guess = open_guess(seen);
  return guess && guess->value ? FactValue(*guess->value) : FactValue();
}
FactValue learn_measured(const Observed& seen) {
  const LearnGuess* const guess = open_guess(seen);
  return guess && guess->result ? FactValue(guess->result->figure.value) : FactValue();
}
FactValue learn_grade(const Observed& seen) {
  const LearnGuess* const guess = open_guess(seen);
  if (!guess) return {};
  if (guess->failure) return worded("failed");
  if (!guess->graded) return {};
  constexpr auto kNames = names<GuessGrade>({{GuessGrade::kRight, "right"},
                                             {GuessGrade::kTooLow, "low"},
                                             {GuessGrade::kTooHigh, "high"},
                                             {GuessGrade::kWrong, "wrong"}});
  return worded(kNames.name(guess->graded->grade));
}
FactValue learn_finished(const Observed& seen) {
  std::vector<std::string> finished;
  for (const auto& [id, kept] : seen.state.learn.progress.lessons) {
    if (kept.finished) finished.push_back(id);
  }
  return finished;
}
FactValue learn_faults(const Observed& seen) {
  std::vector<std::string> faults;
  if (!seen.state.learn.library) return faults;
  for (const Error& fault : seen.state.learn.library->faults) faults.emplace_back(fault.what());
  return faults;
}
FactValue learn_large(const Observed& seen) { return seen.state.learn.large; }
FactValue learn_failure(const Observed& seen) {
  const auto& failure = seen.state.learn.step_failure;
  return failure ? worded(failure->what()) : FactValue();
}

}  // namespace headroom::app
