// A lesson: a text file that leads through the window step by step. A step says something, shows something
// (lines of the script language) and is done when a fact of the window says so. The file is Markdown with
// a head, and with fenced blocks that are instructions instead of code:
//
//   ---
//   title: Small or large?
//   course: scalability
//   about: What a larger network costs, and what it brings.
//   minutes: 15
//   after: stages
//   ---
//
//   ## What does an epoch of Large cost?
//
//   Large has **14.6 times** the parameters. Before you look at [2](#model.large.epoch), guess.
//
//   ```do
//   open preset scalability
//   select small,large
//   ```
//
//   ```done
//   epoch >= 2
//   ```
//
//   ```hint
//   Press Space to start it.
//   ```
//
//   ```predict
//   epoch-time-ratio
//   ```
//
//   ## Key insight
//
//   Larger can be more accurate. Here: {accuracy_gain} points for {epoch_time_ratio} times the time.
//
// Every step begins with a heading of level 2; the last, "Key insight", is the lesson's end. `do` runs when
// the step is entered. Several lines in `done` must all hold. A step without `done` is done when it has been
// read; one with `predict` when the guess has been measured. `after` names a lesson to take before, and may
// be left out. Lines of `do` and `done` that begin with # are remarks. Other blocks of code are drawn: text,
// python, cpp, cuda, json, sh, csv.
//
// Thread rule: plain values and pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/lessons/rich_text.h"

namespace headroom {

// A line of an instruction, and where it stands.
struct Instruction {
  std::string text;
  std::string where;  // "small_or_large.md:17"
};

struct LessonStep {
  std::string title;
  RichText text;
  std::vector<Instruction> show;  // lines of the script language
  std::vector<Instruction> done;  // tests of facts, as a script's `wait` takes them
  RichText hint;
  std::string predict;  // id of a Prediction (prediction.h); empty: nothing is guessed here
  std::string where;
};

struct Lesson {
  std::string id;  // the file's name without its ending
  std::string title, course, about, after;
  std::string where;  // of `after`, or of the head
  int minutes = 0;
  std::vector<LessonStep> steps;
  RichText insight;
};

// What names in a lesson may say: known by the window, which core does not know. Each throws
// Error{kBadInput}, its `where` left empty, for what there is not. One that is empty accepts everything.
struct LessonWords {
  std::function<void(std::string_view line)> show;
  std::function<void(std::string_view test)> done;
  std::function<void(std::string_view name)> figure, target, prediction;
};

struct LessonReading {
  Lesson lesson;              // what could be understood
  std::vector<Error> faults;  // each with file and line; empty: the lesson can be taken
};

// `name` is the file's, for its id and for errors. Never throws for what the text says.
LessonReading read_lesson(std::string_view text, const std::string& name, const LessonWords& words);

// Across lessons: an id twice, `after` that names no lesson or leads round in a circle.
std::vector<Error> lesson_order_faults(const std::vector<Lesson>& lessons);

}  // namespace headroom
