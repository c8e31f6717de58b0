#include "app/state/learn_state.h"

#include <algorithm>

namespace headroom::app {
namespace {

template <typename List>
auto* of_id(const List& list, std::string_view id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

const Question* of_set(const QuestionSet& set, std::string_view id) { return of_id(set.questions, id); }

}  // namespace

const Lesson* LearnLibrary::lesson(std::string_view id) const { return of_id(lessons, id); }
const Prediction* LearnLibrary::prediction(std::string_view id) const { return of_id(predictions, id); }

const Question* LearnLibrary::question(std::string_view id) const {
  for (const QuestionSet& set : sets) {
    if (const Question* const found = of_set(set, id)) return found;
  }
  return nullptr;
}

const QuestionSet* LearnLibrary::set_of(std::string_view question) const {
  for (const QuestionSet& set : sets) {
    if (of_set(set, question)) return &set;
  }
  return nullptr;
}

const LessonStep* LearnState::shown_step() const {
  return lesson && step < lesson->steps.size() ? &lesson->steps[step] : nullptr;
}

const Question* LearnState::find_question(std::string_view id) const {
  if (own) {
    if (const Question* const found = of_set(*own, id)) return found;
  }
  return library ? library->question(id) : nullptr;
}

const Question* LearnState::shown_question() const {
  return place < queue.size() ? find_question(queue[place]) : nullptr;
}

const Prediction* LearnState::shown_prediction(bool on_page) const {
  if (!library) return nullptr;
  if (on_page) return page == LearnPage::kPrediction ? library->prediction(prediction) : nullptr;
  const LessonStep* const now = shown_step();
  return now && !now->predict.empty() ? library->prediction(now->predict) : nullptr;
}

const LearnGuess* LearnState::guess(std::string_view id) const {
  const auto found = guesses.find(id);
  return found == guesses.end() ? nullptr : &found->second;
}

bool LearnState::step_done() const {
  if (!lesson) return false;
  const auto found = progress.lessons.find(lesson->id);
  return found != progress.lessons.end() && found->second.done.count(step) > 0;
}

std::size_t letter_of(const LearnState& learn, std::size_t option) {
  return static_cast<std::size_t>(std::find(learn.order.begin(), learn.order.end(), option) -
                                  learn.order.begin());
}

std::vector<Ring> rings_of(const LearnState& learn) {
  std::vector<Ring> rings;
  if (!learn.lesson) return rings;
  const LessonStep* const step = learn.shown_step();
  for (const Block& block : step ? step->text : learn.lesson->insight) {
    for (const headroom::Span& span : block.spans) {
      const auto same = [&](const Ring& ring) { return ring.target == span.target; };
      if (!span.target.empty() && std::none_of(rings.begin(), rings.end(), same))
        rings.push_back({span.text, span.target});
    }
  }
  return rings;
}

char answer_letter(std::size_t place) { return static_cast<char>('A' + static_cast<int>(place)); }

AnswerMark answer_mark(const LearningProgress& progress, std::string_view question) {
  const auto found = progress.questions.find(std::string(question));
  if (found == progress.questions.end() || found->second.answers == 0) return AnswerMark::kOpen;
  return found->second.first_right ? AnswerMark::kRight : AnswerMark::kMissed;
}

std::vector<const Question*> questions_of(const LearnState& learn, std::string_view course,
                                          std::optional<Difficulty> difficulty) {
  std::vector<const Question*> all;
  if (!learn.library) return all;
  for (const QuestionSet& set : learn.library->sets) {
    for (const Question& question : set.questions) {
      if (!course.empty() && question.course != course) continue;
      if (difficulty && question.difficulty != *difficulty) continue;
      all.push_back(&question);
    }
  }
  return all;
}

LearnScore score_of(const LearnState& learn, const std::vector<const Question*>& questions) {
  LearnScore score;
  for (const Question* const question : questions) {
    const AnswerMark mark = answer_mark(learn.progress, question->id);
    ++score.all;
    if (mark != AnswerMark::kOpen) ++score.answered;
    if (mark == AnswerMark::kRight) ++score.right;
  }
  return score;
}

std::vector<std::string> missed_questions(const LearnState& learn) {
  std::vector<std::string> ids;
  for (const Question* const question : questions_of(learn, {})) {
    const auto found = learn.progress.questions.find(question->id);
    if (found != learn.progress.questions.end() && found->second.answers > 0 && !found->second.right)
      ids.push_back(question->id);
  }
  return ids;
}

std::size_t lesson_length(const Lesson& lesson) { return lesson.steps.size() + 1; }

std::size_t steps_done(const LearnState& learn, const Lesson& lesson) {
  const auto found = learn.progress.lessons.find(lesson.id);
  if (found == learn.progress.lessons.end()) return 0;
  return static_cast<std::size_t>(
      std::count_if(found->second.done.begin(), found->second.done.end(),
                    [&](std::size_t step) { return step < lesson_length(lesson); }));
}

bool learns_first(const LearnState& learn) {
  const LearningProgress& kept = learn.progress;
  return kept.lessons.empty() && kept.questions.empty() && kept.predictions.empty();
}

}  // namespace headroom::app
