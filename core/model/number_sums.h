// What is told of many numbers at once: the network's weights, seen a part at a time.
//
//   NumberSums sums;
//   sums.add(layer.weight);
//   sums.rms();
//
// Mean and rms of numbers among which one is NaN are NaN; least and largest leave it out.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace headroom {

struct NumberSums {
  double min = std::numeric_limits<double>::infinity(), max = -std::numeric_limits<double>::infinity();
  double sum = 0, squares = 0;
  std::int64_t count = 0, zeros = 0, not_finite = 0;

  void add(std::span<const float> numbers);
  double mean() const { return sum / static_cast<double>(count); }
  double rms() const;
  double norm() const;
  double zero_share() const { return static_cast<double>(zeros) / static_cast<double>(count); }
};

}  // namespace headroom
