#include "core/data/csv/level_table.h"

#include <gtest/gtest.h>

#include <map>

#include "core/base/rng.h"

namespace headroom {
namespace {

TEST(LevelTable, NumbersTextsByTheirFirstAppearance) {
  LevelTable table;
  EXPECT_EQ(table.code_of("red"), 0);
  EXPECT_EQ(table.code_of("green"), 1);
  EXPECT_EQ(table.code_of("green"), 1);
  EXPECT_EQ(table.code_of("red"), 0);
  EXPECT_EQ(table.code_of(""), 2);
  EXPECT_EQ(table.code_of(std::string_view("a\0b", 3)), 3);
  EXPECT_EQ(table.code_of(std::string_view("a\0c", 3)), 4);
  EXPECT_EQ(table.take(), (std::vector<std::string>{"red", "green", "", {"a\0b", 3}, {"a\0c", 3}}));
  EXPECT_TRUE(table.levels().empty());
  EXPECT_EQ(table.code_of("green"), 0);  // it begins again
}

// 200,000 draws of up to 100,000 texts, against an ordered map.
TEST(LevelTable, AgreesWithAMap) {
  LevelTable table;
  std::map<std::string, std::int32_t> expected;
  Rng rng(7);
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = "name " + std::to_string(rng.below(100'000));
    const auto next = static_cast<std::int32_t>(expected.size());
    const std::int32_t code = expected.try_emplace(text, next).first->second;
    ASSERT_EQ(table.code_of(text), code) << text;
  }
  ASSERT_EQ(table.levels().size(), expected.size());
  for (const auto& [text, code] : expected) EXPECT_EQ(table.levels()[static_cast<std::size_t>(code)], text);
}

}  // namespace
}  // namespace headroom
