// Line and column of a value that a JSON pointer names.
#include <gtest/gtest.h>

#include "core/base/json.h"

namespace headroom {
namespace {

TEST(JsonPosition, OfMembersAndElements) {
  const std::string text =
      "{\n  \"a\": {\"}\": 1, \"b\": [10, [\"]\", 2], {\"c\": true}]},\n  \"x/y~\": \"\\\"\",\n  \"d\": "
      "-1.5e3\n}\n";
  EXPECT_EQ(json_position(text, ""), "1:1");
  EXPECT_EQ(json_position(text, "/a"), "2:8");
  EXPECT_EQ(json_position(text, "/a/b"), "2:22");
  EXPECT_EQ(json_position(text, "/a/b/0"), "2:23");
  EXPECT_EQ(json_position(text, "/a/b/1/1"), "2:33");
  EXPECT_EQ(json_position(text, "/a/b/2/c"), "2:43");
  EXPECT_EQ(json_position(text, "/x~1y~0"), "3:11");
  EXPECT_EQ(json_position(text, "/d"), "4:8");
}

TEST(JsonPosition, OfWhatIsMissingIsTheObjectAroundIt) {
  const std::string text = "{\n  \"a\": {\"b\": 1}\n}";
  EXPECT_EQ(json_position(text, "/z"), "1:1");
  EXPECT_EQ(json_position(text, "/a/z"), "2:8");
  EXPECT_EQ(json_position(text, "/a/b/c"), "2:14");
  EXPECT_EQ(json_position("", "/a"), "1:1");
}

}  // namespace
}  // namespace headroom
