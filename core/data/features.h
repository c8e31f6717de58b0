// From typed columns to the numbers that a network gets: which features each column becomes, their names,
// and their values, for the rows that are trained on and for every later file alike.
//
//   const std::vector<FeatureOrigin> features = features_of(typed.schema);
//   write_features(typed, features.size(), values);
//
// A number is one feature, less its origin. A category is one feature of 0 and 1 for each level, for the
// other levels together, and for a missing value where the training data had some. A date is the days since
// the first one, and month, weekday and hour as points on a circle where they vary.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/column_cells.h"
#include "core/data/schema.h"

namespace headroom {

// In the order of the columns.
std::vector<FeatureOrigin> features_of(const Schema& schema);
std::vector<FeatureOrigin> features_of(const ColumnSchema& column);

// The features of one row of a column, to[features_of(column).size()]. NaN marks a missing number or date.
void write_cell(const ColumnSchema& column, const ColumnCells& cells, std::size_t row, float* to);

// values: [typed.rows(), width] row-major.
void write_features(const TypedTable& typed, std::size_t width, std::span<float> values);

}  // namespace headroom
