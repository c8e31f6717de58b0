#include "core/train/history.h"

#include <utility>

namespace headroom {

void Series::push(float value) {
  if (tail_.empty()) tail_.reserve(kChunk);
  tail_.push_back(value);
  if (tail_.size() == kChunk) {
    chunks_.push_back(std::make_shared<const std::vector<float>>(std::exchange(tail_, {})));
  }
}

void Series::clear() {
  chunks_.clear();
  tail_.clear();
}

}  // namespace headroom
