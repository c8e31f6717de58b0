// The examples of the headers of core/lessons, as in core.cpp.
#include <string>
#include <vector>

#include "core/base/text_file.h"
#include "core/base/utf8.h"
#include "core/io/presets.h"
#include "core/lessons/faults.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/library.h"
#include "core/lessons/markdown.h"
#include "core/lessons/own_questions.h"
#include "core/lessons/progress.h"

namespace headroom::examples {

void log(const char*);

void text_of_others(std::string_view text, const std::string& name) {
  if (find_bad_byte(text) != text.npos) throw Error(ErrorCode::kBadInput, "is not text in UTF-8", name);
}

void text_file() {
  const std::string text = read_first_bytes("lesson.md", 256 * kKiB + 1);  // one more tells that it is larger
}

void collected_faults(LessonReading& reading) {
  Faults faults("small_or_large.md");
  faults.add(17, "there is no fact 'epohc'");
  reading.faults = faults.take();  // in the order of the lines
}

void head_of_a_file(const std::vector<NumberedLine>& lines, Faults& faults, Lesson& lesson) {
  KeyLines head("head", lines, 1, faults);
  lesson.title = head.text("title");
  lesson.minutes = static_cast<int>(head.number("minutes", 1, 240));
  head.finish();  // whatever was not asked for is a fault
}

void text_taken_apart(std::string_view text, const std::string& name, const LessonWords& words) {
  Faults faults(name);
  LessonText parts = read_lesson_text(text, HeadOf::kFile, words, faults);
}

void markdown(std::string_view text, const LessonWords& words, Faults& faults) {
  std::vector<MarkdownBlock> blocks = read_markdown(text, 1, words, faults);
}

void library_of_lessons(const LessonWords& words) {
  LessonLibrary library = read_lesson_library(assets_directory() / "lessons", words);
  for (const Error& fault : library.faults) log(fault.what());  // "questions/planning.md:17: ..."
}

void questions_about_own_data() {
  std::vector<Question> own = own_questions({"iris.csv", {{"setosa", 50}, {"virginica", 50}}, {}});
  RichText answer = own[0].options[own[0].right].text;  // 50.0 %
}

void progress(std::string_view text) {
  LearningProgress progress = parse_progress(text);
  progress.lessons["small_or_large"].step = 4;
}

}  // namespace headroom::examples
