#include "core/base/join.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(Join, PutsWordsBetweenTheParts) {
  const std::vector<std::string> words{"small", "large"};
  EXPECT_EQ(join(words), "small, large");
  EXPECT_EQ(join(words, {}, " and "), "small and large");
  EXPECT_EQ(join(std::vector<std::string>{}), "");
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(split("small,large"), (std::vector<std::string>{"small", "large"}));
  EXPECT_EQ(split("50x50", 'x'), (std::vector<std::string>{"50", "50"}));
  EXPECT_EQ(split(",a,"), (std::vector<std::string>{"", "a", ""}));
  EXPECT_EQ(split(""), std::vector<std::string>{""});
}

}  // namespace
}  // namespace headroom
