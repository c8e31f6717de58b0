// Which rows a pass reads, and bringing them into the batch buffer.
//
//   gather_rows(stream, features, targets, columns, clock, count, input, target);
//
// The order is computed in the kernel (core/base/permutation.h): no index array, no transfer. Which rows are
// next stands in the step clock, in device memory (step_clock.h).
#pragma once

#include <cstdint>

#include "core/base/host_device.h"
#include "core/base/permutation.h"
#include "cuda/kernels/launch.h"

namespace headroom::gpu {

struct StepClock;  // cuda/kernels/step_clock.h

// Position of an epoch -> row of the data. A plain value.
class RowOrder {
 public:
  static RowOrder in_file_order() { return RowOrder(Permutation(1, 0, 0), false); }
  // The epoch's order over [0, rows).
  static RowOrder shuffled(std::uint32_t rows, std::uint64_t seed, std::uint64_t epoch) {
    return RowOrder(Permutation(rows, seed, epoch), true);
  }

  HEADROOM_HD std::uint32_t operator()(std::uint32_t position) const {
    return shuffled_ ? permutation_(position) : position;
  }

 private:
  RowOrder(const Permutation& permutation, bool is_shuffled)
      : permutation_(permutation), shuffled_(is_shuffled) {}

  Permutation permutation_;
  bool shuffled_;
};

// input [count, columns] and target [count] = the rows at positions clock->first ... clock->first + count - 1
// of features [.., columns] and targets.
void gather_rows(StreamHandle stream, const float* features, const float* targets, std::int64_t columns,
                 const StepClock* clock, std::int64_t count, float* input, float* target);

}  // namespace headroom::gpu
