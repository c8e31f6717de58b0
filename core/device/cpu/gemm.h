// Matrix products for dense layers, in one kernel.
//
//   // y[batch, out] = x[batch, in] * w[out, in]^T + bias
//   gemm(pool, batch, out, in, rows_of(x, in), transposed(w, in), bias, y);
//
// Each element of c is summed in the order of k by one thread, so the result does not depend on the
// number of threads, nor on how many rows are computed at once.
//
// Thread rule: as WorkerPool.
#pragma once

#include <cstdint>

#include "core/device/cpu/worker_pool.h"

namespace headroom::cpu {

// Element (i, j) is data[i * row_stride + j * column_stride].
struct MatrixView {
  const float* data;
  std::int64_t row_stride;
  std::int64_t column_stride;
};

// A row-major matrix with `columns` columns, and its transpose.
inline MatrixView rows_of(const float* data, std::int64_t columns) { return {data, columns, 1}; }
inline MatrixView transposed(const float* data, std::int64_t columns) { return {data, 1, columns}; }

// c[m, n] = a[m, k] * b[k, n] (+ bias[n] when not null); c is row-major and overlaps neither input.
void gemm(WorkerPool& pool, std::int64_t m, std::int64_t n, std::int64_t k, MatrixView a, MatrixView b,
          const float* bias, float* c);

}  // namespace headroom::cpu
