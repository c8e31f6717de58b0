#include "core/base/nearest.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(Nearest, CountsWhatHasToChange) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("epohc", "epoch"), 2U);
}

TEST(Nearest, IsTheFirstOfTheFewestChangesOrNone) {
  const std::vector<std::string_view> words{"state", "epoch", "epochs", "tab"};
  EXPECT_EQ(nearest_word("epohc", words), "epoch");
  EXPECT_EQ(nearest_word("epoch", words), "epoch");
  EXPECT_EQ(nearest_word("tob", words), "tab");
  EXPECT_EQ(nearest_word("accuracy", words), "");
  EXPECT_EQ(nearest_word("", words), "");
  EXPECT_EQ(nearest_word("a", {}), "");
  EXPECT_EQ(nearest_word("ab", {"ax", "xb"}), "ax") << "of two alike the first";
  const std::string endless(100'000, 'e');
  EXPECT_EQ(nearest_word(endless, words), "");
}

TEST(Nearest, EndsASentence) {
  EXPECT_EQ(meant_text("epohc", {"epoch"}), "; the nearest is 'epoch'");
  EXPECT_EQ(meant_text("accuracy", {"epoch"}), "");
  EXPECT_EQ(known_text("epohc", {"epoch", "state"}), "; there are: epoch, state; the nearest is 'epoch'");
  EXPECT_EQ(known_text("accuracy", {"epoch", "state"}), "; there are: epoch, state");
  std::vector<std::string_view> many(41, "something else");
  many.back() = "epoch";
  EXPECT_EQ(known_text("epohc", many), "; the nearest is 'epoch'");
  EXPECT_EQ(known_text("accuracy", many).substr(0, 28), "; there are: something else,");
}

}  // namespace
}  // namespace headroom
