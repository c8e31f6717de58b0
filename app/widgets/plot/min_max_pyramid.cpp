#include "app/widgets/plot/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace headroom::app {

void MinMax::add(float value) {
  if (!std::isfinite(value)) return;
  min = std::min(min, value);
  max = std::max(max, value);
}

void MinMax::add(const MinMax& other) {
  min = std::min(min, other.min);
  max = std::max(max, other.max);
}

void MinMaxPyramid::push(float value) {
  values_.push_back(value);
  // Only whole blocks are kept: range() looks at single values where a block is not whole yet.
  if (values_.size() % kFan != 0) return;
  MinMax block;
  for (std::size_t i = values_.size() - kFan; i < values_.size(); ++i) block.add(values_[i]);
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<MinMax>& blocks = levels_[level];
    blocks.push_back(block);
    if (blocks.size() % kFan != 0) return;
    block = {};
    for (std::size_t i = blocks.size() - kFan; i < blocks.size(); ++i) block.add(blocks[i]);
  }
}

void MinMaxPyramid::clear() {
  values_.clear();
  levels_.clear();
}

MinMax MinMaxPyramid::range(std::size_t begin, std::size_t end) const {
  MinMax found;
  end = std::min(end, values_.size());
  std::size_t i = begin;
  while (i < end) {
    // The largest whole block that starts here.
    std::size_t size = 1, level = 0;
    while (level < levels_.size() && i % (size * kFan) == 0 && i + size * kFan <= end) {
      size *= kFan;
      ++level;
    }
    if (level == 0) {
      found.add(values_[i]);
    } else {
      found.add(levels_[level - 1][i / size]);
    }
    i += size;
  }
  return found;
}

}  // namespace headroom::app
