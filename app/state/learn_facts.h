// What scripts and lessons can ask about Learn; see facts.h.
//
// Thread rule: pure functions.
#pragma once

#include "app/state/facts.h"

namespace headroom::app {

FactValue learn_page(const Observed& seen);        // lesson, courses, question or prediction
FactValue learn_lesson(const Observed& seen);      // the open one's id
FactValue learn_step(const Observed& seen);        // from 1
FactValue learn_steps(const Observed& seen);       // with the key insight
FactValue learn_done(const Observed& seen);        // the step is done
FactValue learn_question(const Observed& seen);    // the open one's id
FactValue learn_answer(const Observed& seen);      // the letter
FactValue learn_right(const Observed& seen);       // whether it is
FactValue learn_score(const Observed& seen);       // "5:7:13": right, answered, all
FactValue learn_prediction(const Observed& seen);  // what is to be guessed
FactValue learn_guess(const Observed& seen);
FactValue learn_measured(const Observed& seen);
FactValue learn_grade(const Observed& seen);     // right, low, high, wrong; failed where there is no figure
FactValue learn_finished(const Observed& seen);  // lessons that were taken to their end
FactValue learn_faults(const Observed& seen);    // "small_or_large.md:17: ...", each
FactValue learn_large(const Observed& seen);     // the lesson takes the view's place in a small window
FactValue learn_failure(const Observed& seen);   // why a step could not show what it wanted to

}  // namespace headroom::app
