// Rows of a file as a trained run needs them: its schema applied to the file, its features in its order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/io/run_record.h"

namespace headroom {

struct InputRows {
  std::int64_t rows = 0;
  std::vector<float> values;  // [rows, columns] row-major, less their origin; NaN marks a missing number
  std::vector<std::string>
      targets;  // [rows] as the file spells them; numbers as text; empty without a target
  std::vector<std::string> ignored;  // columns of the file that the run does not know
  std::vector<std::string> notes;    // what was decided: missing values, texts never seen in training
};

// How to read a file for the run: its header, and which columns' texts are needed.
CsvOptions reading_for(const RunRecord& record);

// Throws Error{kBadInput} that lists the missing columns, or names file:line:column of a text where the run
// needs a number.
InputRows rows_for(const RunRecord& record, const CsvTable& table, Progress& progress);

}  // namespace headroom
