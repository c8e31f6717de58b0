// Loops over the rows of a large matrix, shared by the processors of the machine.
//
//   for_row_blocks(rows, columns, [&](std::size_t block, std::size_t first, std::size_t end) {
//     for (std::size_t row = first; row < end; ++row) partial[block] += values[row];
//   });
//
// The size of a block does not depend on the number of threads, so a sum that is formed block by block and
// then combined in order has the same bits on every machine. A small matrix is a single block, and no thread
// is started.
//
// Thread rule: blocks run concurrently; each must write only to its own rows or slots.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/base/parallel.h"

namespace headroom {

inline constexpr std::size_t kBlockValues = std::size_t{1} << 16;  // 256 KB: fits in the second cache

inline std::size_t rows_per_block(std::size_t columns, std::size_t values = kBlockValues) {
  return std::max<std::size_t>(1, values / std::max<std::size_t>(columns, 1));
}

inline std::size_t row_blocks(std::size_t rows, std::size_t columns, std::size_t values = kBlockValues) {
  return (rows + rows_per_block(columns, values) - 1) / rows_per_block(columns, values);
}

template <typename Work>
void for_row_blocks(std::size_t rows, std::size_t columns, const Work& work,
                    std::size_t values = kBlockValues) {
  const std::size_t step = rows_per_block(columns, values);
  const std::size_t blocks = row_blocks(rows, columns, values);
  for_each_index(blocks < 2 ? 1 : choose_threads(0), blocks,
                 [&](std::size_t block) { work(block, block * step, std::min(rows, (block + 1) * step)); });
}

}  // namespace headroom
