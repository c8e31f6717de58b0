// RFC 4180 for the quotes, RFC 4648 section 10 for base64.
#include "core/base/csv_field.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/base64.h"

namespace headroom {
namespace {

TEST(CsvField, IsQuotedOnlyWhereItWouldBeMisread) {
  EXPECT_EQ(csv_field("plain, no"), "\"plain, no\"");
  EXPECT_EQ(csv_field("plain; yes"), "plain; yes");
  EXPECT_EQ(csv_field("5\" disk"), "\"5\"\" disk\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_line({"a", "b,c", ""}), "a,\"b,c\",\n");
}

TEST(ExactText, ReadsBackTheSame) {
  for (const double value : {0.1, 1.0 / 3, -2.5e-300, 1e22, 0.0})
    EXPECT_EQ(std::strtod(exact_text(value).c_str(), nullptr), value);
  for (const float value : {0.1F, 1.0F / 3, 16777217.0F})
    EXPECT_EQ(std::strtof(exact_text(value).c_str(), nullptr), value);
  EXPECT_EQ(exact_text(0.1F), "0.1");
  EXPECT_EQ(exact_text(std::nan("")), "nan");
  EXPECT_EQ(exact_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(Base64, IsThatOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string("\xff\xfe\x00", 3)), "//4A");
}

}  // namespace
}  // namespace headroom
