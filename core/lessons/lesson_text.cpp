#include "core/lessons/lesson_text.h"

#include <algorithm>
#include <optional>

#include "core/base/utf8.h"

namespace headroom {

namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // of UTF-8, as some editors begin a file

int lines_before(std::string_view text, std::size_t offset) {
  return 1 +
         static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

bool is_text(std::string_view text, Faults& faults) {
  if (static_cast<Bytes>(text.size()) > kLessonBytes) {
    faults.add(1, "is larger than " + format_bytes(kLessonBytes) +
                      ", as no lesson is: name the right file, or "
                      "divide it");
    return false;
  }
  const std::size_t bad = find_bad_byte(text);
  if (bad == text.npos) return true;
  faults.add(lines_before(text, bad), text[bad] == '\0'
                                          ? "holds a NUL byte, as no text does: name the right file"
                                          : "is not in UTF-8 here: save the file in UTF-8");
  return false;
}

// The line that begins at `from`, without its end; `from` moves behind it.
std::string_view next_line(std::string_view text, std::size_t& from) {
  const std::size_t end = std::min(text.find('\n', from), text.size());
  std::string_view line = text.substr(from, end - from);
  if (line.ends_with('\r')) line.remove_suffix(1);
  from = std::min(end + 1, text.size());
  return line;
}

// Reads "---", lines, "---"; where the body begins, as an offset and a line.
struct Body {
  std::size_t from = 0;
  int line = 1;
};

Body read_head(std::string_view text, std::optional<std::vector<NumberedLine>>& head, Faults& faults) {
  std::size_t at = 0;
  if (trimmed(next_line(text, at)) != "---") {
    faults.add(1,
               "the head is missing: begin the file with a line '---', lines like 'title: ...', and '---'");
    return {};
  }
  head.emplace();
  int line = 2;
  while (at < text.size()) {
    const std::size_t begin = at;
    const std::string_view each = next_line(text, at);
    if (trimmed(each) == "---") return {at, line + 1};
    if (each.starts_with("#") || each.starts_with("```")) {  // else it would take the whole lesson in
      at = begin;
      break;
    }
    head->push_back({std::string(each), line++});
  }
  faults.add(1, "the head has no end: write a line '---' behind it");
  return {at, line};
}

void begin_section(const MarkdownBlock& heading, std::vector<LessonSection>& sections, Faults& faults) {
  const Block& block = heading.block;
  LessonSection& section = sections.emplace_back();
  section.line = block.line;
  section.title = trimmed(plain_text(block.spans));
  if (section.title.empty()) faults.add(block.line, "the heading says nothing: write a title behind '##'");
  for (const Span& span : block.spans) {
    if (span.figure.empty() && span.target.empty()) continue;
    faults.add(block.line, "a title is words alone: move figures and rings into the text below it");
    break;
  }
}

}  // namespace

LessonText read_lesson_text(std::string_view text, HeadOf has_head, const LessonWords& words,
                            Faults& faults) {
  LessonText parts;
  if (!is_text(text, faults)) return parts;
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  Body body;
  if (has_head == HeadOf::kFile) body = read_head(text, parts.head, faults);
  std::vector<MarkdownBlock> blocks = read_markdown(text.substr(body.from), body.line, words, faults);
  parts.readable = markdown_available();
  for (MarkdownBlock& each : blocks) {
    const bool heading = each.block.kind == Block::Kind::kHeading && each.top;
    if (heading && each.block.level == 1) {
      faults.add(each.block.line,
                 "a heading of level 1: the title stands in the head; begin this one with '##'");
    } else if (heading && each.block.level == 2) {
      begin_section(each, parts.sections, faults);
    } else if (parts.sections.empty()) {
      faults.add(each.block.line, "stands before the first heading: begin with '## ' and a title");
      parts.sections.emplace_back().line = each.block.line;
    } else {
      parts.sections.back().blocks.push_back(std::move(each));
    }
  }
  return parts;
}

std::vector<NumberedLine> code_lines(const Block& code) {
  std::vector<NumberedLine> lines;
  const std::string_view text = code.spans.empty() ? std::string_view() : code.spans[0].text;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = next_line(text, at);
    lines.push_back({std::string(line), code.line + 1 + static_cast<int>(lines.size())});
  }
  return lines;
}

std::string id_of_file(std::string_view name, Faults& faults) {
  std::string_view id = name.substr(name.find_last_of('/') + 1);  // npos + 1 is 0
  id = id.substr(0, id.rfind('.'));
  if (!is_id(id)) {
    faults.add(1, "the file is called " + in_quotes(id) +
                      ", which is its id: use letters of the English alphabet, digits, '_', '-' and '.'");
  }
  return std::string(id);
}

void check_code(const Block& code, std::string_view instructions, Faults& faults) {
  static constexpr std::string_view kCode[] = {"", "text", "python", "cpp", "cuda", "json", "sh", "csv"};
  if (std::find(std::begin(kCode), std::end(kCode), code.language) != std::end(kCode)) return;
  faults.add(code.line, "a block of " + in_quotes(code.language) + " is not known here: use " +
                            std::string(instructions) +
                            " for instructions, text, python, cpp, cuda, json, sh or csv for code");
}

}  // namespace headroom
