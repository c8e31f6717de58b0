#include "core/data/csv/sample.h"

#include <algorithm>

namespace headroom {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// What a byte means while fields are counted.
enum Kind : unsigned char { kOther, kBlank, kQuote, kEnd, kFirstSeparator };

std::array<unsigned char, 256> kinds(char quote) {
  std::array<unsigned char, 256> kind{};
  kind[static_cast<unsigned char>(' ')] = kBlank;
  if (quote != '\0') kind[static_cast<unsigned char>(quote)] = kQuote;
  kind[static_cast<unsigned char>('\n')] = kEnd;
  for (std::size_t i = 0; i < kSeparators.size(); ++i) {
    kind[static_cast<unsigned char>(kSeparators[i])] = static_cast<unsigned char>(kFirstSeparator + i);
  }
  return kind;
}

}  // namespace

std::size_t end_of_quotes(std::string_view text, std::size_t at, char quote) {
  for (++at;; ++at) {
    at = text.find(quote, at);
    if (at == npos) return npos;
    if (++at >= text.size() || text[at] != quote) return at;
  }
}

CsvShape count_fields(std::string_view text, bool goes_on, std::size_t most, char quote, char comment,
                      std::int64_t first_line) {
  const std::array<unsigned char, 256> kind = kinds(quote);
  CsvShape shape;
  std::size_t at = 0;
  std::int64_t line = first_line;
  while (at < text.size() && shape.records.size() < most) {
    if (comment != '\0' && text[at] == comment) {
      at = std::min(text.find('\n', at), text.size() - 1) + 1;
      ++line;
      continue;
    }
    SampleRecord record{at, at, line, {1, 1, 1, 1}};
    bool field_begins = true;  // nothing but blanks since the last separator, whichever
    bool blank = true;
    for (; at < text.size(); ++at) {
      const unsigned char what = kind[static_cast<unsigned char>(text[at])];
      if (what == kOther) {
        field_begins = false;
        blank = blank && text[at] == '\r';
      } else if (what >= kFirstSeparator) {
        ++record.fields[what - kFirstSeparator];
        field_begins = true;
        blank = false;
      } else if (what == kEnd) {
        break;
      } else if (what == kQuote && field_begins) {
        const std::size_t end = end_of_quotes(text, at, quote);
        if (end == npos && goes_on) return shape;  // cut off
        line += std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                           text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())), '\n');
        std::size_t next = std::min(end, text.size());
        while (next < text.size() && text[next] == ' ') ++next;
        const int behind = next < text.size() ? kind[static_cast<unsigned char>(text[next])] : int{kEnd};
        const bool closed = end != npos && (behind >= kEnd || text[next] == '\r');
        shape.quoted += closed ? 1 : 0;
        shape.broken += closed ? 0 : 1;
        field_begins = blank = false;
        at = std::min(end, text.size()) - 1;
      }
    }
    if (at >= text.size() && goes_on) break;
    record.end = at;
    if (!blank) shape.records.push_back(record);
    ++at;
    ++line;
  }
  return shape;
}

SampleRow split_row(std::string_view line, const SampleMarks& marks) {
  SampleRow row;
  const bool runs = marks.separator == ' ';
  const auto blank = [&](char c) { return c == ' ' || (c == '\t' && marks.separator != '\t'); };
  if (line.ends_with('\r')) line.remove_suffix(1);
  while (runs && !line.empty() && is_blank(line.back())) line.remove_suffix(1);
  std::size_t at = 0;
  for (;;) {
    while (at < line.size() && blank(line[at])) ++at;
    std::size_t begin = at;
    std::size_t end = 0;
    std::size_t stop = npos;
    if (marks.quote != '\0' && at < line.size() && line[at] == marks.quote &&
        (stop = end_of_quotes(line, at, marks.quote)) != npos) {
      ++row.quoted;
      ++begin;
      end = stop - 1;
      at = stop;
      stop = npos;
    }
    stop = runs ? line.find_first_of(" \t", at) : line.find(marks.separator, at);
    if (end == 0) end = std::min(stop, line.size());
    std::string_view field = line.substr(begin, end - begin);
    while (!field.empty() && blank(field.back())) field.remove_suffix(1);
    row.fields.push_back(field);
    if (stop == npos) return row;
    at = stop + 1;
  }
}

}  // namespace headroom
