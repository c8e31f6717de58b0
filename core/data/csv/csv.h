// Reading a CSV file into typed columns.
//
//   Progress progress;
//   const CsvTable table = read_csv("iris.csv", {}, progress);
//
// Understands: quotes (RFC 4180, doubled quotes, embedded newlines and separators), CRLF and LF, a
// UTF-8 byte-order mark, no newline at the end, blank lines (skipped), spaces around values (dropped).
// The separator is comma, semicolon or tab: whichever the header line holds most of, outside quotes.
// Missing values: empty, ?, NA, N/A, #N/A, NaN, null, in any case of letters.
//
// A column is numeric when every present value is a finite number that a float can hold, else text.
// Numbers are written 1, -1.5, +.5, 1e-3; in semicolon files also 1,5 (as spreadsheets of many
// countries write it), but a column that mixes decimal commas and points is refused. Numbers too
// small for double become 0. Thousands separators are not understood.
//
// Refuses, with Error{kBadInput} and "file:line:column" (line and column count from 1, the column in
// characters of the line): a ragged row, an unterminated quote, text after a closing quote, bytes that
// are not UTF-8, UTF-16, a NUL byte, line ends of a lone CR, an empty file, a header without rows,
// an empty or a repeated header name, more columns than CsvOptions::max_columns; and a directory.
// Error{kNotFound} and Error{kIo} mean a file that is missing or cannot be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/frame.h"

namespace headroom {

struct CsvColumn {
  std::string name;
  bool row_names = false;  // names or numbers of the rows, as pandas and R write them: nothing to learn from
  bool numeric = true;
  std::vector<double> numbers;      // [rows] when numeric; NaN where missing
  std::vector<std::int32_t> codes;  // [rows] when text: index into levels, -1 where missing
  std::vector<std::string> levels;  // distinct texts in order of first appearance
  std::int64_t missing = 0;
  std::int64_t first_missing_line = 0;  // 0 when nothing is missing
  std::int64_t first_missing_column = 0;
  // The first value that is not a number, which made this a text column; 0 and empty for a numeric one.
  std::int64_t first_text_line = 0;
  std::int64_t first_text_column = 0;  // in characters of the line
  std::string first_text;
  bool first_text_out_of_range = false;  // a number, but infinite or too large for a float
  std::int64_t text_values = 0;          // how many present values are not numbers
};

struct CsvTable {
  std::string path;
  char separator = ',';            // ' ': runs of blanks
  CsvFrame frame;                  // how the table lies in the file; its notes are part of `notes`
  std::vector<std::string> notes;  // what was decided while reading, in the order of the file
  std::int64_t rows = 0;
  std::vector<CsvColumn> columns;
  bool header = true;              // as it was read
  bool first_row_numbers = false;  // every cell of the first row is a number: it looks like data
  double seconds = 0;
  std::int64_t file_bytes = 0;
};

enum class HeaderChoice { kAuto, kYes, kNo };
inline HeaderChoice header_choice(bool header) { return header ? HeaderChoice::kYes : HeaderChoice::kNo; }

struct CsvOptions {
  std::int64_t max_columns = 20000;
  HeaderChoice header = HeaderChoice::kAuto;  // kNo: the columns are called x1, x2, ...
  std::optional<char> separator = {};         // ' ': runs of blanks; null: told from the lines
  std::optional<char> quote = {};             // 0: none; null: told from the lines
  std::optional<char> comment =
      {};  // begins lines to leave out, wherever; 0: none; null: # and % before the header
  std::optional<std::int64_t> skip_lines =
      {};                       // before the header or the first row; null: told from the lines
  std::int64_t text_limit = 0;  // bytes of a text held in memory (packed, converted); 0: what is free
  int threads = 0;              // 0: one on each processor
  std::size_t piece_bytes = 256 * 1024;  // what a thread reads at a time; does not affect the result
};

// Reports progress every few megabytes; checks for cancellation in every piece.
//
// The file is read in waves: all threads parse a piece each, then all threads append their results to the
// columns, so neither the whole text nor a second copy of the numbers is ever held. If text turns up in a
// column stored as numbers, the file is read again for that column.
CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress);

// The same of a text in memory, pasted from a spreadsheet or a page. `name` stands for the path.
CsvTable read_csv_text(std::string text, const std::string& name, const CsvOptions& options,
                       Progress& progress);

}  // namespace headroom
