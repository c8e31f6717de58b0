// Puts rows in order a little at a time: a million take about a tenth of a second, which nothing waits for.
//
//   RowSorter sorter(descending);
//   sorter.add(row, key);                 // NaN comes last either way; equal keys by row
//   while (!sorter.advance()) {}          // at most about a millisecond each
//   const std::vector<std::uint32_t> rows = sorter.take();
//
// Thread rule: plain value.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace headroom {

class RowSorter {
 public:
  explicit RowSorter(bool descending = false) : descending_(descending) {}

  void add(std::uint32_t row, float key) { items_.push_back(std::uint64_t{order_of(key)} << 32U | row); }
  // One piece; true when all is in order.
  bool advance();
  std::vector<std::uint32_t> take() const;

 private:
  std::uint32_t order_of(float key) const {
    if (std::isnan(key)) return 0xFFFFFFFFU;
    const auto bits = std::bit_cast<std::uint32_t>(key == 0 ? 0.0F : key);
    const std::uint32_t rising = (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
    return descending_ ? ~rising : rising;
  }

  bool descending_;
  std::vector<std::uint64_t> items_, merged_;
  std::size_t block_ = 0;  // size of what is in order; 0: nothing yet
  std::size_t at_ = 0;
};

}  // namespace headroom
