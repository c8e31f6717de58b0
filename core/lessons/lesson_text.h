// A file of lessons, questions or predictions taken apart: a head of `key: value`, and sections of blocks
// that each begin with a heading of level 2.
//
//   Faults faults(name);
//   LessonText parts = read_lesson_text(text, HeadOf::kFile, words, faults);
//
// A text that is too large, no UTF-8 or that this build cannot read has one fault, and no sections.
// Thread rule: plain values and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/lessons/faults.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson.h"
#include "core/lessons/markdown.h"

namespace headroom {

// Of one file; the longest lesson has a hundredth of it. Keeps a hostile file from taking minutes.
inline constexpr Bytes kLessonBytes = 256 * kKiB;

struct LessonSection {
  std::string title;
  int line = 0;
  std::vector<MarkdownBlock> blocks;
};

struct LessonText {
  bool readable = false;
  std::optional<std::vector<NumberedLine>> head;  // nothing: the file has none, which is its fault
  std::vector<LessonSection> sections;
};

enum class HeadOf { kFile, kNothing };

LessonText read_lesson_text(std::string_view text, HeadOf head, const LessonWords& words, Faults& faults);

// The lines inside a block of code, as lines of the file.
std::vector<NumberedLine> code_lines(const Block& code);
// "small_or_large" of "assets/lessons/small_or_large.md"; a fault where that cannot be an id.
std::string id_of_file(std::string_view name, Faults& faults);
// A fence whose word is not an instruction of this kind of file: code that is drawn, or a fault.
void check_code(const Block& code, std::string_view instructions, Faults& faults);

}  // namespace headroom
