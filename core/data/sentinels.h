// Numbers that programs and people write where a value is missing: -999, 9999, -1 among counts, 9.96921e36.
//
//   for (const Sentinel& found : find_sentinels(cells, rows, {-999, 40})) std::cout << found.value;   // -999
//
// A number is suspected when it looks like such a word (nothing but nines, sevens or eights; the ends of
// integer types; the fill values of NetCDF; -999.25 of well logs), stands in at least three rows, and lies
// farther from all other values than these from one another. -1 is suspected where it is the only negative
// value, in at least one row of a hundred, and the others spread over ten or more.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/column_cells.h"

namespace headroom {

struct Sentinel {
  double value = 0;
  std::int64_t cells = 0;
  std::int64_t first_row = 0;
  double least = 0, most = 0;  // of the other values
};

struct ValueRange {
  double least = 0, most = 0;
};

// By value. `rows` of the column, and the range of all its values: most columns need no look at the cells.
std::vector<Sentinel> find_sentinels(const ColumnCells& cells, std::int64_t rows, const ValueRange& all);

}  // namespace headroom
