// Everything that a folder of lessons holds: DIR/*.md lessons, DIR/predictions.md, DIR/questions/*.md. A file
// that is wrong leaves the others usable.
//
//   LessonLibrary library = read_lesson_library(assets_directory() / "lessons", words);
//   for (const Error& fault : library.faults) log(fault.what());   // "questions/planning.md:17: ..."
//
// Thread rule: plain values and pure functions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/lessons/lesson.h"
#include "core/lessons/prediction.h"
#include "core/lessons/question.h"

namespace headroom {

struct LessonLibrary {
  std::vector<Lesson> lessons;  // without a fault; each behind the one that it comes after
  std::vector<QuestionSet> sets;
  std::vector<Prediction> predictions;
  std::vector<Error> faults;
};

// A lesson may name the predictions of the folder, and those that `words` knows beside them.
LessonLibrary read_lesson_library(const std::filesystem::path& folder, const LessonWords& words);

enum class LessonFile { kLesson, kQuestions, kPredictions };
// By the file's name and folder, else by the blocks that it holds.
LessonFile kind_of_lesson_file(const std::filesystem::path& file, std::string_view text);

// As much of a file as is needed to read it, or to see that it is too large. Throws Error.
std::string lesson_file_text(const std::filesystem::path& file);

}  // namespace headroom
