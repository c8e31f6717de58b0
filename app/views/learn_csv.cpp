#include "app/views/learn_csv.h"

#include "core/base/csv_field.h"

namespace headroom::app {
namespace {

std::string said(bool yes) { return yes ? "1" : "0"; }

std::string guessed(const Prediction& prediction, double value) {
  const auto place = static_cast<std::size_t>(value < 0 ? 0 : value);
  return place < prediction.choices.size() ? prediction.choices[place] : exact_text(value);
}

}  // namespace

std::string lessons_csv(const LearnState& learn) {
  std::string csv = "lesson,title,course,minutes,steps,steps_done,finished\n";
  if (!learn.library) return csv;
  for (const Lesson& lesson : learn.library->lessons) {
    const auto kept = learn.progress.lessons.find(lesson.id);
    const bool finished = kept != learn.progress.lessons.end() && kept->second.finished;
    csv += csv_line({lesson.id, lesson.title, lesson.course, std::to_string(lesson.minutes),
                     std::to_string(lesson_length(lesson)), std::to_string(steps_done(learn, lesson)),
                     said(finished)});
  }
  return csv;
}

std::string questions_csv(const LearnState& learn, std::string_view course) {
  std::string csv = "question,title,course,difficulty,answers,first_right,right\n";
  for (const Question* const question : questions_of(learn, course)) {
    const auto kept = learn.progress.questions.find(question->id);
    const bool answered = kept != learn.progress.questions.end() && kept->second.answers > 0;
    csv += csv_line({question->id, question->title, question->course,
                     std::string(kDifficultyNames.name(question->difficulty)),
                     answered ? std::to_string(kept->second.answers) : "0",
                     answered ? said(kept->second.first_right) : std::string(),
                     answered ? said(kept->second.right) : std::string()});
  }
  return csv;
}

std::string predictions_csv(const LearnState& learn) {
  std::string csv = "prediction,title,unit,guess,measured,right\n";
  if (!learn.library) return csv;
  for (const Prediction& each : learn.library->predictions) {
    const auto kept = learn.progress.predictions.find(each.id);
    const bool guess = kept != learn.progress.predictions.end();
    const bool measured = guess && kept->second.measured;
    csv +=
        csv_line({each.id, each.title, each.unit, guess ? guessed(each, kept->second.guess) : std::string(),
                  measured ? guessed(each, *kept->second.measured) : std::string(),
                  measured ? said(kept->second.right) : std::string()});
  }
  return csv;
}

}  // namespace headroom::app
