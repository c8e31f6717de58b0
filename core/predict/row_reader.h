// Rows of a CSV file as a trained run needs them: the same feature columns by name, in its order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/csv/csv.h"
#include "core/io/run_record.h"

namespace headroom {

struct InputRows {
  std::int64_t rows = 0;
  std::vector<float> values;         // [rows, columns] row-major; NaN marks a missing number
  std::vector<std::string> targets;  // [rows] class names or numbers as text; empty without a target column
  std::vector<std::string> ignored;  // columns of the file that the run does not know
  std::vector<std::string> notes;    // what was decided: missing values, texts never seen in training
};

// Throws Error{kBadInput} that lists the missing columns, or names "file:line" of a text where the run needs
// a number.
InputRows rows_for(const RunRecord& record, const CsvTable& table);

}  // namespace headroom
