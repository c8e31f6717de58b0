// Whether the first row of a table names the columns or is one of the rows.
//
//   const HeaderGuess guess = guess_header(first, rows, ',');
//   if (guess.verdict == HeaderGuess::kRow) ...
//
// Decided by columns: where the values below are numbers, a number on top speaks for a row and a word for a
// name; among texts, a value that comes again below speaks for a row, one that does not, above values that
// repeat, for a name. Any word above numbers makes names of all. Numbers on top that count (0, 1, 2) or that
// are years may be names as well: a doubt, as is every other mixture; a doubt is a header.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/data/csv/sample.h"

namespace headroom {

struct HeaderGuess {
  enum Verdict { kNames, kRow, kDoubt };
  Verdict verdict = kNames;
  std::size_t words_above_numbers = 0;  // columns that say clearly that it is a header
};

HeaderGuess guess_header(const SampleRow& first, std::span<const SampleRow> rows, char separator);

enum class CellLook {
  kNothing,  // empty, or a word for a missing value
  kNumber,
  kValue,  // not a number here, but no name either: a date, 12%, $5, 1 234, (25)
  kText,
};
CellLook look_of(std::string_view cell, char separator);

}  // namespace headroom
