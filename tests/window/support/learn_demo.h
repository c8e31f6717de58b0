// Learn in its states, for tests and pictures of its views: a small set of lessons, questions and
// predictions, read from text as files are.
#pragma once

#include <string>

#include "support/demo.h"

namespace headroom::app::demo {

// Files by name, as they lie in a folder of lessons.
std::string lesson_text();
std::string second_lesson_text();
std::string question_text();
std::string prediction_text();

std::shared_ptr<const LearnLibrary> learn_library();
// "new", "begun", "finished", "faults", "question", "answered", "guess", "choices", "measured", "failed",
// "lesson", "lesson guess", "lesson measured", "insight".
Demo learn(const std::string& what);

}  // namespace headroom::app::demo
