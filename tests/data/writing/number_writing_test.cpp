// Numbers in every writing: by the locales of CLDR (tests/golden/make_writings.py), by public reports, and in
// random writings read back.
#include "core/data/writing/number_writing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/rng.h"
#include "test_places.h"

namespace headroom {
namespace {

constexpr double kOdd = std::numeric_limits<double>::quiet_NaN();

struct Cell {
  const char* spelling;
  double value;  // kOdd: not explained
};

struct Spellings {
  const char* what;
  NumberHints hints;
  std::vector<Cell> cells;
  const char* described = nullptr;
};

std::optional<NumberGuess> number_guess(const std::vector<std::string>& spellings, const NumberHints& hints) {
  return guess_number_writing(spellings, std::vector<std::int64_t>(spellings.size(), 1), hints);
}

void expect_read(const Spellings& column) {
  SCOPED_TRACE(column.what);
  std::vector<std::string> spellings;
  std::vector<std::size_t> odd;
  for (const Cell& cell : column.cells) {
    if (std::isnan(cell.value)) odd.push_back(spellings.size());
    spellings.emplace_back(cell.spelling);
  }
  const auto guess = number_guess(spellings, column.hints);
  ASSERT_TRUE(guess) << spellings.front();
  EXPECT_EQ(guess->odd, odd);
  for (const Cell& cell : column.cells) {
    const auto value = read_number(cell.spelling, guess->writing);
    EXPECT_EQ(value.has_value(), !std::isnan(cell.value)) << cell.spelling;
    if (value && !std::isnan(cell.value)) {
      EXPECT_EQ(*value, cell.value) << cell.spelling;
    }
  }
  if (column.described != nullptr) {
    EXPECT_EQ(describe(guess->writing), column.described);
  }
}

// As FIFA's players (value and wage), Google Play's apps (size), annual reports, budgets and channels write
// them. The expected values are by hand; 1.005 times 1000 in doubles would be 1004.9999999999999.
TEST(NumberWriting, Multipliers) {
  expect_read({"players' values",
               {},
               {{"€110.5M", 110'500'000}, {"€565K", 565'000}, {"€0", 0}, {"€1.005K", 1005}, {"-€2M", -2e6}},
               "€12.5 (currency '€', 10K is 10000, 10M is 10000000)"});
  expect_read({"sizes of apps", {}, {{"19M", 19e6}, {"8.7M", 8.7e6}, {"201k", 201e3}, {"1.4G", 1.4e9}}});
  expect_read({"a race", {}, {{"5k", 5000}, {"10k", 10'000}, {"21.1k", 21'100}, {"400", 400}}});
  expect_read({"a German budget",
               {.separator = ';'},
               {{"3,4 Mio. €", 3.4e6}, {"1,25 Mrd. €", 1.25e9}, {"780 Tsd. €", 780e3}, {"12 Mio. €", 12e6}}});
  expect_read({"millions only", {.separator = ';'}, {{"3,4 Mio", 3.4e6}, {"10,25 Mio", 10.25e6}}});
  expect_read({"market value", {}, {{"$2.31bn", 2.31e9}, {"$845.2mn", 845.2e6}, {"$1tn", 1e12}}});
  expect_read({"in words", {}, {{"1.5 million", 1.5e6}, {"2 billion", 2e9}, {"12 thousand", 12e3}}});
  expect_read({"Chinese", {}, {{"1.5万", 15'000}, {"2亿", 2e8}, {"8000", 8000}}});
  expect_read({"Indian", {}, {{"₹2.5 lakh", 250e3}, {"₹1.2 crore", 12e6}}});
  expect_read({"Russian", {.separator = ';'}, {{"3,5 млн", 3.5e6}, {"120 тыс.", 120e3}}});
  expect_read({"followers", {}, {{"10k people", 10e3}, {"1.2M people", 1.2e6}, {"950 people", 950}}});
}

TEST(NumberWriting, MultipliersThatCouldBeSomethingElse) {
  const auto writing = [](const std::vector<std::string>& spellings) {
    const auto guess = number_guess(spellings, {});
    return guess ? std::optional(guess->writing) : std::nullopt;
  };
  EXPECT_EQ(writing({"5 m", "7.5 m", "12 m"})->suffix, "m");     // metres
  EXPECT_EQ(writing({"300 K", "287.5 K"})->suffix, "K");         // kelvin
  EXPECT_EQ(writing({"5 kg", "7 kg"})->suffix, "kg");            // k is only its beginning
  EXPECT_EQ(writing({"12 mn", "45 mn"})->suffix, "mn");          // minutes, as the French write them
  EXPECT_FALSE(writing({"34B", "36B", "38B"}));                  // codes
  EXPECT_FALSE(writing({"12A", "12B", "12K", "14A", "15C"}));    // seats
  EXPECT_FALSE(read_number("5e3k", *writing({"10k", "1.5M"})));  // one power is enough
  const auto codes = number_guess({"10M", "12M", "18M"}, {});    // millions, or months
  ASSERT_TRUE(codes);
  EXPECT_EQ(codes->doubt, "'10M' is read as 10000000, it may be a code or of a unit");
  const auto bare = number_guess({"1.5M", "200", "2.25M"}, {});
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->doubt, "'200' has no 'M' as '1.5M' has: read without it");
  EXPECT_EQ(bare->doubt_at, 1U);
  EXPECT_EQ(number_guess({"1.5k", "200", "2.25k"}, {})->doubt, "");  // below a thousand no one needs it
}

TEST(NumberWriting, LocalesOfCldr) {
  const auto golden = nlohmann::json::parse(std::ifstream(HEADROOM_TESTS_DIR "/golden/writings.json"));
  int columns = 0;
  for (const auto& column : golden.at("numbers")) {
    SCOPED_TRACE(column.at("locale").get<std::string>() + " " + column.at("kind").get<std::string>());
    std::vector<std::string> spellings;
    for (const auto& cell : column.at("cells")) spellings.push_back(cell[0]);
    const auto guess = number_guess(spellings, {.separator = column.at("separator").get<std::string>()[0]});
    ASSERT_TRUE(guess);
    EXPECT_TRUE(guess->odd.empty());
    for (const auto& cell : column.at("cells")) {
      const auto spelling = cell[0].get<std::string>();
      const auto value = read_number(spelling, guess->writing);
      ASSERT_TRUE(value) << spelling << " by " << describe(guess->writing);
      EXPECT_EQ(*value, cell[1].get<double>()) << spelling;
    }
    ++columns;
  }
  EXPECT_GE(columns, 200);
}

// The spellings of public reports; the values are what their authors say.
TEST(NumberWriting, PublicReports) {
  const std::string nbsp = "5\u00A0167";
  expect_read({"CartoDB/cartodb#2151",
               {},
               {{"8,449", 8449}, {"2,006", 2006}, {"999", 999}},
               "1,234.5 (thousands mark ',')"});
  expect_read({"biolab/orange3#4913",
               {.separator = '\t'},
               {{"795,9", 795.9}, {"632,2", 632.2}, {"12", 12}},
               "12,5 (decimal comma)"});
  expect_read({"tidyverse/readr#449",
               {},
               {{"59.79%", 59.79}, {"11.67%", 11.67}, {"3%", 3}},
               "12.5% (per cent: 12.5% is 12.5)"});
  expect_read(
      {"proompteng/bilig#46", {}, {{"(65)", -65}, {"348", 348}, {"(447)", -447}}, "12.5 ((25) is -25)"});
  expect_read({"globalizejs/globalize#288",
               {.separator = ';'},
               {{nbsp.c_str(), 5167}, {"184", 184}},
               "1\u00A0"
               "234.5 (thousands mark no-break space)"});
  expect_read({"jasp-stats/jasp-desktop#403",
               {.separator = ';'},
               {{"12.500,50", 12500.5}, {"728,50", 728.5}, {"1.000,92", 1000.92}},
               "1.234,5 (decimal comma, thousands mark '.')"});
  expect_read({"petbox-dev/tafra#15", {}, {{"9416", 9416}, {"3096", 3096}}, ""});
  expect_read({"mljar/mljar-supervised#259",
               {},
               {{"11,550", 11550}, {"92,150", 92150}},
               "1,234.5 (thousands mark ',')"});
}

TEST(NumberWriting, Marks) {
  const std::vector<Spellings> columns = {
      {"last of two marks is the decimal", {}, {{"1,234.5", 1234.5}, {"1,234", 1234}}},
      {"the same the other way round", {}, {{"1.234,5", 1234.5}, {"1.234", 1234}}},
      {"a repeated mark groups", {}, {{"1.234.567", 1234567}, {"1.234", 1234}}},
      {"a repeated comma groups", {.separator = ';'}, {{"1,234,567", 1234567}, {"1,234", 1234}}},
      {"another spelling tells", {.separator = ';'}, {{"1.234", 1.234}, {"0.5", 0.5}}},
      {"and in a comma file too", {}, {{"1,234", 1.234}, {"0,5", 0.5}, {"12,25", 12.25}}},
      {"a leading zero is no group", {.separator = ';'}, {{"0.125", 0.125}, {"12.500", 12.5}, {"900", 900}}},
      {"four digits before are no group", {.separator = ';'}, {{"1234.500", 1234.5}, {"12.500", 12.5}}},
      {"the file tells", {.file_decimal = ',', .separator = ';'}, {{"12.500", 12500}, {"13.250", 13250}}},
      {"the file tells the other", {.file_decimal = '.', .separator = ';'}, {{"12.500", 12.5}, {"900", 900}}},
      {"plain numbers tell", {.separator = ';', .plain_mark = '.'}, {{"1,234", 1234}, {"2,500", 2500}}},
      {"the separator tells: comma", {}, {{"1,234", 1234}, {"12,500", 12500}}},
      {"the separator tells: semicolon", {.separator = ';'}, {{"1,234", 1.234}, {"12,500", 12.5}}},
      {"points in a comma file", {}, {{"1.234", 1.234}, {"12.500", 12.5}, {"900", 900}}},
      {"Indian groups", {}, {{"12,34,567", 1234567}, {"1,00,000.50", 100000.5}, {"999", 999}}},
      {"apostrophes",
       {},
       {{"1'234.50", 1234.5},
        {"12\u2019"
         "345",
         12345}}},
      {"underscores", {}, {{"1_234", 1234}, {"1_000_000", 1000000}}},
      {"blanks",
       {.separator = ';'},
       {{"1 234,5", 1234.5},
        {"12\u202F"
         "345,25",
         12345.25},
        {"1\u2009"
         "234",
         1234}}},
      {"no groups at all in some", {}, {{"1,234.5", 1234.5}, {"12345.5", 12345.5}, {"1234567", 1234567}}},
      {"exponents",
       {.separator = ';'},
       {{"1,5e3", 1500}, {"2,5E-3", 0.0025}, {"1e5", 1e5}, {"1,234e2", 123.4}}},
      {"an exponent says decimal", {}, {{"1,234e5", 123400}, {"2,500", 2.5}}},
      {"half numbers", {.separator = ';'}, {{",5", 0.5}, {"-,25", -0.25}, {"1,75", 1.75}}},
      {"signs",
       {},
       {{"\u2212"
         "5",
         -5},
        {"+3", 3},
        {"- 2", -2},
        {"\u2212"
         "1,234.5",
         -1234.5}}},
      {"minus behind",
       {},
       {{"25-", -25}, {"30", 30}, {"1,234.50-", -1234.5}},
       "1,234.5 (thousands mark ',', 25- is -25)"},
      {"blanks around",
       {},
       {{" 5 ", 5},
        {"\u00A0"
         "7.5",
         7.5},
        {"8\u202F", 8}}},
      {"most decide", {.separator = ';'}, {{"1,5", 1.5}, {"2,25", 2.25}, {"3.75", kOdd}}},
      {"wrong groups are odd",
       {},
       {{"1,234,567", 1234567},
        {"2,345,678", 2345678},
        {"3,456,789", 3456789},
        {"1,23", kOdd},
        {"12,3456", kOdd},
        {"0,123", kOdd}}},
      {"too large is odd",
       {},
       {{"1,000.5", 1000.5},
        {"1e39", kOdd},
        {"-4e38", kOdd},
        {"inf", kOdd},
        {"1e-400", 0},
        {"3e38", 3e38},
        {"7", 7},
        {"8", 8}}},
      {"words are odd", {}, {{"1,234.5", 1234.5}, {"2,000.5", 2000.5}, {"ask", kOdd}}},
  };
  for (const Spellings& column : columns) expect_read(column);
}

TEST(NumberWriting, CurrenciesAndUnits) {
  const std::vector<Spellings> columns = {
      {"dollars",
       {},
       {{"$5", 5}, {"-$5", -5}, {"$-5", -5}, {"$ 1,234.50", 1234.5}, {"($7)", -7}, {"$(8)", -8}, {"9", 9}},
       "$1,234.5 (thousands mark ',', currency '$', (25) is -25)"},
      {"euros behind",
       {.separator = ';'},
       {{"1.234,50 €", 1234.5}, {"5\u00A0€", 5}, {"-3,25€", -3.25}},
       "1.234,5€ (decimal comma, thousands mark '.', currency '€')"},
      {"a code in front",
       {},
       {{"EUR 5", 5}, {"EUR 1,250.75", 1250.75}, {"-EUR 7", -7}},
       "EUR 1,234.5 (thousands mark ',', currency 'EUR')"},
      {"a code behind", {}, {{"5 USD", 5}, {"7.5 USD", 7.5}}, "12.5 USD (currency 'USD')"},
      {"letters and a sign", {}, {{"US$5", 5}, {"US$ 7.25", 7.25}}},
      {"an abbreviation with a point", {}, {{"Rs.500", 500}, {"Rs. 1,00,000", 100000}}},
      {"rands", {}, {{"R1,234.50", 1234.5}, {"R5", 5}}},
      {"pounds, half", {}, {{"£.50", 0.5}, {"£2.25", 2.25}}},
      {"kilograms", {}, {{"12 kg", 12}, {"3.5kg", 3.5}, {"7", 7}}, "12.5 kg (unit 'kg')"},
      {"another unit is odd", {}, {{"5 kg", 5}, {"6 kg", 6}, {"3 lb", kOdd}}},
      {"so is another currency", {}, {{"$5", 5}, {"$6", 6}, {"€7", kOdd}}},
      {"and one behind", {}, {{"$5", 5}, {"$6", 6}, {"7 €", kOdd}}},
      {"and one in front", {}, {{"USD 5", kOdd}, {"6 €", 6}, {"7 €", 7}}},
      {"one of each", {}, {{"$5 USD", 5}, {"$6 USD", 6}}},
      {"case matters in units", {}, {{"5 MW", 5}, {"6 MW", 6}, {"5 mW", kOdd}}},
      {"plurals", {}, {{"1 year", 1}, {"2 years", 2}, {"10 years", 10}}},
      {"powers", {}, {{"12 m2", 12}, {"7.5 m2", 7.5}}},
      {"compound units", {}, {{"12 km/h", 12}, {"100 km/h", 100}, {"5 km/h", 5}}},
      {"degrees", {.separator = ';'}, {{"21,5 °C", 21.5}, {"-3 °C", -3}}},
      {"per mille", {}, {{"12‰", 12}, {"3.5 ‰", 3.5}}},
      {"Turkish per cent",
       {.separator = ';'},
       {{"%12,5", 12.5}, {"%3", 3}},
       "%12,5 (decimal comma, per cent: %12,5 is 12,5)"},
      {"yen", {}, {{"100円", 100}, {"1,500円", 1500}}},
      {"litres in fractions", {}, {{"1.6L", 1.6}, {"2.0L", 2}}},
      {"grams with a blank", {}, {{"5 g", 5}, {"7 g", 7}, {"8g", 8}}},
      {"per cent in brackets", {}, {{"(2.5%)", -2.5}, {"(3)%", -3}, {"4%", 4}}},
  };
  for (const Spellings& column : columns) expect_read(column);
}

TEST(NumberWriting, NotNumbers) {
  const std::vector<std::vector<std::string>> columns = {
      {"A12", "B7", "C9"},
      {"12A", "13A", "14A"},                              // codes
      {"R5", "R6"},                                       //
      {"5th", "6th", "7th"},                              // ordinals
      {"5 pm", "7 pm"},                                   // times
      {"2.10.1", "2.3.4"},                                // versions
      {"192.168.100.200", "10.100.100.100"},              // addresses of machines
      {"192.168.1.1", "10.0.0.1"},                        //
      {"+49 30 1234", "+49 301 234", "+1 555 123 4567"},  // telephones
      {"2020-01-02", "2020-03-04"},                       // dates
      {"01.02.2020", "03.04.2021"},                       //
      {"12:30", "08:15"},                                 //
      {"5-10", "10-15", "15-20"},                         // ranges
      {"5\u201310", "10\u201315"},                        //
      {"20+", "30+"},                                     //
      {"<5", ">10", "~7"},                                //
      {"1/2", "3/4"},                                     // fractions
      {"5 of 10", "6 of 10"},                             //
      {"2 x 3", "4 x 5"},                                 //
      {"rs12345", "rs999"},                               // genes
      {"978-3-16", "978-0-14"},                           // books
      {"5'11\"", "6'2\""},                                // heights
      {"4x4", "4x2"},                                     //
      {"3-door", "5-door"},                               //
      {"-(5)", "(-5)", "--5"},                            // two signs
      {"1 234 56", "12 34"},                              // groups of two
      {"NA", "-", ""},                                    // nothing
      {"yes", "no"},
      {"5 kg", "x", "y"},  // less than half
      {},
  };
  for (const auto& spellings : columns) {
    const auto guess = number_guess(spellings, {});
    EXPECT_FALSE(guess) << spellings.front() << " by " << describe(guess->writing);
  }
}

TEST(NumberWriting, CellsAreCountedNotSpellings) {
  const std::vector<std::string> spellings = {"5 kg", "x", "y"};
  EXPECT_TRUE(guess_number_writing(spellings, std::vector<std::int64_t>{10, 3, 4}, {}));
  EXPECT_FALSE(guess_number_writing(spellings, std::vector<std::int64_t>{10, 7, 4}, {}));
}

TEST(NumberWriting, MissingWordsTakeNoPart) {
  const auto guess = number_guess({"1,234.5", "-", "NA", "#DIV/0!", ""}, {});
  ASSERT_TRUE(guess);
  EXPECT_TRUE(guess->odd.empty());
}

// A point directly behind a name belongs to the name: five, not a half. Found by tests/fuzz/writing_fuzz.cpp.
TEST(NumberWriting, AnotherNameWithAPointIsNoDecimalMark) {
  const NumberWriting rupiah{.prefix = "Rp"};
  EXPECT_EQ(read_number("Rp5", rupiah), 5.0);
  EXPECT_EQ(read_number("Rp .5", rupiah), 0.5);
  EXPECT_EQ(read_number("Rp.5", rupiah), std::nullopt);
  EXPECT_EQ(read_number(" Rp.5 ", rupiah), std::nullopt);
  EXPECT_EQ(read_number("Rp.5", {.prefix = "Rp."}), 5.0);
  EXPECT_EQ(read_number("$.5", {.prefix = "$"}), 0.5);
}

TEST(NumberWriting, DoubtsAreSaid) {
  const auto doubt = [](const std::vector<std::string>& spellings, const NumberHints& hints) {
    const auto guess = number_guess(spellings, hints);
    return guess ? guess->doubt : "no number";
  };
  EXPECT_EQ(doubt({"900", "12.500"}, {.separator = ';'}), "'12.500' may be 12.5 or 12500: read as 12500");
  EXPECT_EQ(number_guess({"900", "12.500"}, {.separator = ';'})->doubt_at, 1u);
  EXPECT_EQ(doubt({"12.500"}, {.separator = '\t', .plain_integers = true}),
            "'12.500' may be 12.5 or 12500: read as 12500");
  EXPECT_EQ(doubt({"12.500"}, {.separator = ';', .plain_integers = true, .plain_long = true}),
            "'12.500' may be 12.5 or 12500: read as 12.5");
  EXPECT_EQ(doubt({"1,234", "999"}, {.separator = ';'}), "'1,234' may be 1.234 or 1234: read as 1.234");
  EXPECT_EQ(doubt({"-1,234 kg"}, {.separator = ';'}), "'-1,234 kg' may be -1234 or -1.234: read as -1.234");
  EXPECT_EQ(doubt({"5 %", "0.05"}, {}), "'0.05' has no '%' as '5 %' has: read in the same unit");
  EXPECT_EQ(doubt({"5 %"}, {.plain_integers = true}),
            "some numbers have no '%' as '5 %' has: read in the same unit");
  EXPECT_EQ(doubt({"(5)", "(6)"}, {}), "'(5)' is read as a negative number, as accountants write it");
  // Enough is known:
  EXPECT_EQ(doubt({"12.500", "900", "1,5"}, {.separator = ';'}), "");
  EXPECT_EQ(doubt({"12.500", "900"}, {.file_decimal = ',', .separator = ';'}), "");
  EXPECT_EQ(doubt({"12.500", "900"}, {.file_decimal = '.', .separator = ';'}), "");
  EXPECT_EQ(doubt({"1,234", "999"}, {}), "");
  EXPECT_EQ(doubt({"$5", "7"}, {}), "");
}

// Found by fuzzing: the unit is only in a cell of another currency.
TEST(NumberWriting, AUnitGoesWithItsCurrency) {
  const auto guess = number_guess({"900",
                                   "\u20B9"
                                   "0",
                                   "%5 kg"},
                                  {});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->writing.suffix, guess->writing.prefix == "%" ? "kg" : "");
  EXPECT_EQ(guess->odd.size(), 1u);
}

TEST(NumberWriting, BareCellsAreCounted) {
  const std::vector<std::string> spellings = {"$5", "7", "8"};
  EXPECT_EQ(guess_number_writing(spellings, std::vector<std::int64_t>{10, 3, 4}, {})->bare, 7);
}

// A later file is read by the writing as it is.
TEST(NumberWriting, ReadsByAGivenWriting) {
  const NumberWriting german{.decimal = ',', .group = ".", .suffix = "kg"};
  EXPECT_EQ(read_number("1.234,5 kg", german), 1234.5);
  EXPECT_EQ(read_number("1.234", german), 1234.0);
  EXPECT_EQ(read_number("12.5", german), std::nullopt);
  EXPECT_EQ(read_number("5 g", german), std::nullopt);
  EXPECT_EQ(read_number("(5)", german), std::nullopt);
  EXPECT_EQ(read_number("5-", german), std::nullopt);
  EXPECT_EQ(read_number("", german), std::nullopt);
  EXPECT_EQ(read_number("-", german), std::nullopt);
  EXPECT_EQ(read_number("kg", german), std::nullopt);
  EXPECT_EQ(read_number("5\u00A0"
                        "167",
                        {}),
            5167.0);
  EXPECT_EQ(read_number("5 167", {}), std::nullopt);
  EXPECT_EQ(read_number("007", {}), 7.0);
  EXPECT_TRUE(NumberWriting{}.plain());
  EXPECT_EQ(describe(NumberWriting{}), "");
  EXPECT_FALSE(german.plain());
}

// One number in a writing, with the digits of its value.
struct Written {
  std::string spelling;
  double value;
};

Written write_number(Rng& rng, const NumberWriting& w) {
  std::string digits = std::to_string(rng.below(rng.below(2) == 0 ? 1000 : 1'000'000'000));
  std::string fraction = std::to_string(rng.below(100));
  fraction.insert(0, 2 - fraction.size(), '0');  // two decimals: never ambiguous
  const bool negative = rng.below(3) == 0;
  const double value = std::strtod((digits + "." + fraction).c_str(), nullptr) * (negative ? -1 : 1);
  for (std::size_t i = digits.size(); i > 3 && !w.group.empty(); i -= 3) digits.insert(i - 3, w.group);
  const std::string blank = rng.below(2) == 0 ? " " : "";
  std::string text = (w.prefix.empty() ? "" : w.prefix + blank) + digits + w.decimal + fraction;
  if (negative && w.trailing_minus) text += "-";
  if (!w.suffix.empty()) text += (negative && w.trailing_minus ? " " : blank) + w.suffix;
  if (negative && !w.trailing_minus) text = w.brackets ? "(" + text + ")" : "-" + text;
  return {text, value};
}

TEST(NumberWriting, WrittenGuessedAndReadBack) {
  constexpr std::string_view kGroups[] = {"", "'", " ", "\u00A0", "\u202F", "_", "other"};
  constexpr std::string_view kPrefixes[] = {"", "", "$", "€", "EUR", "kr", "US$"};
  constexpr std::string_view kSuffixes[] = {"", "", "%", "kg", "€", "km/h", "m2", "°C"};
  constexpr char kSeparators[] = {',', ';', '\t'};
  Rng rng(12);
  for (int round = 0; round < 2000; ++round) {
    NumberWriting w;
    w.decimal = rng.below(2) == 0 ? '.' : ',';
    w.group = kGroups[rng.below(7)];
    if (w.group == "other") w.group = w.decimal == '.' ? "," : ".";
    w.prefix = kPrefixes[rng.below(7)];
    w.suffix = kSuffixes[rng.below(8)];
    const auto minus = rng.below(4);
    w.brackets = minus == 0;
    w.trailing_minus = minus == 1;
    std::vector<Written> column;
    std::vector<std::string> spellings;
    for (int i = 0; i < 8; ++i) {
      column.push_back(write_number(rng, w));
      spellings.push_back(column.back().spelling);
    }
    const auto guess = number_guess(spellings, {.separator = kSeparators[rng.below(3)]});
    ASSERT_TRUE(guess) << spellings[0];
    for (const Written& cell : column) {
      ASSERT_EQ(read_number(cell.spelling, w), cell.value) << cell.spelling;
      ASSERT_EQ(read_number(cell.spelling, guess->writing), cell.value)
          << cell.spelling << " by " << describe(guess->writing);
    }
  }
}

// Bytes of all kinds: what plain reading takes, every plain writing takes to the same value.
TEST(NumberWriting, PlainSpellingsAreReadAsEver) {
  Rng rng(5);
  constexpr std::string_view kCharacters = "0123456789.+-eE";
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (auto n = rng.below(8); n > 0; --n) text += kCharacters[rng.below(kCharacters.size())];
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool number = !text.empty() && end == text.c_str() + text.size() && std::abs(value) < 3.4e38;
    const auto read = read_number(text, {});
    ASSERT_EQ(read.has_value(), number) << text;
    if (number) {
      ASSERT_EQ(*read, value) << text;
    }
  }
}

}  // namespace
}  // namespace headroom
