#include "core/lessons/told_sections.h"

#include <algorithm>
#include <set>

#include "core/base/join.h"
#include "core/base/utf8.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson_text.h"

namespace headroom {

namespace {

bool begins_told(const MarkdownBlock& each) {
  return each.top && each.block.kind == Block::Kind::kHeading && each.block.level == 3;
}

}  // namespace

std::size_t told_begin(const std::vector<MarkdownBlock>& blocks) {
  return static_cast<std::size_t>(std::find_if(blocks.begin(), blocks.end(), begins_told) - blocks.begin());
}

void read_told_sections(std::vector<MarkdownBlock>& blocks, std::size_t begin, int line,
                        const std::vector<ToldSection>& sections, std::string_view instructions,
                        Faults& faults) {
  std::set<std::string_view> found;
  RichText unknown;
  RichText* into = &unknown;
  for (std::size_t i = begin; i < blocks.size(); ++i) {
    Block& block = blocks[i].block;
    if (begins_told(blocks[i])) {
      const std::string heading = plain_text(block.spans);
      const std::string_view title = trimmed(heading);
      const auto section = std::find_if(sections.begin(), sections.end(),
                                        [title](const ToldSection& each) { return each.title == title; });
      into = section == sections.end() ? &unknown : section->text;
      if (section == sections.end()) {
        faults.add(block.line, "the heading " + in_quotes(title) + " is not known here: use " +
                                   join(sections, &ToldSection::title));
      } else if (!found.insert(section->title).second) {
        faults.add(block.line, "the heading " + in_quotes(title) + " stands twice here: remove one");
      } else if (i + 1 == blocks.size() || begins_told(blocks[i + 1])) {
        faults.add(block.line, "nothing stands below " + in_quotes(title) + ": write it");
      }
      continue;
    }
    if (block.kind == Block::Kind::kCode) check_code(block, instructions, faults);
    into->push_back(std::move(block));
  }
  for (const ToldSection& each : sections) {
    if (!found.contains(each.title)) {
      faults.add(line, "a heading '### " + std::string(each.title) + "' is missing: add it, and its text");
    }
  }
}

}  // namespace headroom
