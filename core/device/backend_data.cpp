#include "core/device/backend_data.h"

#include <cmath>

#include "core/base/error.h"

namespace headroom {

BackendData::BackendData(const DataShape& shape, std::string where)
    : shape_(shape), where_(std::move(where)) {
  if (shape.rows >= 1 && shape.columns >= 1 && shape.train_rows >= 1 && shape.train_rows <= shape.rows &&
      (shape.degree == 1 || shape.degree == 2)) {
    return;
  }
  throw Error(ErrorCode::kBadInput,
              "data of " + std::to_string(shape.rows) + " rows (" + std::to_string(shape.train_rows) +
                  " to train on), " + std::to_string(shape.columns) + " columns, degree " +
                  std::to_string(shape.degree) + ": every number must be at least 1, the degree 1 or 2",
              where_);
}

std::size_t BackendData::count_of(std::int64_t rows, std::int64_t width) {
  return static_cast<std::size_t>(checked_mul(rows, width));
}

void BackendData::check_rows(std::int64_t first, std::int64_t count) const {
  if (first >= 0 && count >= 0 && first <= shape_.rows - count) return;
  throw Error(ErrorCode::kInternal,
              "rows " + std::to_string(first) + " to " + std::to_string(first + count) + " of " +
                  std::to_string(shape_.rows),
              where_);
}

void BackendData::receive(std::span<const float> columns, std::span<const float> targets) {
  if (columns.size() != count_of(shape_.rows, shape_.columns) || targets.size() != count_of(shape_.rows, 1)) {
    throw Error(ErrorCode::kInternal,
                "upload of " + std::to_string(columns.size()) + " numbers and " +
                    std::to_string(targets.size()) + " targets into " + std::to_string(shape_.rows) + " x " +
                    std::to_string(shape_.columns),
                where_);
  }
  float least = targets.front(), most = least;
  for (const float target : targets) {
    least = target >= least ? least : target;
    most = target <= most ? most : target;
    if (std::isnan(target)) break;
  }
  target_range_ = {least, most};
}

}  // namespace headroom
