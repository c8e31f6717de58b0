// Smallest and largest value of any range of a growing list, in a few dozen comparisons, so that a million
// points can be drawn one pixel column at a time. NaN and infinities are left out.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace headroom::app {

struct MinMax {
  float min = std::numeric_limits<float>::infinity();
  float max = -std::numeric_limits<float>::infinity();
  bool empty() const { return min > max; }
  void add(float value);
  void add(const MinMax& other);
};

class MinMaxPyramid {
 public:
  void push(float value);
  void clear();
  std::size_t size() const { return values_.size(); }
  float operator[](std::size_t i) const { return values_[i]; }
  const std::vector<float>& values() const { return values_; }
  MinMax range(std::size_t begin, std::size_t end) const;

 private:
  static constexpr std::size_t kFan = 16;
  std::vector<float> values_;
  std::vector<std::vector<MinMax>> levels_;  // level k: whole blocks of kFan^(k+1) values
};

}  // namespace headroom::app
