#include <cstdint>

#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/plain_matmul.h"
#include "cuda/matmul.h"

namespace headroom::gpu {
namespace {

// One thread per element of c.
__global__ void plain_matmul_kernel(MatmulShape s, const float* __restrict__ a, const float* __restrict__ b,
                                    float* __restrict__ c) {
  const std::int64_t a_row = s.transpose_a ? 1 : s.depth;  // steps in memory
  const std::int64_t a_depth = s.transpose_a ? s.rows : 1;
  const std::int64_t b_depth = s.transpose_b ? 1 : s.cols;
  const std::int64_t b_col = s.transpose_b ? s.depth : 1;
  for (std::int64_t i = first_row(); i < s.rows; i += row_stride()) {
    for (std::int64_t j = first_column(); j < s.cols; j += column_stride()) {
      float sum = 0;
      for (std::int64_t k = 0; k < s.depth; ++k) {
        sum += a[i * a_row + k * a_depth] * b[k * b_depth + j * b_col];
      }
      c[i * s.cols + j] = sum;
    }
  }
}

}  // namespace

void plain_matmul(StreamHandle stream, const MatmulShape& shape, const float* a, const float* b, float* c) {
  plain_matmul_kernel<<<tile_grid(shape.rows, shape.cols), tile_block(), 0, stream>>>(shape, a, b, c);
  HEADROOM_LAUNCHED("plain_matmul");
}

}  // namespace headroom::gpu
