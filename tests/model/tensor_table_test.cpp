#include "core/model/tensor_table.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace headroom {
namespace {

Bytes category(const TensorTable& table, Category c) {
  return table.by_category()[static_cast<std::size_t>(c)];
}

TEST(TensorTable, AlignsAndAddsUp) {
  TensorTable table(64);
  table.add("a", Category::kWeights, {3, 5});           // 60 bytes -> 64
  table.add("b", Category::kMetrics, {17}, 1);          // 17 -> 64
  table.add("c", Category::kWeights, {2, 2, 2, 5}, 8);  // 320
  EXPECT_EQ(table.total(), 64 + 64 + 320);
  EXPECT_EQ(table.find("a").bytes, 64);
  EXPECT_EQ(table.find("b").offset, 64);
  EXPECT_EQ(table.find("c").offset, 128);
  EXPECT_EQ(category(table, Category::kWeights), 384);
  EXPECT_EQ(category(table, Category::kMetrics), 64);
  EXPECT_THROW(table.find("d"), Error);
}

TEST(TensorTable, RefusesSizesThatOverflow) {
  TensorTable table;
  try {
    table.add("vast", Category::kDataset, {std::int64_t{1} << 40, std::int64_t{1} << 40});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kOutOfMemory);
  }
  EXPECT_EQ(table.total(), 0);
}

}  // namespace
}  // namespace headroom
