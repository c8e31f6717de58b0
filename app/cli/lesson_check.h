// `lesson check`: what is wrong with files of lessons, questions and predictions, each fault with file and
// line.
//
//   check_lesson_files({"small_or_large.md"}, context);   // throws LessonFaults
//
// Script lines, facts, figures and the names that rings lie around are the window's words (Context::words).
// Where the window was not built they are not checked, and the answer says so.
#pragma once

#include <string>
#include <vector>

#include "app/cli/context.h"
#include "core/base/error.h"
#include "core/base/json_fwd.h"

namespace headroom::cli {

class LessonFaults : public Error {
 public:
  LessonFaults(std::vector<Error> faults, std::size_t files);
  const std::vector<Error>& faults() const { return faults_; }

 private:
  std::vector<Error> faults_;
};

Json lesson_faults_json(const LessonFaults& faults);

// Folders stand for everything in them. Prints what the files hold when nothing is wrong.
void check_lesson_files(const std::vector<std::string>& names, Context& context);

}  // namespace headroom::cli
