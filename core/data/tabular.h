// From typed CSV columns to a Dataset: which column is the target, which task it poses, how text
// becomes numbers. Dataset::notes records every decision.
//
//   Dataset data = make_dataset(read_csv("iris.csv", {}, progress), {.target = "species"});
//
// Features:
//   - a numeric column stays one column; missing numbers are NaN (prepare_rows() puts the mean there);
//   - a text column becomes one column of 0 and 1 per distinct value, sorted by byte, named
//     "column=value"; a missing text is 0 in all of them; above one_hot_limit the column is left out;
//   - a column without any value is left out; a constant column stays (scaling makes it 0).
// A column of numbers with few texts among them is a mistake in the file, not a text column: with at
// least two numbers, and one text or at most a tenth of the values text, it is refused at the first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/csv.h"
#include "core/data/dataset.h"

namespace headroom {

struct TabularOptions {
  std::string target = {};                   // column name; empty: the last column
  std::optional<Task> task = {};             // empty: inferred from the target column
  std::string task_reason = "as asked for";  // why `task` was given; ends the note about the target
  std::int64_t one_hot_limit = 32;    // a text column with more distinct values is left out, with a note
  std::int64_t max_features = 65536;  // more is refused with Error{kBadInput}
};

// What the target column looks like: text, or at most 20 distinct whole numbers that are few compared
// to the rows (two, or each three times on average), is classification; anything else regression.
// Dataset::notes says which.
Task guess_task(const CsvColumn& target);

// Throws Error{kNotFound} for an unknown target (lists the columns), Error{kBadInput} for one class
// only, no usable feature, a text target with regression asked for, a missing target value, a
// column where a stray text hides among numbers (names file:line:column).
Dataset make_dataset(const CsvTable& table, const TabularOptions& options);

// Classes are numbered in sorted order (numbers by value, else text by byte), as scikit-learn's
// LabelEncoder does. Repeated labels are named once.
std::vector<std::string> sorted_classes(std::vector<std::string> labels);

}  // namespace headroom
