// What a person does in Learn, as one action: lessons, questions and predictions share their keys.
//
// Thread rule: plain values.
#pragma once

#include <optional>
#include <string>

#include "core/base/names.h"

namespace headroom::app {

enum class LearnDo {
  kCourses,  // back to the overview
  kLesson,   // `id`, from `place` on, else where it was left
  kGoOn,     // with what was begun last; where nothing was, with the first lesson
  kNext,     // step or question
  kBack,
  kHint,
  kLeave,       // the lesson
  kQuestion,    // `id`
  kDifficulty,  // `id`: easy, medium, hard
  kAnswer,      // `place`: 0 is A
  kAgain,       // the same question or guess once more
  kMissed,      // the questions whose answer was wrong
  kPrediction,  // `id`; empty: the next that is open
  kGuess,       // `value`
  kChoice,      // `id`: one of a prediction's choices
  kMeasure,     // the guess is given: measure it
  kSetting,     // again, with the variant at `place`
  kCancel,      // the measuring
  kForget,      // everything that was answered
  kFile,        // `id`: the path of a lesson, a set of questions or predictions to read as well
  kShow,        // runs again what the step shows
  kRun,         // carries out what the question can show on this machine
  kEnlarge,     // the lesson takes the view's place where both have little, and back
};

namespace action {

struct Learn {
  LearnDo what = LearnDo::kCourses;
  std::string id = {};
  std::optional<std::size_t> place = {};
  double value = 0;
};

}  // namespace action

}  // namespace headroom::app
