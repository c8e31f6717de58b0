#include <cfloat>
#include <cmath>

#include "core/base/error.h"
#include "core/data/polynomial_term.h"
#include "cuda/check.h"
#include "cuda/kernels/dataset.h"
#include "cuda/kernels/grid.cuh"

namespace headroom::gpu {
namespace {

constexpr int kFitRows = 32;  // thread rows of a fitting block: 32 columns x 32

// Shared memory of a fitting block, one value per thread; + 1: no bank conflicts.
using FitTile = double[kFitRows][kTileColumns + 1];

// Adds the 32 values of each column of threads in order; every thread of the column gets the sum.
__device__ double column_total(FitTile& tile, double mine) {
  tile[threadIdx.y][threadIdx.x] = mine;
  __syncthreads();
  double total = 0;
  for (int y = 0; y < kFitRows; ++y) total += tile[y][threadIdx.x];
  __syncthreads();  // the tile may be used again
  return total;
}

__device__ double column_minimum(FitTile& tile, double mine) {
  tile[threadIdx.y][threadIdx.x] = mine;
  __syncthreads();
  double least = tile[0][threadIdx.x];
  for (int y = 1; y < kFitRows; ++y) least = fmin(least, tile[y][threadIdx.x]);
  __syncthreads();
  return least;
}

// 1 / spread, 0 for a constant column; kept finite, as the oracle does.
__device__ float reciprocal(double spread) {
  if (!(spread > 0)) return 0.0F;
  return static_cast<float>(fmin(1.0 / spread, static_cast<double>(FLT_MAX)));
}

// A block owns 32 columns; thread row y reads the matrix rows y, y + 32, ...
// No thread leaves early: all take part in the barriers, those beyond the last column with no rows.
__global__ void __launch_bounds__(kTileColumns* kFitRows)
    fit_scaler_kernel(bool standard, const float* __restrict__ x, std::int64_t rows, std::int64_t columns,
                      float* __restrict__ offset, float* __restrict__ factor) {
  __shared__ FitTile tile;
  const std::int64_t c = static_cast<std::int64_t>(blockIdx.x) * kTileColumns + threadIdx.x;
  const std::int64_t end = c < columns ? rows : 0;
  double least = INFINITY;
  double most = -INFINITY;
  double sum = 0;
  for (std::int64_t r = threadIdx.y; r < end; r += kFitRows) {
    const double value = x[r * columns + c];
    least = fmin(least, value);
    most = fmax(most, value);
    sum += value;
  }
  least = column_minimum(tile, least);
  most = -column_minimum(tile, -most);
  double start = least;
  double spread = most - least;
  if (standard) {  // the same for all threads, so the barriers inside are safe
    const double count = static_cast<double>(rows);
    const double mean = column_total(tile, sum) / count;
    double squares = 0;
    for (std::int64_t r = threadIdx.y; r < end; r += kFitRows) {
      const double distance = x[r * columns + c] - mean;
      squares += distance * distance;
    }
    const double deviation = sqrt(column_total(tile, squares) / count);
    start = mean;
    spread = spread > 0 ? deviation : 0.0;
  }
  if (threadIdx.y == 0 && c < columns) {
    offset[c] = static_cast<float>(start);
    factor[c] = reciprocal(spread);
  }
}

__global__ void scale_columns_kernel(const float* __restrict__ offset, const float* __restrict__ factor,
                                     std::int64_t rows, std::int64_t columns, float* __restrict__ x) {
  for (std::int64_t c = first_column(); c < columns; c += column_stride()) {
    const float o = offset[c];
    const float f = factor[c];
    for (std::int64_t r = first_row(); r < rows; r += row_stride()) {
      x[r * columns + c] = (x[r * columns + c] - o) * f;
    }
  }
}

// A thread owns a feature and walks down the rows, so that its two factors are found once.
__global__ void expand_degree2_kernel(const float* __restrict__ x, std::int64_t rows, std::int64_t columns,
                                      std::int64_t features, float* __restrict__ out) {
  for (std::int64_t k = first_column(); k < features; k += column_stride()) {
    const PolynomialTerm term = polynomial_term(columns, k);
    for (std::int64_t r = first_row(); r < rows; r += row_stride()) {
      const float left = x[r * columns + term.left];
      out[r * features + k] = term.right < 0 ? left : left * x[r * columns + term.right];
    }
  }
}

}  // namespace

void fit_scaler(StreamHandle stream, ScaleKind kind, const float* x, std::int64_t rows, std::int64_t columns,
                float* offset, float* factor) {
  if (kind == ScaleKind::kNone) throw Error(ErrorCode::kInternal, "no scaling has nothing to fit");
  const auto blocks = static_cast<unsigned>(divide_up(columns, kTileColumns));
  fit_scaler_kernel<<<blocks, dim3(kTileColumns, kFitRows), 0, stream>>>(kind == ScaleKind::kStandard, x,
                                                                         rows, columns, offset, factor);
  HEADROOM_LAUNCHED("fit_scaler");
}

void scale_columns(StreamHandle stream, const float* offset, const float* factor, std::int64_t rows,
                   std::int64_t columns, float* x) {
  scale_columns_kernel<<<tile_grid(rows, columns), tile_block(), 0, stream>>>(offset, factor, rows, columns,
                                                                              x);
  HEADROOM_LAUNCHED("scale_columns");
}

void expand_degree2(StreamHandle stream, const float* x, std::int64_t rows, std::int64_t columns,
                    float* features) {
  const std::int64_t count = polynomial_term_count(columns);
  expand_degree2_kernel<<<tile_grid(rows, count), tile_block(), 0, stream>>>(x, rows, columns, count,
                                                                             features);
  HEADROOM_LAUNCHED("expand_degree2");
}

}  // namespace headroom::gpu
