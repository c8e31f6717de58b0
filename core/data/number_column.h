// What is said about a column of numbers once its writing is known: numbers that stand for a missing value, a
// constant, numbers of the rows, codes with leading zeros, values too large for a float.
//
// Thread rule: pure function; different columns in different threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/column_guess.h"

namespace headroom {

// Finishes `schema`, whose writing and odd cells are decided. `words`: those of the column that stand for a
// missing value; `missing`: how many cells hold one or nothing.
ColumnSchema number_column(const CsvColumn& column, const GuessContext& context, ColumnSchema schema,
                           std::vector<std::string> words, std::int64_t missing);

}  // namespace headroom
