// From typed CSV columns to a Dataset: which column is the target, which task it poses, how text
// becomes numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv.h"
#include "core/data/dataset.h"

namespace headroom {

struct TabularOptions {
  std::string target;                 // column name; empty: the last column
  std::optional<Task> task;           // empty: told from the target column
  std::int64_t one_hot_limit = 32;    // a text column with more distinct values is left out, and said
  std::int64_t max_features = 65536;  // more is refused with Error{kBadInput}
};

// What the target column looks like: text, or at most 20 distinct whole numbers that are few compared
// to the rows, is classification; anything else regression. Said in Dataset::notes.
Task guess_task(const CsvColumn& target);

// Throws Error{kNotFound} for an unknown target (lists the columns), Error{kBadInput} for one class
// only, no usable feature, a text target with regression asked for, a missing target value, a
// feature column where a stray text hides among numbers (names file:line).
Dataset make_dataset(const CsvTable& table, const TabularOptions& options);

// Classes are numbered in sorted order (numbers by value, else text by byte), as scikit-learn's
// LabelEncoder does.
std::vector<std::string> sorted_classes(std::vector<std::string> labels);

}  // namespace headroom
