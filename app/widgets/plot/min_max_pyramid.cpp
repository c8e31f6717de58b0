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
  std::size_t block = values_.size();
  values_.push_back(value);
  for (std::size_t level = 0;; ++level) {
    block /= kFan;
    if (level == levels_.size()) {
      if (block == 0 && level > 0) return;  // the level below is still a single block
      levels_.emplace_back();
      // A new level starts with what the one below already holds.
      if (level > 0) {
        for (std::size_t i = 0; i < levels_[level - 1].size(); ++i) {
          if (i % kFan == 0) levels_[level].emplace_back();
          levels_[level].back().add(levels_[level - 1][i]);
        }
        continue;
      }
    }
    std::vector<MinMax>& blocks = levels_[level];
    if (blocks.size() <= block) blocks.resize(block + 1);
    blocks[block].add(value);
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
