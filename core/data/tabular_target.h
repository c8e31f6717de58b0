// The target column of a table: its task, its classes, and the rows that have none. Used by decide_schema()
// only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/data/schema.h"

namespace headroom {

// Fills the schema's task and classes; with TabularOptions::drop_rows_without_target also TypedTable::kept.
// Throws Error{kBadInput} for a target that cannot be learned: dates, one class only, a value that is
// missing, labels that are one number in two spellings.
void decide_target(TypedTable& typed, std::size_t column, const TabularOptions& options, Progress& progress);

// Classes are numbered in sorted order (numbers by value, else text by byte), as scikit-learn's
// LabelEncoder does. Repeated labels are named once.
std::vector<std::string> sorted_classes(std::vector<std::string> labels);

}  // namespace headroom
