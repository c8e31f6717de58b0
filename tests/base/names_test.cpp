#include "core/base/names.h"

#include <gtest/gtest.h>

#include <optional>

namespace headroom {
namespace {

enum class Fruit { kApple, kPear, kPlum };
constexpr auto kFruits = names<Fruit>(
    {{Fruit::kApple, "apple"}, {Fruit::kPear, "pear"}, {Fruit::kPlum, "plum"}, {Fruit::kPlum, "damson"}});

struct Weighed {
  Fruit value;
  std::string_view name;
  int grams;
};
constexpr auto kWeighed = named_rows<Weighed>(
    {{Fruit::kPlum, "plum", 60}, {Fruit::kApple, "apple", 150}, {Fruit::kPear, "pear", 170}});

constexpr auto kMaybe = names<std::optional<Fruit>>({{std::nullopt, "auto"}, {Fruit::kPear, "pear"}});

// A table without a row for one of these would not compile.
static_assert(enumerator_count<Fruit>() == 3);
static_assert(kFruits.name(Fruit::kPear) == "pear");

TEST(Names, GoBothWays) {
  EXPECT_EQ(kFruits.parse("pear", "fruit"), Fruit::kPear);
  EXPECT_EQ(kFruits.name(Fruit::kPlum), "plum");  // the first row speaks for a value
  EXPECT_EQ(kFruits.parse("damson", "fruit"), Fruit::kPlum);
  EXPECT_EQ(kMaybe.parse("auto", "fruit"), std::nullopt);
  EXPECT_EQ(kFruits.find("Pear"), nullptr);
  EXPECT_EQ(kFruits.find(""), nullptr);
}

TEST(Names, RowsSayMore) {
  EXPECT_EQ(kWeighed.row(Fruit::kApple).grams, 150);
  EXPECT_EQ(kWeighed.size(), 3U);
  EXPECT_EQ(kWeighed.find("pear")->grams, 170);
}

TEST(Names, ListTheChoices) {
  EXPECT_EQ(kFruits.list(), "apple, pear, plum, damson");
  EXPECT_EQ(kFruits.list("|"), "apple|pear|plum|damson");
  EXPECT_EQ(kWeighed.list(", ", " or "), "plum, apple or pear");
  EXPECT_EQ(kMaybe.list(", ", " or "), "auto or pear");
}

TEST(Names, RefuseWithTheChoices) {
  try {
    kFruits.parse("grape", "fruit", "--fruit");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUsage);
    EXPECT_EQ(std::string(error.what()),
              "--fruit: unknown fruit 'grape': choose one of apple, pear, plum, damson");
  }
  EXPECT_THROW(kFruits.name(static_cast<Fruit>(7)), Error);
}

}  // namespace
}  // namespace headroom
