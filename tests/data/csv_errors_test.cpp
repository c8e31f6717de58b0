// What the CSV reader refuses: the kind of error, the place, and a word of what to do.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <optional>

#include "core/base/error.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

std::optional<Error> error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

struct BadFile {
  std::string what;
  std::string content;
  std::string place;  // "line:column"
  std::string says;   // part of the message
};

void PrintTo(const BadFile& file, std::ostream* out) { *out << file.what; }

class CsvRefuses : public testing::TestWithParam<BadFile> {};

TEST_P(CsvRefuses, WithPlaceAndAdvice) {
  const BadFile& bad = GetParam();
  const TempCsv file(bad.content);
  const auto error = error_of([&] {
    Progress progress;
    read_csv(file.path(), {.max_columns = 6}, progress);
  });
  ASSERT_TRUE(error) << "accepted";
  EXPECT_EQ(error->code(), ErrorCode::kBadInput);
  EXPECT_EQ(error->where(), file.path() + ":" + bad.place) << error->what();
  EXPECT_NE(error->message().find(bad.says), std::string::npos) << error->message();
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(
    Kinds, CsvRefuses,
    testing::Values(
        BadFile{"empty", "", "1:1", "empty"},
        BadFile{"only_a_byte_order_mark", "\xEF\xBB\xBF", "1:1", "empty"},
        BadFile{"blank_lines_only", "\n \r\n\n", "4:1", "blank lines"},
        BadFile{"header_only", "a,b\n", "2:1", "header without rows"},
        BadFile{"header_only_no_newline", "a,b", "1:4", "header without rows"},
        BadFile{"too_few_fields", "a,b,c\n1,2,3\n4,5\n6,7,8\n", "3:4", "2 fields, the header has 3"},
        BadFile{"one_field", "a,b\n1,2\n3\n", "3:2", "1 field, the header has 2"},
        BadFile{"too_many_fields", "a,b\n1,2\n3,4,5,6,7\n", "3:5", "5 fields, the header has 2"},
        BadFile{"ragged_after_quoted_newlines", "a,b\n\"x\ny\nz\",1\n2\n", "5:2", "1 field"},
        BadFile{"ragged_at_the_end", "a,b\n1,2\n3,4,", "3:5", "3 fields"},
        BadFile{"quote_never_closed", "a,b\n1,\"two\n3,4\n5,6\n", "2:3", "never closed"},
        BadFile{"quote_never_closed_later", "a,b\n\"x\ny\",\"cut", "3:4", "never closed"},
        BadFile{"text_behind_quote", "a,b\n1,\"two\"x\n", "2:8", "text after a closing quote"},
        BadFile{"quote_in_header_never_closed", "a,\"b\n1,2\n", "1:3", "never closed"},
        BadFile{"too_many_columns", "a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8\n", "1:13", "8 columns, at most 6"},
        BadFile{"two_encodings", "a,b\n1,ä€caf\xE9\n", "2:8", "mixes two encodings"},
        BadFile{"utf8_cut_off", "a,b\n1,\xE2\x82", "2:3", "cut off"},
        BadFile{"control_byte_beside_latin1", "a,b\n1,caf\xE9\n\x01,2\n", "3:1", "control character"},
        BadFile{"no_windows_1252", "a,b\n1,\xF4\x90\x80\x80\n", "2:4", "0x90 stands for nothing"},
        BadFile{"utf16_cut_off",
                "\xFF\xFE"
                "a\0,"s,
                "1:2", "cut off"},
        BadFile{"utf16_half_a_pair", "\xFE\xFF\0a\xD8\x3D\0b"s, "1:2", "half a character"},
        BadFile{"utf32", "\xFF\xFE\0\0a\0\0\0"s, "1:1", "UTF-32"},
        BadFile{"nul_byte", "a,b\n1,2\n3,\0\n"s, "3:3", "NUL"},
        BadFile{"nul_byte_in_a_long_line", "a,b\n1,22222222222222222222\0\n"s, "2:23", "NUL"},
        BadFile{"no_archive", "PK\x03\x04 and so on", "1:1", "damaged"},
        BadFile{"no_gzip", "\x1F\x8B and so on", "1:1", "damaged"},
        BadFile{"old_workbook", "\xD0\xCF\x11\xE0\xA1\xB1", "1:1", "export the sheet"},
        BadFile{"web_page", "<!DOCTYPE html>\n", "1:1", "web page"},
        BadFile{"comment_among_rows", "a,b\n1,2\n# note\n3,4\n", "3:7", "looks like a comment"},
        BadFile{"footer", "a,b,c\n1,2,3\n4,5,6\nTotal,5\n\n", "4:8", "below the table ('Total,5')"},
        BadFile{"separator_changes", "a,b\n1,2\n3;4\n5,6\n", "3:4", "separated by ';', the others by ','"},
        BadFile{"separator_at_one_end", "a,b\n1,2\n3,4,\n5,6\n", "3:5", "separator at the end of the line"},
        BadFile{"lone_carriage_return_later", "a,b\n1,2\r3,4\n", "2:4", "carriage return"}),
    [](const testing::TestParamInfo<BadFile>& test) { return test.param.what; });

TEST(CsvErrors, DirectoryIsNoFile) {
  const std::string directory = testing::TempDir();
  const auto error = error_of([&] {
    Progress progress;
    read_csv(directory, {}, progress);
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kBadInput);
  EXPECT_EQ(error->where(), directory);
  EXPECT_NE(error->message().find("directory"), std::string::npos);
}

TEST(CsvErrors, MissingFileIsNotFound) {
  const auto error = error_of([] {
    Progress progress;
    read_csv("no/such/file.csv", {}, progress);
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kNotFound);
  EXPECT_EQ(error->where(), "no/such/file.csv");
}

TEST(CsvErrors, DeviceIsNoRegularFile) {
  const auto error = error_of([] {
    Progress progress;
    read_csv("/dev/null", {}, progress);
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code(), ErrorCode::kBadInput);
}

}  // namespace
}  // namespace headroom
