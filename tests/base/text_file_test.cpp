#include "core/base/text_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

ErrorCode refusal(const std::filesystem::path& file) {
  try {
    read_first_bytes(file, 10);
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), file.string());
    return error.code();
  }
  return ErrorCode::kInternal;
}

TEST(TextFile, ReadsNoMoreThanIsWanted) {
  const test::TemporaryDirectory directory;
  std::ofstream(directory / "five") << "12345";
  std::ofstream(directory / "empty").flush();
  EXPECT_EQ(read_first_bytes(directory / "five", 10), "12345");
  EXPECT_EQ(read_first_bytes(directory / "five", 5), "12345");
  EXPECT_EQ(read_first_bytes(directory / "five", 4), "1234");
  EXPECT_EQ(read_first_bytes(directory / "empty", 4), "");
}

TEST(TextFile, WhatIsNoFileIsRefused) {
  const test::TemporaryDirectory directory;
  EXPECT_EQ(refusal(directory / "nowhere"), ErrorCode::kNotFound);
  EXPECT_EQ(refusal(directory.path()), ErrorCode::kBadInput);
  EXPECT_EQ(refusal("/dev/zero"), ErrorCode::kBadInput);  // would never end
}

// Places by RFC 3629: overlong forms, surrogates and what lies beyond U+10FFFF are no characters.
TEST(Utf8, FindsTheFirstByteThatIsNone) {
  EXPECT_EQ(find_bad_byte("plain \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80"), std::string_view::npos);
  EXPECT_EQ(find_bad_byte(std::string_view("ab\0c", 4)), 2U);
  for (const char* bad : {"ab\xC0\x80", "ab\xE0\x80\x80", "ab\xED\xA0\x80", "ab\xF4\x90\x80\x80", "ab\xF5",
                          "ab\xC3", "ab\x80"}) {
    EXPECT_EQ(find_bad_byte(bad), 2U);
  }
  EXPECT_EQ(find_bad_byte(std::string(5000, 'x') + "\xFF"), 5000U);
}

TEST(Utf8, ALongValueIsCutBetweenCharacters) {
  EXPECT_EQ(in_quotes("short"), "'short'");
  EXPECT_EQ(in_quotes(std::string(39, 'x') + "\xC3\xA4yz"), "'" + std::string(39, 'x') + "...'");
}

}  // namespace
}  // namespace headroom
