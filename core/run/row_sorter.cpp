#include "core/run/row_sorter.h"

#include <algorithm>

namespace headroom {
namespace {

constexpr std::size_t kSortBlock = 1U << 14U;

}  // namespace

// Blocks are sorted one by one, then merged two by two.
bool RowSorter::advance() {
  const std::size_t count = items_.size();
  const auto at = [&](std::size_t i) { return static_cast<std::ptrdiff_t>(std::min(i, count)); };
  if (block_ == 0) {
    std::sort(items_.begin() + at(at_), items_.begin() + at(at_ + kSortBlock));
    at_ += kSortBlock;
    if (at_ < count) return false;
    block_ = kSortBlock;
    at_ = 0;
    return block_ >= count;
  }
  if (block_ >= count) return true;
  if (at_ == 0) merged_.resize(count);
  std::merge(items_.begin() + at(at_), items_.begin() + at(at_ + block_), items_.begin() + at(at_ + block_),
             items_.begin() + at(at_ + 2 * block_), merged_.begin() + at(at_));
  at_ += 2 * block_;
  if (at_ < count) return false;
  items_.swap(merged_);
  block_ *= 2;
  at_ = 0;
  return block_ >= count;
}

std::vector<std::uint32_t> RowSorter::take() const {
  std::vector<std::uint32_t> rows;
  rows.reserve(items_.size());
  for (const std::uint64_t item : items_) rows.push_back(static_cast<std::uint32_t>(item));
  return rows;
}

}  // namespace headroom
