// Decides what one column of a table is: used by decide_schema() for each of them.
//
// Thread rule: pure functions; different columns in different threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/schema.h"

namespace headroom {

// What the other columns and the person say.
struct GuessContext {
  const std::string* path = nullptr;
  const CsvTable* table = nullptr;
  const TabularOptions* options = nullptr;
  std::int64_t rows = 0;
  char separator = ',';
  char file_decimal = 0;  // the decimal mark that other columns prove; 0: none does
  std::optional<ColumnWish> wish = {};
  bool is_target = false;
};

// The guess, or nothing when it needs the cells' texts and `column` has kept none: read them, ask again.
// Throws Error{kBadInput} with file:line:column for a text that hides among numbers or dates.
std::optional<ColumnSchema> guess_column(const CsvColumn& column, const GuessContext& context);

// What the target column's numbers look like: at most 20 distinct whole numbers that are few compared to the
// rows (two, or each three times on average) are classes; anything else is a value.
Task guess_task(const std::vector<double>& numbers);

}  // namespace headroom
