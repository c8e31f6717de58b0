#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/rows.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {
namespace {

__global__ void gather_rows_kernel(const float* __restrict__ features, const float* __restrict__ targets,
                                   std::int64_t columns, const StepClock* __restrict__ clock,
                                   std::int64_t count, float* __restrict__ input,
                                   float* __restrict__ target) {
  const RowOrder order = clock->order;
  const std::uint32_t first = clock->first;
  for (std::int64_t i = first_row(); i < count; i += row_stride()) {
    const std::int64_t row = order(first + static_cast<std::uint32_t>(i));
    for (std::int64_t c = first_column(); c < columns; c += column_stride()) {
      input[i * columns + c] = features[row * columns + c];
    }
    if (first_column() == 0) target[i] = targets[row];
  }
}

}  // namespace

void gather_rows(StreamHandle stream, const float* features, const float* targets, std::int64_t columns,
                 const StepClock* clock, std::int64_t count, float* input, float* target) {
  gather_rows_kernel<<<tile_grid(count, columns), tile_block(), 0, stream>>>(features, targets, columns,
                                                                             clock, count, input, target);
  HEADROOM_LAUNCHED("gather_rows");
}

}  // namespace headroom::gpu
