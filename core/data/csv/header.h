// Where the records of a table begin and what its columns are called.
#pragma once

#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/file.h"
#include "core/data/csv/piece.h"

namespace headroom {

struct CsvHeader {
  CsvFrame frame;
  CsvLayout layout;           // every column as numbers
  CsvCursor records;          // after the header, where there is one
  std::vector<bool> unnamed;  // [columns] whether the header leaves it without a name
  bool first_row_numbers = false;
};

// `file` is UTF-8 text (source.h); separated by blanks, it is converted. Throws Error{kBadInput} for a file
// without records or with too many columns, CsvBadByte where its beginning is not UTF-8.
CsvHeader read_csv_header(CsvFile& file, const CsvOptions& options, const Progress& progress);

}  // namespace headroom
