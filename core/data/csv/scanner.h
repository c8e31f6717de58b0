// Cuts the text of a CSV file into records and fields. Knows quotes and line ends, not types.
//
//   CsvScanner scanner(path, text, ',');
//   std::vector<CsvField> fields;
//   while (scanner.next(fields, limit)) use(fields);
//
// Fields are views into the text, which must outlive them. Thread rule: one object, one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/text.h"

namespace headroom {

struct CsvField {
  std::string_view text;        // without spaces around it; without quotes, but with doubled quotes inside
  std::size_t offset = 0;       // of the field's first byte, its opening quote included
  bool doubled_quotes = false;  // "" inside stands for one "
  char quote = '"';

  std::string str() const;  // the value: doubled quotes made one
};

class CsvScanner {
 public:
  // `text` begins with a record, on line `first_line`. `goes_on`: the file continues after the text, which
  // then ends with a line feed. Lines that begin with `comment` are skipped, unless it is 0; `quote` 0: there
  // are no quotes.
  CsvScanner(const std::string& path, std::string_view text, char separator, std::int64_t first_line = 1,
             bool goes_on = false, char quote = '"', char comment = '\0');

  // The next record that is not a blank line; false at the end. Keeps at most `limit` + 1 fields, so
  // that a broken file cannot fill the memory; field_count() counts them all.
  bool next(std::vector<CsvField>& fields, std::size_t limit);

  // The same field by field: begin_record(), then field() until end_field() says that the line has ended.
  bool begin_record();
  CsvField field();
  bool end_field();  // consumes the separator or the line end
  // For a caller that has parsed part of a record itself: continue at `offset`.
  void seek(std::size_t offset) { at_ = offset; }
  void count_line() { ++line_; }

  // The text ended inside a quoted field although the file continues: the last record must be discarded.
  bool cut_off() const { return cut_off_; }

  std::size_t field_count() const { return field_count_; }      // of the last record that next() read
  std::size_t record_offset() const { return record_offset_; }  // where the last record begins
  std::int64_t record_line() const { return record_line_; }     // its first line
  std::size_t record_end() const { return record_end_; }        // just after its last field
  std::size_t offset() const { return at_; }                    // just after what was read
  std::int64_t line() const { return line_; }                   // the line there
  // Line and column of a byte in the last record, and "path:line:column".
  TextPosition position(std::size_t offset) const;
  std::string where(std::size_t offset) const;

 private:
  CsvField quoted_field(std::size_t begin);
  CsvField plain_field(std::size_t begin);
  [[noreturn]] void refuse(const std::string& problem, const std::string& advice, std::size_t offset) const;
  bool blank(char c) const { return c == ' ' || (c == '\t' && separator_ != '\t'); }

  const std::string& path_;
  std::string_view text_;
  char separator_;
  char quote_;
  char comment_;
  bool goes_on_;
  bool cut_off_ = false;
  std::array<bool, 256> stops_{};  // bytes that end a plain field
  std::size_t at_ = 0;
  std::int64_t line_;
  std::size_t field_count_ = 0;
  std::size_t record_offset_ = 0;
  std::int64_t record_line_;
  std::size_t record_end_ = 0;
};

// Comma, semicolon, tab or bar: whichever the first line that is not blank holds most of, outside quotes.
// On a tie tab, then semicolon, then bar, because a comma is the likeliest inside a name. None: comma.
char detect_separator(std::string_view text);

}  // namespace headroom
