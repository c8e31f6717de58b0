// Going through questions: which comes when, which option stands at which letter, what an answer counts.
//
// Thread rule: pure functions on LearnState.
#pragma once

#include <string>
#include <vector>

#include "app/state/learn_state.h"

namespace headroom::app {

// The question and those of its set, in the set's order. Throws Error{kNotFound} that lists the sets' ids.
void ask_question(const std::string& id, LearnState& learn);
// All of a difficulty, of a course ("scalability"), or those that were missed; in an order of the seed.
void ask_difficulty(const std::string& name, LearnState& learn);
void ask_missed(LearnState& learn);
// The next (1) or the one before (-1); false: there is none.
bool turn_question(int by, LearnState& learn);
// `letter`: 0 is A. The first answer counts; a second one needs ask_again().
void answer_question(std::size_t letter, LearnState& learn);
void ask_again(LearnState& learn);

}  // namespace headroom::app
