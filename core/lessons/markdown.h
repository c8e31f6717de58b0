// Markdown as blocks of spans, each with its line: what lessons, questions and predictions are made from.
// What the window does not draw (pictures, tables, HTML, rules) is a fault with its line, never left out
// silently.
//
//   std::vector<MarkdownBlock> blocks = read_markdown(text, 1, words, faults);
//
// Needs the library md4c when it is built; markdown_available() says whether this build has it.
// Thread rule: pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "core/lessons/faults.h"
#include "core/lessons/lesson.h"
#include "core/lessons/rich_text.h"

namespace headroom {

struct MarkdownBlock {
  Block block;
  char task = 0;         // of an item that begins with [ ] or [x]: ' ' or 'x'
  bool in_list = false;  // below an item, however deep
  bool top = true;       // in no list and no quote
};

bool markdown_available();

// `text` is UTF-8 without NUL, and begins at `first_line` of the file. Names of figures and of what rings lie
// around are asked of `words`.
std::vector<MarkdownBlock> read_markdown(std::string_view text, int first_line, const LessonWords& words,
                                         Faults& faults);

}  // namespace headroom
