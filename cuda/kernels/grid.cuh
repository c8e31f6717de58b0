// Block and grid shapes of the elementwise kernels. Kernels step by the whole grid, so a grid that is cut
// at the limit still covers everything.
#pragma once

#include <cstdint>

namespace headroom::gpu {

// A warp spans 32 neighbouring columns of a row-major matrix (coalesced), a block 8 rows of them.
inline constexpr int kTileColumns = 32;
inline constexpr int kTileRows = 8;
inline constexpr std::int64_t kMaxGridY = 65535;
inline constexpr std::int64_t kMaxGridX = 1 << 20;

inline std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

inline dim3 tile_block() { return dim3(kTileColumns, kTileRows); }

inline dim3 tile_grid(std::int64_t rows, std::int64_t columns) {
  const std::int64_t x = divide_up(columns, kTileColumns);
  const std::int64_t y = divide_up(rows, kTileRows);
  return dim3(static_cast<unsigned>(x < kMaxGridX ? x : kMaxGridX),
              static_cast<unsigned>(y < kMaxGridY ? y : kMaxGridY));
}

// Loops of a tile kernel over its rows and columns:
//   for (auto r = first_row(); r < rows; r += row_stride()) sum += values[r];
__device__ inline std::int64_t first_row() {
  return static_cast<std::int64_t>(blockIdx.y) * kTileRows + threadIdx.y;
}
__device__ inline std::int64_t row_stride() { return static_cast<std::int64_t>(gridDim.y) * kTileRows; }
__device__ inline std::int64_t first_column() {
  return static_cast<std::int64_t>(blockIdx.x) * kTileColumns + threadIdx.x;
}
__device__ inline std::int64_t column_stride() { return static_cast<std::int64_t>(gridDim.x) * kTileColumns; }

}  // namespace headroom::gpu
