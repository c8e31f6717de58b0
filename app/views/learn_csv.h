// The lists of the Learn tab as CSV files: what was taken, answered and guessed on this machine. What was not
// yet is left empty.
//
//   std::string csv = predictions_csv(state.learn);
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "app/state/learn_state.h"

namespace headroom::app {

// A line for each lesson.
std::string lessons_csv(const LearnState& learn);
// A line for each question; `course` empty: of all.
std::string questions_csv(const LearnState& learn, std::string_view course = {});
// A line for each figure that is guessed; guesses among choices are words.
std::string predictions_csv(const LearnState& learn);

}  // namespace headroom::app
