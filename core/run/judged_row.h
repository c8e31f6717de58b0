// One row and what the loss makes of it: what the inspections of a batch and of an evaluation tell.
//
//   JudgedRow row{.row = 6680, .target = 1, .output = 0.92, .said = 1};
//
// Thread rule: a plain value.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom {

struct JudgedRow {
  std::int64_t row = 0;  // of the dataset, from 0
  double target = 0;     // class index, or the value
  // What the network says: a probability of class 1, of the row's own class (softmax), or the value.
  double output = 0;
  std::int64_t said = 0;  // the class it is given; 0 for regression
  double loss = 0;        // its part in the sum
};

inline constexpr std::size_t kShownRows = 6;  // JudgedRows told one by one

}  // namespace headroom
