// Lessons, questions and predictions as plain text and as documents, for those without a window.
#pragma once

#include <iosfwd>
#include <string>

#include "core/base/json_fwd.h"
#include "core/lessons/lesson.h"
#include "core/lessons/prediction.h"
#include "core/lessons/question.h"

namespace headroom::cli {

void show_lesson(const Lesson& lesson, std::ostream& out);
// Questions first; the answers, with what explains them, behind all of them.
void show_questions(const QuestionSet& set, std::ostream& out);
void show_prediction(const Prediction& prediction, std::ostream& out);

Json lesson_json(const Lesson& lesson);
Json questions_json(const QuestionSet& set);
Json prediction_json(const Prediction& prediction);

}  // namespace headroom::cli
