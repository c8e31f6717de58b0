// Which rows a pass reads, and gathering them into the batch buffer.
//
//   gather_rows(stream, data.source(), clock, count, input, target);
//
// The order is computed in the kernel (core/base/permutation.h): no index array, no transfer. The step clock
// in device memory (step_clock.h) says which rows are next.
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

  bool is_shuffled() const { return shuffled_; }
  HEADROOM_HD std::uint32_t operator()(std::uint32_t position) const {
    return shuffled_ ? permutation_(position) : position;
  }

 private:
  RowOrder(const Permutation& permutation, bool shuffled) : permutation_(permutation), shuffled_(shuffled) {}

  Permutation permutation_;
  bool shuffled_;
};

// The rows as the device holds them. A plain value of device pointers.
struct RowSource {
  const float* rows = nullptr;     // [.., width]
  const float* targets = nullptr;  // [..]
  std::int64_t width = 0;
  std::int64_t features = 0;  // that the network sees: the width, or more with terms of degree 2

  // Whether the reader of a row computes its terms: core/data/polynomial_term.h, one product each, so bit for
  // bit what expand_degree2 would store.
  HEADROOM_HD bool makes_terms() const { return features != width; }
};

// input [count, features] and target [count] = the rows at positions clock->first ... clock->first + count -
// 1 of the source.
void gather_rows(StreamHandle stream, const RowSource& source, const StepClock* clock, std::int64_t count,
                 float* input, float* target);

}  // namespace headroom::gpu
