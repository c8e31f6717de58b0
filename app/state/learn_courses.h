// The courses as the overview shows them: what each is about, its pipeline, its key insight and which figures
// of this machine bear it out. Their lessons and questions are files (learn_reading.h); a course is a row
// here.
//
// Thread rule: constants and pure functions.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/state/ui_state.h"
#include "core/base/tr.h"

namespace headroom::app {

// Texts are marked for tr().
struct CourseStage {
  std::string_view title;
  // Of its example: all rows by "columns" or by "features", columns of the "train" or "validation" rows.
  // Other words as they are.
  std::string_view shape;
};

struct Course {
  std::string_view id, title, about;
  std::string_view preset;  // its example; empty: none
  std::vector<CourseStage> stages;
  std::string_view insight;
  std::string_view measured;  // with figures of texts (learn_figures.h)
};

const std::vector<Course>& courses();

// "10k×50", from the example's own numbers; "–" before it is read.
std::string course_shape(const CourseStage& stage, const PresetEntry* preset);
// The figures of this machine, where its example is loaded and has been measured; else empty.
std::string course_measured(const Course& course, const UiState& state, const Snapshot& run);
// Everything that belongs to it was done.
bool course_finished(const LearnState& learn, std::string_view course);
bool lesson_finished(const LearnState& learn, std::string_view id);
// The first that is not finished, course by course; null: all are.
const Lesson* next_lesson(const LearnState& learn);
std::vector<const Lesson*> lessons_of(const LearnState& learn, std::string_view course);

}  // namespace headroom::app
