// From the bytes of a file to UTF-8 text with line feeds, in memory where the file itself is not that.
//
//   CsvFile file(path);
//   prepare_source(file, options, progress, notes);
//
// A plain UTF-8 file stays on disk and is not read here, but for its beginning. Packed files are unpacked
// (unpack.h), UTF-16 and the line ends of old Macs converted (encoding.h). Windows-1252 shows only where its
// first accent stands: convert_bad_bytes() answers the reader's CsvBadByte.
//
// Throws Error{kBadInput} for what is no table as text, Error{kOutOfMemory} for what does not fit.
// Thread rule: one file, one thread.
#pragma once

#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/file.h"
#include "core/data/csv/text.h"

namespace headroom {

void prepare_source(CsvFile& file, const CsvOptions& options, const Progress& progress,
                    std::vector<TableNote>& notes);

void convert_bad_bytes(CsvFile& file, const CsvBadByte& bad, const CsvOptions& options,
                       const Progress& progress, std::vector<TableNote>& notes);

// Makes a tab of the last blank of each run between two fields, outside quotes, and a space of every other
// tab, so that every byte stays in its place. Lines before `begin` stay as they are.
void blanks_to_tabs(CsvFile& file, std::size_t begin, char quote, const CsvOptions& options,
                    const Progress& progress);

// Ends the file before the lines at its end that hold separators only, or empty quotes between them, as
// spreadsheets and databases write empty rows. Not before `begin`. `quote` 0: there are none.
void end_before_empty_rows(CsvFile& file, std::size_t begin, char separator, char quote,
                           const Progress& progress, std::vector<TableNote>& notes);

}  // namespace headroom
