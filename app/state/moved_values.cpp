#include "app/state/moved_values.h"

#include <algorithm>
#include <cmath>

namespace headroom::app {
namespace {

const float* own_row(const Look& look, const Dataset& dataset) {
  return dataset.row(std::clamp<std::int64_t>(look.row, 0, dataset.rows - 1));
}

bool moves(const Look& look, const Dataset& dataset) {
  return look.moved.size() == static_cast<std::size_t>(dataset.columns);
}

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

std::optional<std::size_t> column_of(const Dataset& dataset, std::string_view name) {
  const auto found = std::find(dataset.column_names.begin(), dataset.column_names.end(), name);
  if (found == dataset.column_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - dataset.column_names.begin());
}

double column_origin(const Dataset& dataset, std::size_t column) {
  return dataset.origins.empty() ? 0 : dataset.origins[column].origin;
}

double own_value(const Look& look, const Dataset& dataset, std::size_t column) {
  return static_cast<double>(own_row(look, dataset)[column]) + column_origin(dataset, column);
}

double looked_value(const Look& look, const Dataset& dataset, std::size_t column) {
  if (!moves(look, dataset)) return own_value(look, dataset, column);
  return static_cast<double>(look.moved[column]) + column_origin(dataset, column);
}

void move_value(Look& look, const Dataset& dataset, std::size_t column, double value) {
  const float* const own = own_row(look, dataset);
  if (!moves(look, dataset)) look.moved.assign(own, own + dataset.columns);
  look.moved[column] = static_cast<float>(value - column_origin(dataset, column));
}

bool same_look(const Look& a, const Look& b) {
  if (!std::equal(a.moved.begin(), a.moved.end(), b.moved.begin(), b.moved.end(), same)) return false;
  Look rest = a, other = b;
  rest.moved.clear();
  other.moved.clear();
  return rest == other;
}

void restore_value(Look& look, const Dataset& dataset, std::size_t column) {
  if (!moves(look, dataset)) return;
  const float* const own = own_row(look, dataset);
  look.moved[column] = own[column];
  if (std::equal(look.moved.begin(), look.moved.end(), own, same)) look.moved.clear();
}

}  // namespace headroom::app
