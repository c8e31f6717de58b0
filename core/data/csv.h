// Reading a CSV file into typed columns.
//
// Understands: quotes (RFC 4180, doubled quotes, embedded newlines and separators), CRLF and LF, a
// UTF-8 byte-order mark, comma, semicolon or tab (told from the header line), missing values (empty,
// NA, NaN, ?). A column is numeric when every present value is a number, else text.
//
// Refuses, with Error{kBadInput} and "file:line:column" (line and column count from 1, the column in
// characters of the line): a ragged row, an unterminated quote, bytes that are not UTF-8, an empty
// file, a directory, a header without rows, duplicate or empty-only headers, more columns than
// CsvOptions::max_columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace headroom {

struct CsvColumn {
  std::string name;
  bool numeric = true;
  std::vector<double> numbers;      // [rows] when numeric; NaN where missing
  std::vector<std::int32_t> codes;  // [rows] when text: index into levels, -1 where missing
  std::vector<std::string> levels;  // distinct texts in order of first appearance
  std::int64_t missing = 0;
  // First text value of a column that is numeric otherwise: where the reader gave up on numbers.
  std::int64_t first_text_line = 0;  // 0 when numeric
  std::int64_t text_values = 0;      // how many present values are not numbers
};

struct CsvTable {
  std::string path;
  char separator = ',';
  std::int64_t rows = 0;
  std::vector<CsvColumn> columns;
  double seconds = 0;
  std::int64_t file_bytes = 0;
};

struct CsvOptions {
  std::int64_t max_columns = 20000;
};

CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress);

}  // namespace headroom
