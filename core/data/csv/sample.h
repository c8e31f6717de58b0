// The beginning of a table cut into records and fields in a lenient way, to see how it is made before its
// separator, quotes and header are known. Never throws; what is wrong is left to the scanner.
//
//   const CsvShape shape = count_fields(text, false, 1000);
//   const SampleRow first = split_row(text.substr(0, shape.records[0].end), {.separator = ';'});
//
// Views into the text, which must outlive them. Thread rule: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace headroom {

// In the order in which a tie is decided: a comma is the likeliest inside a value or a name.
inline constexpr std::array<char, 4> kSeparators = {'\t', ';', '|', ','};

struct SampleRecord {
  std::size_t begin = 0;  // offsets in the text
  std::size_t end = 0;    // of its line end
  std::int64_t line = 1;
  std::array<std::uint32_t, 4> fields{};  // by each of kSeparators
};

struct CsvShape {
  std::vector<SampleRecord> records;  // blank lines left out
  std::size_t quoted = 0;             // fields in quotes
  std::size_t broken = 0;             // quotes that open a field and do not close it
};

// Counts the fields of every record by each separator at once. `goes_on`: the file continues after the text.
// Lines that begin with `comment` are left out, unless it is 0.
CsvShape count_fields(std::string_view text, bool goes_on, std::size_t most, char quote = '"',
                      char comment = '\0', std::int64_t first_line = 1);

struct SampleRow {
  std::vector<std::string_view> fields;  // without blanks and quotes around them
  std::size_t quoted = 0;                // how many of them stood in quotes
};

struct SampleMarks {
  char separator = ',';  // ' ': runs of blanks
  char quote = '"';
};

SampleRow split_row(std::string_view line, const SampleMarks& marks);

// The place behind a quoted field: of the byte after its closing quote, or npos when it is not closed.
// `at`: the opening quote.
std::size_t end_of_quotes(std::string_view text, std::size_t at, char quote);

}  // namespace headroom
