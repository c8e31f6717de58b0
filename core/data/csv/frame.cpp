#include "core/data/csv/frame.h"

#include <algorithm>
#include <utility>

#include "core/base/bytes.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/header_guess.h"
#include "core/data/csv/sample.h"
#include "core/data/csv/separator.h"
#include "core/data/csv/text.h"

namespace headroom {

namespace {

constexpr std::size_t kMostRecords = 1000;
constexpr std::size_t kMostFields = 10'000;  // of the rows that are looked at value by value

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' '))
    line.remove_suffix(1);
  return line;
}

std::string lines_text(std::int64_t first, std::int64_t last) {
  return first == last ? "line " + format_count(first)
                       : "lines " + format_count(first) + " to " + format_count(last);
}

std::size_t filled(const SampleRow& row) {
  return static_cast<std::size_t>(std::count_if(row.fields.begin(), row.fields.end(),
                                                [](std::string_view field) { return !field.empty(); }));
}

class Finder {
 public:
  Finder(std::string_view text, bool goes_on, const CsvOptions& options)
      : text_(text), goes_on_(goes_on), options_(options) {}

  std::optional<CsvFrame> find() {
    skip_asked_lines();
    if (!options_.skip_lines) skip_separator_line();
    skip_comments();
    find_shape();
    if (shape_.records.empty() && goes_on_) return std::nullopt;
    frame_.begin = at_;
    frame_.encoding = options_.encoding;
    frame_.skip_lines = line_ - 1;
    if (shape_.records.empty()) return frame_;
    choose_separator();
    choose_quote();
    find_table();
    return frame_;
  }

 private:
  // The line at `at`, its end included.
  std::string_view line_at(std::size_t at) const {
    return text_.substr(at, std::min(text_.find('\n', at), text_.size()) + 1 - at);
  }

  void skip_line() {
    at_ += line_at(at_).size();
    ++line_;
  }

  void skip_blank_lines() {
    while (at_ < text_.size() && without_end(line_at(at_)).empty()) skip_line();
  }

  void skip_asked_lines() {
    for (std::int64_t i = 0; i < options_.skip_lines.value_or(0) && at_ < text_.size(); ++i) skip_line();
  }

  // sep=; as Excel reads and some programs write it.
  void skip_separator_line() {
    skip_blank_lines();
    std::string_view line = at_ < text_.size() ? line_at(at_) : std::string_view();
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.size() > 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    if (line.size() != 5 || !(line.starts_with("sep=") || line.starts_with("SEP="))) return;
    if (!options_.separator) asked_separator_ = line.back();
    frame_.notes.push_back("line " + format_count(line_) + ", " + in_quotes(line) +
                           ", names the separator: left out");
    skip_line();
  }

  static std::string comment_note(std::int64_t first, std::int64_t last, char mark) {
    return lines_text(first, last) + (first == last ? " begins" : " begin") + " with '" + mark +
           "': taken as comments, left out";
  }

  // Lines of # or % before the table, unless hardly anything else is there.
  void skip_comments() {
    frame_.comment = options_.comment.value_or('\0');
    if (options_.comment) return;
    skip_blank_lines();
    const std::size_t at = at_;
    const std::int64_t line = line_;
    std::int64_t last = 0;
    while (at_ < text_.size() && (text_[at_] == '#' || text_[at_] == '%')) {
      comment_at_ = at_;
      last = line_;
      skip_line();
      skip_blank_lines();
    }
    if (last == 0) return;
    const bool more = at_ < text_.size() && (goes_on_ || at_ + line_at(at_).size() < text_.size());
    if (!more) {
      at_ = at;
      line_ = line;
      return;
    }
    comment_line_ = last;
    first_comment_line_ = line;
    comment_note_ = comment_note(line, last, text_[at]);
  }

  CsvShape count(char quote) const {
    return count_fields(text_.substr(at_), goes_on_, kMostRecords, quote, frame_.comment, line_);
  }

  void find_shape() {
    frame_.quote = options_.quote.value_or('"');
    shape_ = count(frame_.quote);
    if (options_.quote || shape_.quoted > 0 || text_.substr(at_).find('\'') == std::string_view::npos) return;
    CsvShape single = count('\'');
    if (single.broken > 0 || single.quoted < 2) return;
    frame_.quote = '\'';
    shape_ = std::move(single);
  }

  std::string_view text_of(const SampleRecord& record) const {
    return text_.substr(at_ + record.begin, record.end - record.begin);
  }

  SampleRow split(const SampleRecord& record, char separator) const {
    return split_row(text_of(record), {separator, frame_.quote});
  }

  void choose_separator() {
    SeparatorGuess guess =
        guess_separator(text_.substr(at_), shape_.records,
                        options_.separator ? options_.separator : asked_separator_, frame_.quote);
    frame_.separator = guess.separator;
    frame_.other_separator = guess.other;
    frame_.other_fields = static_cast<std::int64_t>(guess.other_fields);
    counts_ = std::move(guess.fields);
    alike_ = guess.alike;
    if (guess.blanks)
      frame_.notes.push_back({"the values are separated by blanks", {TableRemedy::separator()}});
  }

  // Single quotes only where they stand around values by the separator that was chosen.
  void choose_quote() {
    if (frame_.quote != '\'' || options_.quote) return;
    std::size_t quoted = 0;
    for (const SampleRecord& record : shape_.records) quoted += split(record, frame_.separator).quoted;
    if (quoted < 2) {
      frame_.quote = '"';
      return;
    }
    frame_.notes.push_back({"values stand in single quotes", {TableRemedy::quote('"')}});
  }

  void find_table() {
    std::size_t first = 0;  // the record that has the rows' number of fields
    frame_.fields = counts_[0];
    const std::size_t fields = commonest_fields(counts_, 2).first;
    const bool may_skip = !options_.skip_lines && alike_;
    if (alike_ && fields >= 2) {
      const auto at =
          static_cast<std::size_t>(std::find(counts_.begin(), counts_.end(), fields) - counts_.begin());
      if (at > 0 && (may_skip || at == 1) && rows_begin_at(at, fields)) {
        first = at;
        frame_.fields = fields;
      }
    }
    if (may_skip) first = skip_padded_titles(first);
    const std::vector<SampleRow> rows = rows_from(first);
    decide_header(first, rows);
  }

  // The records before `at` are shorter, and nearly all from there on have `fields`. A header may be one
  // longer, by the separator at its end.
  bool rows_begin_at(std::size_t at, std::size_t fields) const {
    const auto begin = counts_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto alike = static_cast<std::size_t>(std::count(begin, counts_.end(), fields));
    if (10 * alike < 9 * (counts_.size() - at)) return false;
    if (at == 1 && counts_[0] == fields + 1 && ends_empty(0)) return true;
    return std::all_of(counts_.begin(), begin, [&](std::size_t count) { return count < fields; });
  }

  bool ends_empty(std::size_t record) const {
    return split(shape_.records[record], frame_.separator).fields.back().empty();
  }

  // Titles of a spreadsheet, which have as many separators as the rows: one value that is a word, or none.
  std::size_t skip_padded_titles(std::size_t first) const {
    if (frame_.fields < 3) return first;
    for (std::size_t i = first; i + 1 < shape_.records.size() && i < first + 20; ++i) {
      const SampleRow row = split(shape_.records[i], frame_.separator);
      if (row.fields.size() != frame_.fields) return first;
      if (filled(row) >= 2) return i;
      const auto value =
          std::find_if(row.fields.begin(), row.fields.end(), [](std::string_view f) { return !f.empty(); });
      if (value != row.fields.end() && look_of(*value, frame_.separator) != CellLook::kText) return first;
    }
    return first;
  }

  std::vector<SampleRow> rows_from(std::size_t first) const {
    const std::size_t most =
        first + std::max<std::size_t>(kMostFields / std::max<std::size_t>(frame_.fields, 1), 20);
    std::vector<SampleRow> rows;
    if (frame_.fields > 10 * kMostFields) return rows;
    for (std::size_t i = first; i < std::min(most, shape_.records.size()); ++i) {
      rows.push_back(split(shape_.records[i], frame_.separator));
    }
    return rows;
  }

  void decide_header(std::size_t first, const std::vector<SampleRow>& rows) {
    HeaderGuess guess;
    if (rows.size() > 1) guess = guess_header(rows[0], std::span(rows).subspan(1), frame_.separator);
    const bool may_be_short = first > 0 && counts_[first - 1] + 1 == frame_.fields;
    const bool long_header = first == 1 && counts_[0] == frame_.fields + 1;
    if (options_.header != HeaderChoice::kNo && guess.words_above_numbers == 0 &&
        (long_header || (may_be_short && names_columns(first - 1, guess, rows)))) {
      begin_at(shape_.records[first - 1]);
      if (long_header)
        frame_.notes.emplace_back("the header ends with a separator, the rows do not: left out");
      frame_.names_rows = !long_header && !last_empty(rows);
    } else if (header_in_comment(guess)) {
      return;
    } else {
      begin_at(shape_.records[first]);
      if (options_.header == HeaderChoice::kAuto) say_header(guess);
      frame_.header =
          options_.header == HeaderChoice::kYes || (options_.header == HeaderChoice::kAuto && frame_.header);
    }
    say_skipped();
  }

  static bool last_empty(const std::vector<SampleRow>& rows) {
    return !rows.empty() && std::all_of(rows.begin(), rows.end(),
                                        [](const SampleRow& row) { return row.fields.back().empty(); });
  }

  // A record that is one field short, before rows that have no header: their names, or a title above a
  // header?
  bool names_columns(std::size_t record, const HeaderGuess& guess, const std::vector<SampleRow>& rows) const {
    const SampleRow names = split(shape_.records[record], frame_.separator);
    if (filled(names) != names.fields.size()) return false;
    if (names.fields.size() > 1 || last_empty(rows)) return true;
    return guess.verdict == HeaderGuess::kRow && names.fields[0].find(' ') == std::string_view::npos;
  }

  // "# x y" before rows of two fields that have no header.
  bool header_in_comment(const HeaderGuess& guess) {
    if (!comment_at_ || comment_note_.empty() || options_.header == HeaderChoice::kNo ||
        guess.words_above_numbers > 0)
      return false;
    if (frame_.fields < 2 || shape_.records[0].line != comment_line_ + 1) return false;
    std::string_view line = without_end(line_at(*comment_at_));
    std::size_t begin = *comment_at_;
    while (!line.empty() && (line.front() == '#' || line.front() == '%' || line.front() == ' ' ||
                             (line.front() == '\t' && frame_.separator == ' '))) {
      line.remove_prefix(1);
      ++begin;
    }
    const SampleRow row = split_row(line, {frame_.separator, frame_.quote});
    if (row.fields.size() != frame_.fields || filled(row) < 2) return false;
    if (first_comment_line_ < comment_line_)
      frame_.notes.push_back(comment_note(first_comment_line_, comment_line_ - 1, text_[*comment_at_]));
    frame_.notes.push_back("line " + format_count(comment_line_) + " begins with '" + text_[*comment_at_] +
                           "' and has as many fields as the rows: taken as the header");
    frame_.begin = begin;
    frame_.skip_lines = comment_line_ - 1;
    return true;
  }

  void begin_at(const SampleRecord& record) {
    frame_.begin = at_ + record.begin;
    frame_.skip_lines = record.line - 1;
  }

  void say_header(const HeaderGuess& guess) {
    frame_.header = guess.verdict != HeaderGuess::kRow;
    frame_.header_in_doubt = guess.verdict == HeaderGuess::kDoubt;
    const std::string line =
        frame_.skip_lines == 0 ? "the first line" : "line " + format_count(frame_.skip_lines + 1);
    if (!frame_.header)
      frame_.notes.push_back(
          {"no header: " + line + " looks like the rows below, so the columns are named x1, x2, ...",
           {TableRemedy::header(true)}});
    if (frame_.header_in_doubt)
      frame_.notes.push_back(
          {"in doubt: " + line + " is taken as the header, but it looks like the rows below",
           {TableRemedy::header(false)}});
  }

  void say_skipped() {
    if (!comment_note_.empty()) frame_.notes.push_back(comment_note_);
    const SampleRecord& first = shape_.records.front();
    if (at_ + first.begin >= frame_.begin) return;
    frame_.notes.push_back({lines_text(first.line, frame_.skip_lines) + " before the table (" +
                                in_quotes(without_end(text_of(first))) +
                                (first.line == frame_.skip_lines ? ") is left out" : " ...) are left out"),
                            {TableRemedy::skip_lines()}});
  }

  std::string_view text_;
  bool goes_on_;
  const CsvOptions& options_;
  CsvFrame frame_;
  std::size_t at_ = 0;  // what is before is skipped
  std::int64_t line_ = 1;
  std::optional<char> asked_separator_;
  std::optional<std::size_t> comment_at_;  // the last comment line before the table
  std::int64_t comment_line_ = 0;
  std::int64_t first_comment_line_ = 0;
  std::string comment_note_;
  CsvShape shape_;                   // offsets count from at_
  std::vector<std::size_t> counts_;  // fields of its records
  bool alike_ = false;               // the separator is asked for or cuts most records alike
};

}  // namespace

std::optional<CsvFrame> detect_frame(std::string_view beginning, bool goes_on, const CsvOptions& options) {
  return Finder(beginning, goes_on, options).find();
}

}  // namespace headroom
