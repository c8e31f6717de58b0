// From a table with its schema to a Dataset.
//
//   const CsvTable table = read_csv("iris.csv", {}, progress);
//   const Dataset data = make_dataset(table, {.target = "species"}, progress);
//
// What each column is and becomes is decided in core/data/schema.h and core/data/features.h; Dataset::notes
// says it, a line for each decision.
#pragma once

#include <string>
#include <vector>

#include "core/data/csv/csv.h"
#include "core/data/dataset.h"
#include "core/data/schema.h"

namespace headroom {

// Throws what decide_schema() throws, and Error{kBadInput} when no feature is left, or more than
// TabularOptions::max_features.
Dataset make_dataset(const CsvTable& table, const TabularOptions& options, Progress& progress);
Dataset make_dataset(const TypedTable& typed, const TabularOptions& options);

// What was decided about the columns, a line each.
std::vector<TableNote> schema_notes(const Schema& schema);

}  // namespace headroom
