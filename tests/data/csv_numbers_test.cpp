// Numbers of every shape are the bits that strtod() makes of them, and those that pandas reads.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/rng.h"
#include "core/data/csv/decimal.h"
#include "core/data/csv/plain_number.h"
#include "test_places.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

std::string digits(Rng& rng, std::uint64_t most) {
  std::string text;
  for (std::uint64_t i = rng.below(most + 1); i > 0; --i) text += static_cast<char>('0' + rng.below(10));
  return text;
}

// A sign or none, digits, perhaps a point and more digits, seldom an exponent.
std::string random_number(Rng& rng) {
  constexpr std::string_view kSigns[] = {"", "", "-", "+"};
  std::string text(kSigns[rng.below(4)]);
  text += static_cast<char>('0' + rng.below(10)) + digits(rng, rng.below(4) == 0 ? 20 : 6);
  if (rng.below(4) != 0) text += "." + digits(rng, rng.below(4) == 0 ? 22 : 8);
  if (rng.below(8) == 0) text += (rng.below(2) == 0 ? "e-" : "E") + std::to_string(rng.below(18));
  return text;
}

TEST(CsvNumbers, AreTheBitsOfStrtod) {
  Rng rng(99);
  constexpr std::size_t kColumns = 7;
  std::vector<double> expected;
  std::string text = "a,b,c,d,e,f,g\n";
  for (std::size_t i = 0; i < kColumns * 30'000; ++i) {
    const std::string number = random_number(rng);
    expected.push_back(std::strtod(number.c_str(), nullptr));
    text += number + (i % kColumns == kColumns - 1 ? (rng.below(2) == 0 ? "\n" : "\r\n") : ",");
  }
  const CsvTable table = read_text(text);
  ASSERT_EQ(table.columns.size(), kColumns);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double found = table.columns[i % kColumns].numbers.at(i / kColumns);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(found), std::bit_cast<std::uint64_t>(expected[i]))
        << found << ", not " << expected[i] << " in row " << i / kColumns;
  }
}

// Fields of all kinds, numbers and others: both ways of reading plain numbers agree with strtod, and where
// the portable one understands a field, so does the fast one or the other way round.
TEST(CsvNumbers, PlainWaysAgree) {
  Rng rng(3);
  constexpr std::string_view kCharacters = "0123456789012345678901234567890123456789.,-+eE \rx\"";
  const std::string around(kPlainNumberReach, '7');
  int plain = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string field = random_number(rng);
    if (rng.below(2) == 0)
      field[static_cast<std::size_t>(rng.below(field.size()))] = kCharacters[rng.below(kCharacters.size())];
    if (rng.below(50) == 0) field.clear();
    const std::string text = around + field + "," + around;
    const auto stop = static_cast<std::uint32_t>(around.size() + field.size());
    for (const ReadPlainFields read : {&read_plain_fields_portable, best_read_plain_fields()}) {
      const char mark = '.';
      double value = 0;
      if (read({text.data(), around.size(), &stop, &mark, 1, 1, &value, 1}) == 0) continue;
      ++plain;
      char* end = nullptr;
      const double expected = std::strtod(field.c_str(), &end);
      ASSERT_EQ(*end, '\0') << field;
      ASSERT_EQ(std::bit_cast<std::uint64_t>(value), std::bit_cast<std::uint64_t>(expected)) << field;
    }
  }
  EXPECT_GT(plain, 100'000);
}

// Numbers as programs write them so that the same double comes back, 15 to 17 digits and leading zeros: both
// ways take nearly all of them themselves, whatever stands before.
TEST(CsvNumbers, ShortestSpellingsArePlain) {
  Rng rng(11);
  const std::string around(kPlainNumberReach, '7');
  constexpr int kRounds = 100'000;
  int plain = 0;
  for (int i = 0; i < kRounds; ++i) {
    const double expected = rng.uniform(-1, 1) * std::pow(10.0, static_cast<double>(rng.below(8)) - 3);
    char field[64];
    const double size = std::max(0.0, std::floor(-std::log10(std::fabs(expected))));
    std::snprintf(field, sizeof field, "%.*f", static_cast<int>(17 + size), expected);
    std::string_view text = field;
    text = text.substr(
        0, std::min(text.size(), std::size_t{expected < 0 ? 20U : 19U} + static_cast<std::size_t>(size)));
    const std::string line = around + std::string(text) + "," + around;
    const auto stop = static_cast<std::uint32_t>(around.size() + text.size());
    for (const ReadPlainFields read : {&read_plain_fields_portable, best_read_plain_fields()}) {
      const char mark = '.';
      double value = 0;
      if (read({line.data(), around.size(), &stop, &mark, 1, 1, &value, 1}) == 0) continue;
      ++plain;
      ASSERT_EQ(value, std::strtod(std::string(text).c_str(), nullptr)) << text;
    }
  }
#ifdef HEADROOM_NEAREST_DOUBLE
  EXPECT_GT(plain, 2 * kRounds * 9 / 10);
#endif
}

#ifdef HEADROOM_NEAREST_DOUBLE

// Ties, their neighbours, and digits of every length, against strtod(). A tie: an odd number of 54 bits over
// a power of two, h / 2^d = h 5^d / 10^d.
TEST(CsvNumbers, TheNearestDoubleIsStrtods) {
  Rng rng(5);
  constexpr std::uint64_t kMost = 9'999'999'999'999'999'999U;
  const auto expect = [](std::uint64_t digits, std::size_t decimals) {
    const std::string text = std::to_string(digits) + "e-" + std::to_string(decimals);
    ASSERT_EQ(nearest_double(digits, decimals), std::strtod(text.c_str(), nullptr)) << text;
  };
  for (std::size_t decimals = 1; decimals <= kMostDecimals; ++decimals) {
    for (const std::uint64_t digits : {std::uint64_t{0}, std::uint64_t{1}, kMost}) expect(digits, decimals);
    for (int i = 0; i < 10'000; ++i) {
      const std::uint64_t any = rng.next() >> rng.below(64);
      expect(any > kMost ? any / 2 : any, decimals);
    }
  }
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t odd = (rng.next() >> 10) | 1 | std::uint64_t{1} << 53;
    std::uint64_t tie = odd;
    for (std::size_t d = 1; d <= 4 && tie <= kMost / 5; ++d) {
      tie *= 5;
      for (const std::uint64_t digits : {tie - 1, tie, tie + 1}) expect(digits, d);
    }
  }
}

#endif

TEST(CsvNumbers, AreWhatPandasReads) {
  const std::string golden = std::string(HEADROOM_TESTS_DIR) + "/golden/";
  const nlohmann::json expected = nlohmann::json::parse(std::ifstream(golden + "csv_values.json"));
  Progress progress;
  const CsvTable table = read_csv(golden + "csv_values.csv", {}, progress);
  ASSERT_EQ(table.columns.size(), expected["columns"].size());
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const nlohmann::json& column = expected["columns"][c];
    EXPECT_EQ(table.columns[c].name, column["name"].get<std::string>());
    ASSERT_EQ(table.columns[c].numbers.size(), column["values"].size());
    for (std::size_t r = 0; r < column["values"].size(); ++r) {
      const double found = table.columns[c].numbers[r];
      const nlohmann::json& value = column["values"][r];  // "0x1.8p+1", or null where missing
      if (value.is_null()) {
        EXPECT_TRUE(std::isnan(found)) << column["name"] << " row " << r;
      } else {
        const double number = std::strtod(value.get<std::string>().c_str(), nullptr);
        EXPECT_EQ(found, number) << column["name"] << " row " << r;
      }
    }
  }
}

}  // namespace
}  // namespace headroom
