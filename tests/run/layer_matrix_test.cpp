// The picture of a layer's numbers: order, blocks, and numbers that are none.
#include "core/run/layer_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headroom {
namespace {

std::vector<std::int32_t> in_order(std::int64_t count) {
  std::vector<std::int32_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

LayerMatrix made(const MatrixSource& source) {
  LayerMatrixMaker maker(source);
  while (!maker.advance()) {
  }
  return maker.take();
}

TEST(LayerMatrix, LinesAndColumnsStandInTheirOrder) {
  const std::vector<float> numbers = {1, 2, 3, 4, 5, -6}, minus = {0, 0, 0, 1, 1, 1};
  const std::vector<std::int32_t> lines = {1, 0}, columns = {2, 0, 1};
  const LayerMatrix matrix = made({numbers, minus, 3, lines, columns});
  EXPECT_EQ(matrix.mean, (std::vector<float>{-7, 3, 4, 3, 1, 2}));
  EXPECT_EQ(matrix.largest, 7);
  EXPECT_TRUE(matrix.least.empty());
}

TEST(LayerMatrix, LargeOnesAreAveragedInSquareBlocks) {
  constexpr std::int64_t kLines = 7, kColumns = 2500;  // blocks of 3
  std::vector<float> numbers;
  for (std::int64_t i = 0; i < kLines * kColumns; ++i)
    numbers.push_back(static_cast<float>((i * 131) % 977 - 400));
  std::vector<std::int32_t> lines = in_order(kLines), columns = in_order(kColumns);
  std::reverse(columns.begin(), columns.end());
  const LayerMatrix matrix = made({numbers, {}, kColumns, lines, columns});
  EXPECT_EQ(matrix.block, 3);
  EXPECT_EQ(matrix.shown_lines, 3);
  EXPECT_EQ(matrix.shown_columns, 834);
  for (std::int64_t line = 0; line < 3; ++line) {
    for (std::int64_t column = 0; column < 834; ++column) {
      double sum = 0, count = 0;
      float least = 1e9F, most = -1e9F;
      for (std::int64_t i = 3 * line; i < std::min<std::int64_t>(3 * line + 3, kLines); ++i) {
        for (std::int64_t j = 3 * column; j < std::min<std::int64_t>(3 * column + 3, kColumns); ++j) {
          const float number = numbers[static_cast<std::size_t>(i * kColumns + kColumns - 1 - j)];
          sum += static_cast<double>(number);
          ++count;
          least = std::min(least, number);
          most = std::max(most, number);
        }
      }
      const auto at = static_cast<std::size_t>(line * 834 + column);
      ASSERT_FLOAT_EQ(matrix.mean[at], static_cast<float>(sum / count));
      ASSERT_EQ(matrix.least[at], least);
      ASSERT_EQ(matrix.most[at], most);
    }
  }
}

TEST(LayerMatrix, ABlockWithOneNumberThatIsNoneIsNone) {
  constexpr std::int64_t kSide = 1100;  // blocks of 2
  std::vector<float> numbers(kSide * kSide, 1.0F);
  numbers[0] = std::numeric_limits<float>::quiet_NaN();
  numbers[5] = std::numeric_limits<float>::infinity();
  const std::vector<std::int32_t> order = in_order(kSide);
  const LayerMatrix matrix = made({numbers, {}, kSide, order, order});
  EXPECT_EQ(matrix.not_finite, 2);
  EXPECT_TRUE(std::isnan(matrix.mean[0]));
  EXPECT_TRUE(std::isnan(matrix.mean[2]));
  EXPECT_EQ(matrix.mean[1], 1);
  EXPECT_EQ(matrix.least[0], 1);
  EXPECT_EQ(matrix.largest, 1);
}

}  // namespace
}  // namespace headroom
