// Reading a CSV file into typed columns.
//
//   Progress progress;
//   const CsvTable table = read_csv("iris.csv", {}, progress);
//
// Understands: quotes (RFC 4180, doubled quotes, embedded newlines and separators), CRLF and LF, a
// UTF-8 byte-order mark, no newline at the end, blank lines (skipped), spaces around values (dropped);
// gzip and ZIP with one file (unpack.h), UTF-16, Windows-1252 and line ends of old Macs (encoding.h).
// Separator, quotes, comments and titles before the table, and whether it has a header: frame.h. Names that
// are empty or come twice are made usable (names.h); numbers and names of the rows are marked, columns and
// rows of separators only at an end are left out (table_end.h, source.h). CsvTable::notes says all of it.
//
// What a cell is: empty; a plain number, written 1, -1.5, +.5, 1e-3, and where the comma does not separate
// also 1,5 (finite, within a float's range; too small for a double becomes 0); one of the words of
// is_missing(); or a text. A column is numeric when it holds at least as many numbers as texts. What it *is*
// - a category, a date, amounts with thousands marks - is decided above this, in core/data/schema.h, from the
// texts that are kept.
//
// Refuses, with Error{kBadInput} and "file:line:column" (line and column count from 1, the column in
// characters of the line): a ragged row, an unterminated quote, text after a closing quote, bytes that
// are neither UTF-8 nor Windows-1252, a NUL byte, a lone CR among other line ends, an empty file, a header
// without rows, more columns than CsvOptions::max_columns, another format; and a directory.
// Error{kNotFound} and Error{kIo} mean a file that is missing or cannot be read, Error{kOutOfMemory} one that
// is packed or must be converted and is larger than the free memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/frame.h"
#include "core/data/csv/text.h"

namespace headroom {

struct CsvOrigin;  // core/data/csv/origin.h

// A cell among numbers that is none: neither empty nor one of the words of is_missing().
struct CsvOdd {
  std::int64_t row = 0;
  std::int32_t code = 0;  // index into levels
};

struct CsvColumn {
  std::string name;
  std::size_t place = 0;   // among the columns of the file
  bool row_names = false;  // names or numbers of the rows, as pandas and R write them: nothing to learn from
  bool numeric = true;
  std::vector<double> numbers;       // [rows] when numeric; NaN where missing or odd
  std::vector<CsvOdd> odd;           // when numeric: the cells that are texts, by row
  std::vector<std::int32_t> codes;   // [rows] of a text or spelled column: index into levels, -1 where empty
  std::vector<std::string> levels;   // distinct texts in order of first appearance
  std::vector<std::int64_t> counts;  // [levels] how many cells hold each
  std::vector<TextPosition> places;  // [levels] where each appears first
  std::int64_t missing = 0;          // empty cells; when numeric those of missing_words too
  TextPosition first_missing;        // of them
  std::vector<std::string> missing_words;  // when numeric: which words of is_missing() it holds, as spelled
  // What the numbers look like. The mark is the first that was seen; a number with another one is odd.
  char mark = '\0';  // what separates decimals; '\0' while nothing does
  bool mark_is_sure =
      false;  // in the first rows it has other than three decimals behind it: no thousands mark
  std::string leading_zero;  // in the first rows: a number that begins with a needless zero, as 007
  TextPosition leading_zero_at;

  bool spelled() const { return !codes.empty(); }  // every cell's text is there
};

struct CsvTable {
  std::string path;
  char separator = ',';          // ' ': runs of blanks
  CsvFrame frame;                // how the table lies in the file; its notes are part of `notes`
  std::vector<TableNote> notes;  // what was decided while reading, in the order of the file
  std::int64_t rows = 0;
  std::vector<CsvColumn> columns;
  bool header = true;              // as it was read
  bool first_row_numbers = false;  // every cell of the first row is a number: it looks like data
  double seconds = 0;
  std::int64_t file_bytes = 0;
  std::shared_ptr<const CsvOrigin> origin;  // where the rows can be read again; null for a made-up table
};

inline constexpr std::size_t kMostSpellings = 65536;

enum class HeaderChoice { kAuto, kYes, kNo };
inline HeaderChoice header_choice(bool header) { return header ? HeaderChoice::kYes : HeaderChoice::kNo; }

struct CsvOptions {
  std::int64_t max_columns = 20000;
  std::vector<std::string> texts = {};  // columns that are read as texts, whatever they hold
  // Of this column texts are kept beside numbers: labels keep their spelling. Given up beyond kMostSpellings
  // distinct ones. Empty: of the last one.
  std::optional<std::string> spelled = {};
  HeaderChoice header = HeaderChoice::kAuto;  // kNo: the columns are called x1, x2, ...
  // A name that iconv knows: "utf-8", "utf-16", "windows-1252", "latin-1", "cp1251", "gbk"; empty: told from
  // the bytes (encoding.h).
  std::string encoding = {};
  std::optional<char> separator = {};  // ' ': runs of blanks; null: told from the lines
  std::optional<char> quote = {};      // 0: none; null: told from the lines
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
// columns, so neither the whole text nor a second copy of the numbers is ever held. The first rows are kept
// both as numbers and as texts, to see which columns are which; a column of numbers that turns into one of
// texts later is read again.
CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress);

// The same of a text in memory, pasted from a spreadsheet or a page. `name` stands for the path.
CsvTable read_csv_text(std::string text, const std::string& name, const CsvOptions& options,
                       Progress& progress);

// Columns of the table once more, as texts: what a column of numbers needs that turns out to hold labels or
// codes. Throws what read_csv() throws, and Error{kBadInput} when the file has other rows now.
std::vector<CsvColumn> read_as_texts(const CsvTable& table, const std::vector<std::size_t>& columns,
                                     Progress& progress);

// Where a cell stands in the file, for messages: the rows up to it are read again. Nothing when it is not
// within the first megabytes, or the table has no file.
std::optional<TextPosition> place_of_cell(const CsvTable& table, std::size_t column, std::int64_t row);

}  // namespace headroom
