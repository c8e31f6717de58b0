#include "core/base/sort_in_pieces.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/rng.h"

namespace headroom {
namespace {

TEST(SortInPieces, EndsSortedWhateverTheSize) {
  for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 8192U, 50'001U}) {
    Rng rng(size);
    std::vector<std::uint64_t> items(size);
    for (std::uint64_t& item : items) item = rng.below(1000);
    std::vector<std::uint64_t> want = items;
    std::sort(want.begin(), want.end());
    SortInPieces sort(items, std::less<>());
    std::size_t pieces = 1;
    while (!sort.advance()) ++pieces;
    EXPECT_EQ(items, want) << size;
    EXPECT_GE(pieces, size / 4096);
    EXPECT_TRUE(sort.advance());
  }
}

}  // namespace
}  // namespace headroom
