// Which rows a pass reads, and bringing them into the batch buffer.
//
//   gather_rows(stream, features, targets, columns, RowOrder::shuffled(train_rows, seed, epoch, first),
//   count,
//               input, target);
//
// The order is computed in the kernel (core/base/permutation.h): no index array, no transfer.
#pragma once

#include <cstdint>

#include "core/base/host_device.h"
#include "core/base/permutation.h"
#include "cuda/kernels/launch.h"

namespace headroom::gpu {

// Position i of a pass -> row of the data. A plain value, passed to kernels as an argument.
class RowOrder {
 public:
  // Rows first, first + 1, ... in file order.
  static RowOrder in_file_order(std::uint32_t first) { return RowOrder(Permutation(1, 0, 0), first, false); }
  // Positions first, first + 1, ... of the epoch's order over [0, rows).
  static RowOrder shuffled(std::uint32_t rows, std::uint64_t seed, std::uint64_t epoch, std::uint32_t first) {
    return RowOrder(Permutation(rows, seed, epoch), first, true);
  }

  HEADROOM_HD std::uint32_t operator()(std::uint32_t i) const {
    return shuffled_ ? permutation_(first_ + i) : first_ + i;
  }

 private:
  RowOrder(const Permutation& permutation, std::uint32_t first, bool is_shuffled)
      : permutation_(permutation), first_(first), shuffled_(is_shuffled) {}

  Permutation permutation_;
  std::uint32_t first_;
  bool shuffled_;
};

// input [count, columns] and target [count] = rows order(0) ... order(count - 1) of features [.., columns]
// and targets.
void gather_rows(StreamHandle stream, const float* features, const float* targets, std::int64_t columns,
                 const RowOrder& order, std::int64_t count, float* input, float* target);

}  // namespace headroom::gpu
