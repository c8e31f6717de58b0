#include "core/base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace headroom {
namespace {

TEST(Error, SaysWhereAndWhatInOneLine) {
  const Error error(ErrorCode::kBadInput, "row has 4 fields, the header has 5", "iris.csv:17:1");
  EXPECT_EQ(error.code(), ErrorCode::kBadInput);
  EXPECT_EQ(error.message(), "row has 4 fields, the header has 5");
  EXPECT_EQ(error.where(), "iris.csv:17:1");
  EXPECT_STREQ(error.what(), "iris.csv:17:1: row has 4 fields, the header has 5");
  EXPECT_STREQ(Error(ErrorCode::kUsage, "no preset").what(), "no preset");
}

TEST(Error, NamesOfCodesAreStableAndDistinct) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    names.insert(error_code_name(static_cast<ErrorCode>(code)));
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"usage", "bad_input", "not_found", "io", "out_of_memory", "device",
                                        "unsupported", "cancelled", "diverged", "internal"}));
}

}  // namespace
}  // namespace headroom
