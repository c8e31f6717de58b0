// What is told about a question or a prediction below headings of level 3: "### Hint" and the others, each
// once, in any order.
//
// Thread rule: pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "core/lessons/faults.h"
#include "core/lessons/markdown.h"

namespace headroom {

struct ToldSection {
  std::string_view title;
  RichText* text;
};

// The place of the first such heading, or the end.
std::size_t told_begin(const std::vector<MarkdownBlock>& blocks);

// Takes the blocks from `begin` on into `sections`; faults for what is missing, empty, twice there or
// unknown. `line` is that of the heading above; `instructions` as check_code() takes them.
void read_told_sections(std::vector<MarkdownBlock>& blocks, std::size_t begin, int line,
                        const std::vector<ToldSection>& sections, std::string_view instructions,
                        Faults& faults);

}  // namespace headroom
