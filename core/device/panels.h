// How the processor's fused engine lays out a batch: in panels of 16 samples.
//
// A matrix [rows, width] in panels is ceil(rows / 16) blocks [width, 16]: feature by feature, the 16
// samples of a feature side by side, so that one SIMD register holds one feature of several samples.
// A matrix in padded rows is [rows, row_stride(width)], sample by sample, with a 1 after the last
// feature: the bias is learned as the weight of a feature that is always 1.
#pragma once

#include <cstdint>

namespace headroom {

inline constexpr std::int64_t kPanelRows = 16;

constexpr std::int64_t panels_of(std::int64_t rows) { return (rows + kPanelRows - 1) / kPanelRows; }
constexpr std::int64_t padded_rows(std::int64_t rows) { return panels_of(rows) * kPanelRows; }

// Whole registers, and an odd number of cache lines: rows at strides of 4 KiB would fight for the same
// few places of the first-level cache.
constexpr std::int64_t row_stride(std::int64_t width) {
  const std::int64_t lines = (width + 1 + 15) / 16;
  return (lines | 1) * 16;
}

}  // namespace headroom
