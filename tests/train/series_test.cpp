#include <gtest/gtest.h>

#include "core/train/history.h"

namespace headroom {
namespace {

TEST(Series, KeepsEveryValueAcrossChunks) {
  Series series;
  EXPECT_TRUE(series.empty());
  const std::size_t count = 2 * Series::kChunk + 3;
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(series.size(), i);
    series.push(static_cast<float>(i));
  }
  ASSERT_EQ(series.size(), count);
  for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(series[i], static_cast<float>(i));
  series.clear();
  EXPECT_TRUE(series.empty());
}

TEST(Series, CopiesAreIndependent) {
  Series series;
  for (std::size_t i = 0; i < Series::kChunk + 1; ++i) series.push(1.0F);
  const Series copy = series;
  series.push(2.0F);
  EXPECT_EQ(copy.size(), Series::kChunk + 1);
  EXPECT_EQ(series.size(), Series::kChunk + 2);
  EXPECT_EQ(copy[Series::kChunk], 1.0F);
}

}  // namespace
}  // namespace headroom
