// The first record of a CSV file: its separator and the names of its columns.
#pragma once

#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/file.h"
#include "core/data/csv/piece.h"

namespace headroom {

struct CsvHeader {
  CsvLayout layout;   // every column as numbers
  CsvCursor records;  // after the header, where there is one
  bool first_row_numbers = false;
};

// Throws Error{kBadInput} for a file that is empty or of another format, and for unusable names.
CsvHeader read_csv_header(const CsvFile& file, const CsvOptions& options, const Progress& progress);

}  // namespace headroom
