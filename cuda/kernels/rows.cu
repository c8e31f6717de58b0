#include "core/data/polynomial_term.h"
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

// A thread owns a feature and walks down the rows, so that its two factors are found once.
__global__ void gather_terms_kernel(const float* __restrict__ columns, const float* __restrict__ targets,
                                    std::int64_t width, std::int64_t features,
                                    const StepClock* __restrict__ clock, std::int64_t count,
                                    float* __restrict__ input, float* __restrict__ target) {
  const RowOrder order = clock->order;
  const std::uint32_t first = clock->first;
  for (std::int64_t k = first_column(); k < features; k += column_stride()) {
    const PolynomialTerm term = polynomial_term(width, k);
    for (std::int64_t i = first_row(); i < count; i += row_stride()) {
      const std::int64_t row = order(first + static_cast<std::uint32_t>(i));
      const float left = columns[row * width + term.left];
      input[i * features + k] = term.right < 0 ? left : left * columns[row * width + term.right];
      if (k == 0) target[i] = targets[row];
    }
  }
}

}  // namespace

void gather_rows(StreamHandle stream, const RowSource& source, const StepClock* clock, std::int64_t count,
                 float* input, float* target) {
  const dim3 grid = tile_grid(count, source.features);
  if (source.makes_terms()) {
    gather_terms_kernel<<<grid, tile_block(), 0, stream>>>(source.rows, source.targets, source.width,
                                                           source.features, clock, count, input, target);
  } else {
    gather_rows_kernel<<<grid, tile_block(), 0, stream>>>(source.rows, source.targets, source.width, clock,
                                                          count, input, target);
  }
  HEADROOM_LAUNCHED("gather_rows");
}

}  // namespace headroom::gpu
