// What the data of every backend have in common: their shape, the checks of rows passed in and out, and the
// range of the targets.
//
// Thread rule: as DeviceData.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "core/device/device.h"

namespace headroom {

class BackendData : public DeviceData {
 public:
  const DataShape& shape() const final { return shape_; }

  // Numbers per row that an engine reads: what the network sees, or only the columns where the engine
  // generates the terms itself.
  std::int64_t source_width() const { return shape_.generates() ? shape_.columns : shape_.features(); }
  // Least and greatest target of the last upload; NaN when one of them is.
  std::pair<float, float> target_range() const { return target_range_; }
  // Throws Error{kInternal} unless [first, first + count) lies inside the rows.
  void check_rows(std::int64_t first, std::int64_t count) const;
  // The backend in errors: "cpu", "cuda".
  const std::string& where() const { return where_; }

 protected:
  // Throws Error{kBadInput} for an impossible shape.
  BackendData(const DataShape& shape, std::string where);

  // For upload(): checks the sizes and finds the range of the targets.
  void receive(std::span<const float> columns, std::span<const float> targets);

  static std::size_t count_of(std::int64_t rows, std::int64_t width);

  const DataShape shape_;

 private:
  std::string where_;
  std::pair<float, float> target_range_{0.0F, 0.0F};
};

}  // namespace headroom
