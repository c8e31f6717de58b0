// The values of the looked row where they were moved away from their own (Look::moved): in the unit of the
// file for people, less their origin for the run.
//
//   move_value(look, dataset, column, 24.5);
//   restore_value(look, dataset, column);      // once every value is its own again, nothing is moved
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/data/dataset.h"
#include "core/run/look.h"

namespace headroom::app {

std::optional<std::size_t> column_of(const Dataset& dataset, std::string_view name);
// What is added to a value of the dataset to have the one of the file.
double column_origin(const Dataset& dataset, std::size_t column);
// Of the row itself, and as it is looked at; NaN: missing.
double own_value(const Look& look, const Dataset& dataset, std::size_t column);
double looked_value(const Look& look, const Dataset& dataset, std::size_t column);
// `value`: finite.
void move_value(Look& look, const Dataset& dataset, std::size_t column, double value);
// Equal, where a missing value is the same as another one (they are NaN).
bool same_look(const Look& a, const Look& b);
void restore_value(Look& look, const Dataset& dataset, std::size_t column);

}  // namespace headroom::app
