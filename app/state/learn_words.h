// What the names in a lesson may say, as this window knows them: actions, facts, figures, places of rings.
//
//   const LessonReading reading = read_lesson(text, "small_or_large.md", lesson_words(ids));
//
// Thread rule: pure functions; what they return may be used on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/state/script.h"
#include "core/lessons/lesson.h"

namespace headroom::app {

// `predictions`: ids that a step may ask for.
LessonWords lesson_words(const std::vector<std::string>& predictions);

// A line of `do`: an action, as a script has it. Waits, expectations, pictures and what closes the window or
// writes files are refused. Throws Error{kBadInput} whose place is `where`.
ScriptLine parse_shown(std::string_view line, const std::string& where);
// A line of `done`: "epoch >= 2", "state finished", as a script `expect`s them.
ScriptLine parse_done(std::string_view test, const std::string& where);

}  // namespace headroom::app
