// How a table lies in its file: what comes before it, what separates and quotes its values, whether its first
// row holds names. Decided from the beginning of the file, by what makes its lines alike; each decision can
// be overruled by a field of CsvOptions, and each that a person might not expect is a note.
//
//   const std::optional<CsvFrame> frame = detect_frame(beginning, false, {.skip_lines = 2});
//
// Before the table: a line "sep=;" (Excel); lines that begin with # or %; titles and blank lines, which are
// the lines in front of the first that has as many fields as nearly all others. A comment line just before
// the rows that has as many fields as they is the header (gnuplot, VCF). Separator: of comma, semicolon, tab
// and bar the one that cuts most records into the same number of fields, two or more; on a tie tab,
// semicolon, bar, comma. Runs of blanks only where none of them does, or where a tab stands in every line
// beside runs of blanks between numbers. Rarer ones (colon, caret, tilde ...) are not taken without being
// asked for: where they would cut rows of one value, that is said. Single quotes (Weka, OpenML): where no
// value begins with a double quote, and every one that begins with a single quote ends with one. Header:
// header_guess.h. A header that is one field short names all columns but the first (R's write.table()); where
// the rows' last field is always empty, it is complete instead.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/table_remedy.h"

namespace headroom {

struct CsvOptions;

struct CsvFrame {
  char separator = ',';         // ' ': runs of blanks
  char quote = '"';             // 0: none
  char comment = '\0';          // begins lines that are left out wherever they stand; 0: none
  std::int64_t skip_lines = 0;  // lines before the header or the first row
  std::string encoding;         // as asked for
  // Where the rows are one value each: what would cut them, and into how many; 0: nothing would.
  char other_separator = '\0';
  std::int64_t other_fields = 0;
  bool header = true;  // the first row names the columns
  bool header_in_doubt = false;
  bool names_rows = false;  // the header leaves out the first column, which holds names of the rows
  std::size_t fields = 0;   // of a row
  std::size_t begin = 0;    // where the header or the first row begins, in the text
  std::vector<TableNote> notes;
};

// `beginning`: whole lines, without a byte-order mark. `goes_on`: the file continues after them; null when
// they are too few to tell, so that more is to be read. `fields` is 0 when there is no record at all.
std::optional<CsvFrame> detect_frame(std::string_view beginning, bool goes_on, const CsvOptions& options);

}  // namespace headroom
