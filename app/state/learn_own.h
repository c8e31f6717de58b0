// Questions about the loaded data, where these are a person's own: what is counted there, and which column
// matters once that was measured (core/lessons/own_questions.h).
//
// Thread rule: pure functions.
#pragma once

#include <memory>

#include "core/lessons/question.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// Null: nothing of one's own is loaded, or there is nothing to ask.
std::shared_ptr<const QuestionSet> own_question_set(const Snapshot& run);

}  // namespace headroom::app
