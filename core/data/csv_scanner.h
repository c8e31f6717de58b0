// Cuts the text of a CSV file into records and fields. Knows quotes and line ends, not types.
//
//   CsvScanner scanner(path, text, ',');
//   std::vector<CsvField> fields;
//   while (scanner.next(fields, limit)) { ... }
//
// Fields are views into the text, which must outlive them. Thread rule: one object, one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv_text.h"

namespace headroom {

struct CsvField {
  std::string_view text;        // without spaces around it; without quotes, but with doubled quotes inside
  std::size_t offset = 0;       // of the field's first byte, its opening quote included
  bool doubled_quotes = false;  // "" inside stands for one "

  std::string str() const;  // the value: doubled quotes made one
};

class CsvScanner {
 public:
  CsvScanner(const std::string& path, std::string_view text, char separator);

  // The next record that is not a blank line; false at the end. Keeps at most `limit` + 1 fields, so
  // that a broken file cannot fill the memory; field_count() counts them all.
  bool next(std::vector<CsvField>& fields, std::size_t limit);

  std::size_t field_count() const { return field_count_; }      // of the last record
  std::size_t record_offset() const { return record_offset_; }  // where the last record begins
  std::int64_t record_line() const { return record_line_; }     // its first line, from 1
  std::size_t record_end() const { return record_end_; }        // behind its last field
  std::size_t offset() const { return at_; }                    // behind what was read
  // Line and column of a byte in the last record, and "path:line:column".
  TextPosition position(std::size_t offset) const;
  std::string where(std::size_t offset) const;

 private:
  bool skip_blank_lines();
  CsvField quoted_field(std::size_t begin);
  CsvField plain_field(std::size_t begin);
  bool at_record_end();  // consumes a line end
  bool blank(char c) const { return c == ' ' || (c == '\t' && separator_ != '\t'); }

  const std::string& path_;
  std::string_view text_;
  char separator_;
  std::array<bool, 256> stops_{};  // bytes that end a plain field
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::size_t field_count_ = 0;
  std::size_t record_offset_ = 0;
  std::int64_t record_line_ = 1;
  std::size_t record_end_ = 0;
};

// Comma, semicolon or tab: whichever the first line that is not blank holds most of, outside quotes.
// On a tie tab, then semicolon, because a comma is the likeliest inside a name. None: comma.
char detect_separator(std::string_view text);

}  // namespace headroom
