// Dates and times in the writings of strftime and of CLDR's German (tests/golden/make_writings.py), the order
// of day and month, and what does not exist.
#include "core/data/writing/date_writing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/rng.h"
#include "test_places.h"

namespace headroom {
namespace {

std::optional<DateGuess> guess_of(const std::vector<std::string>& spellings, const DateHints& hints = {}) {
  return guess_date_writing(spellings, std::vector<std::int64_t>(spellings.size(), 1), hints);
}

TEST(DateWriting, AsStrftimeWritesThem) {
  const auto golden = nlohmann::json::parse(std::ifstream(HEADROOM_TESTS_DIR "/golden/writings.json"));
  for (const auto& column : golden.at("dates")) {
    SCOPED_TRACE(column.at("form").get<std::string>());
    std::vector<std::string> spellings;
    for (const auto& cell : column.at("cells")) spellings.push_back(cell[0]);
    const auto guess = guess_of(spellings);
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->writing.pattern, column.at("pattern").get<std::string>());
    EXPECT_TRUE(guess->odd.empty());
    for (const auto& cell : column.at("cells")) {
      const auto spelling = cell[0].get<std::string>();
      const auto seconds = read_date(spelling, guess->writing);
      ASSERT_TRUE(seconds) << spelling;
      EXPECT_NEAR(*seconds, cell[1].get<double>(), 1e-6) << spelling;
      const DateParts parts = date_parts(*seconds);
      EXPECT_EQ(parts.month, cell[2].get<int>()) << spelling;
      EXPECT_EQ(parts.weekday, cell[3].get<int>()) << spelling;
      EXPECT_NEAR(parts.hour, cell[4].get<double>(), 1e-6) << spelling;
      EXPECT_NEAR(parts.days, cell[1].get<double>() / 86400.0, 1e-9);
      EXPECT_EQ(date_text(std::floor(*seconds)).substr(0, 10), cell[5].get<std::string>()) << spelling;
    }
  }
}

struct Column {
  std::vector<std::string> spellings;
  const char* pattern;
  std::vector<std::size_t> odd;
};

TEST(DateWriting, OrderOfDayAndMonth) {
  const std::vector<Column> columns = {
      {{"01/02/2020", "13/02/2020"}, "%d/%m/%Y", {}},
      {{"01/02/2020", "02/13/2020"}, "%m/%d/%Y", {}},
      {{"01-02-2020", "13-02-2020"}, "%d-%m-%Y", {}},
      {{"01-02-2020", "02-13-2020"}, "%m-%d-%Y", {}},
      {{"01.02.2020", "03.04.2020"}, "%d.%m.%Y", {}},
      {{"13/02/2020", "14/02/2020", "02/28/2020"}, "%d/%m/%Y", {2}},
      {{"01/02/20", "25/02/20"}, "%d/%m/%y", {}},
      {{"20-01-02", "20-01-31", "99-12-31"}, "%y-%m-%d", {}},
      // alteryx/evalml#627
      {{"2024-03-11", "2024-01-18", "2024-02-02"}, "%Y-%m-%d", {}},
      // a time in some, and its seconds in others
      {{"2020-01-31", "2020-01-31 12:30", "2020-02-01 12:30:15"}, "%Y-%m-%d %H:%M:%S", {}},
      {{"2020-01-31T12:30Z", "2020-01-31T12:30"}, "%Y-%m-%dT%H:%M%z", {}},
      // figures of months; seasons (2011-12 to 2012) are in NotDates
      {{"2020-01", "2011-12", "2020-03"}, "%Y-%m", {}},
      {{"01/2020", "12/2019"}, "%m/%Y", {}},
      // what does not exist
      {{"2023-02-28", "2024-02-29", "2023-02-29", "2023-13-01", "2023-04-31", "1900-02-29"}, "", {}},
      {{"2023-02-28", "2024-02-29", "2023-03-01", "2023-02-29", "2023-13-01"}, "%Y-%m-%d", {3, 4}},
      {{"12:30", "23:59", "0:05", "24:00", "12:60"}, "%H:%M", {3, 4}},
      {{"12:30:00", "23:59:59", "12:30:60"}, "%H:%M:%S", {2}},
      {{"2020-01-01 10:00", "2020-01-01 24:00"}, "%Y-%m-%d %H:%M", {1}},
      {{"3. M\u00E4rz 2020", "12. Dez. 2021", "1. MAI 2020"}, "%d. %b %Y", {}},
      {{"3 mar 2020", "12 DEC 2021"}, "%d %b %Y", {}},
  };
  for (const Column& column : columns) {
    SCOPED_TRACE(column.spellings[0]);
    const auto guess = guess_of(column.spellings);
    ASSERT_EQ(guess.has_value(), column.pattern[0] != '\0');
    if (!guess) continue;
    EXPECT_EQ(guess->writing.pattern, column.pattern);
    EXPECT_EQ(guess->odd, column.odd);
  }
}

TEST(DateWriting, DoubtsAreSaid) {
  EXPECT_EQ(guess_of({"01/02/2020", "03/04/2020"})->doubt,
            "'01/02/2020' may be 2020-01-02 (%m/%d/%Y) or 2020-02-01 (%d/%m/%Y): read as 2020-01-02");
  EXPECT_EQ(guess_of({"05/05/2020", "03/04/2020"})->doubt_at, 1u);  // the first is the same both ways
  EXPECT_EQ(guess_of({"01-02-2020"})->doubt,
            "'01-02-2020' may be 2020-02-01 (%d-%m-%Y) or 2020-01-02 (%m-%d-%Y): read as 2020-02-01");
  // Firsts of months, day first:
  EXPECT_EQ(
      guess_of({"01/01/2020", "01/02/2020", "01/03/2020", "01/04/2020", "01/05/2020", "01/06/2020"})->doubt,
      "'01/02/2020' may be 2020-02-01 (%d/%m/%Y) or 2020-01-02 (%m/%d/%Y): read as 2020-02-01");
  EXPECT_EQ(guess_of({"31.01.69"})->doubt,
            "'31.01.69' has a year of two digits: read as 1969-01-31 (69 to 99 are 1969 to 1999, 00 to 68 "
            "are 2000 to 2068)");
  for (const char* certain :
       {"31.01.2020", "2020-01-02", "02.01.2020", "12 Mar 2020", "12:30", "13/01/2020"}) {
    EXPECT_EQ(guess_of({certain})->doubt, "") << certain;
  }
}

// What a person says decides where the spellings do not: 3 April, not 4 March.
TEST(DateWriting, TheOrderThatIsAskedFor) {
  const std::vector<std::string> slashes = {"03/04/2020 10:30", "05/06/2020 08:15"};
  EXPECT_EQ(guess_of(slashes)->writing.pattern, "%m/%d/%Y %H:%M");
  EXPECT_EQ(guess_of(slashes)->other_day_first, true);
  EXPECT_EQ(guess_of(slashes, {.day_first = true})->writing.pattern, "%d/%m/%Y %H:%M");
  EXPECT_EQ(guess_of(slashes, {.day_first = true})->doubt, "");
  EXPECT_EQ(guess_of(slashes, {.day_first = false})->doubt, "");
  EXPECT_EQ(guess_of({"03.04.2020", "05.06.2020"}, {.day_first = false})->writing.pattern, "%m.%d.%Y");
  EXPECT_EQ(guess_of({"03-04-20"}, {.day_first = false})->writing.pattern, "%m-%d-%y");
  // Where it does not fit, the dates decide, and it is said.
  const auto other = guess_of({"03/04/2020", "12/25/2020"}, {.day_first = true});
  EXPECT_EQ(other->writing.pattern, "%m/%d/%Y");
  EXPECT_EQ(other->doubt, "'12/25/2020' cannot be read with the day first: all are read as MM/DD/YYYY");
  EXPECT_EQ(other->doubt_at, 1U);
  // Nothing to decide.
  EXPECT_EQ(guess_of({"2020-03-04"}, {.day_first = true})->writing.pattern, "%Y-%m-%d");
  EXPECT_EQ(guess_of({"3 Apr 2020"}, {.day_first = false})->writing.pattern, "%d %b %Y");
}

TEST(DateWriting, NotDates) {
  const std::vector<std::vector<std::string>> columns = {
      {"5", "2020"},
      {"20200131", "20200201"},
      {"2.10.1", "2.3.4"},
      {"1.5", "2.5"},
      {"5-10", "10-15"},
      {"1/2", "3/4"},
      {"2019-20", "2008-09", "2011-12"},
      {"yes", "no"},
      {"May", "June"},
      {"Monday"},
      {"192.168.1.1"},
      {"+49 30 1234"},
      {"125:30", "98:15"},
      {"", "NA"},
      {"2020-1", "2020-2"},
      {"12:3", "1:5"},
      {"2020-01-02", "x", "y"},
      {},
  };
  for (const auto& spellings : columns) {
    const auto guess = guess_of(spellings);
    EXPECT_FALSE(guess) << spellings.front() << " by " << guess->writing.pattern;
  }
}

TEST(DateWriting, EightDigitsWhenAsked) {
  // datetime(2020, 1, 31, tzinfo=utc).timestamp()
  EXPECT_EQ(read_date("20200131", {"%Y%m%d"}), 1580428800.0);
  EXPECT_EQ(read_date("20201331", {"%Y%m%d"}), std::nullopt);
  EXPECT_EQ(read_date("2020013", {"%Y-%m-%d"}), std::nullopt);
}

TEST(DateWriting, KindsOfWriting) {
  EXPECT_TRUE(DateWriting{"%Y-%m-%d"}.has_date());
  EXPECT_FALSE(DateWriting{"%Y-%m-%d"}.has_time());
  EXPECT_FALSE(DateWriting{"%H:%M"}.has_date());
  EXPECT_TRUE(DateWriting{"%b %Y %I:%M %p"}.has_time());
  EXPECT_EQ(read_date("12:30", {"%H:%M"}), 45000.0);
  for (const char* broken : {"", "%", "%%", "%q", "abc", "%Y%"})
    EXPECT_EQ(read_date("2020", {broken}), std::nullopt) << broken;
}

TEST(DateWriting, Texts) {
  EXPECT_EQ(date_text(0), "1970-01-01");
  EXPECT_EQ(date_text(-1), "1969-12-31 23:59:59");
  EXPECT_EQ(date_text(1580428800.0 + 45000.0), "2020-01-31 12:30:00");
  EXPECT_EQ(date_text(951782400.0), "2000-02-29");  // datetime(2000, 2, 29, tzinfo=utc).timestamp()
  EXPECT_EQ(date_text(std::numeric_limits<double>::infinity()), "");
  EXPECT_EQ(date_text(std::numeric_limits<double>::quiet_NaN()), "");
}

// Written by date_text and read back, over five thousand years.
TEST(DateWriting, WrittenAndReadBack) {
  Rng rng(7);
  const DateWriting iso{"%Y-%m-%d %H:%M:%S"};
  for (int i = 0; i < 100'000; ++i) {
    const double seconds = std::floor(rng.uniform(-5e10, 1e11));
    ASSERT_EQ(read_date(date_text(seconds), iso), seconds) << date_text(seconds);
  }
}

}  // namespace
}  // namespace headroom
