// What the CSV reader accepts, and what it makes of it.
#include "core/data/csv/csv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/job.h"
#include "test_places.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

// The texts of a column row by row, "<missing>" where missing.
Texts texts(const CsvColumn& column) {
  Texts out;
  for (const std::int32_t code : column.codes) {
    out.push_back(code < 0 ? "<missing>" : column.levels.at(static_cast<std::size_t>(code)));
  }
  return out;
}

Texts column_names(const CsvTable& table) {
  Texts out;
  for (const CsvColumn& column : table.columns) out.push_back(column.name);
  return out;
}

TEST(Csv, ReadsNumbersAndText) {
  const CsvTable table = read_text("x,colour\n1,red\n-2.5e1,blue\n+.5,red\n");
  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.separator, ',');
  EXPECT_EQ(column_names(table), (Texts{"x", "colour"}));
  EXPECT_EQ(table.columns[0].numbers, (Numbers{1, -25, 0.5}));
  EXPECT_FALSE(table.columns[1].numeric);
  EXPECT_EQ(texts(table.columns[1]), (Texts{"red", "blue", "red"}));
  EXPECT_EQ(table.columns[1].levels, (Texts{"red", "blue"}));
}

TEST(Csv, TheFirstRowMayBeData) {
  const CsvTable table = read_text("\xEF\xBB\xBF\n1,2\n3,4\n", {.header = HeaderChoice::kNo});
  EXPECT_EQ(column_names(table), (Texts{"x1", "x2"}));
  EXPECT_EQ(table.columns[0].numbers, (Numbers{1, 3}));
  EXPECT_FALSE(table.header);
  EXPECT_TRUE(table.first_row_numbers);
  EXPECT_TRUE(read_text("1,2\n3,4\n").first_row_numbers);
  EXPECT_EQ(read_text("1,2\n3,4\n").rows, 1);
  EXPECT_FALSE(read_text("a,2\n3,4\n").first_row_numbers);
  // Names that would be refused are no names.
  EXPECT_EQ(read_text("5,5\n3,4\n", {.header = HeaderChoice::kNo}).rows, 2);
  EXPECT_EQ(read_text("5,\n3,4\n", {.header = HeaderChoice::kNo}).columns[1].missing, 1);
  EXPECT_EQ(read_text("7", {.header = HeaderChoice::kNo}).rows, 1);
  EXPECT_THROW(read_text("\n\n", {.header = HeaderChoice::kNo}), Error);
}

TEST(Csv, QuotesMayHoldSeparatorsQuotesAndNewlines) {
  const CsvTable table = read_text(
      "\"na,me\",\"say \"\"hi\"\"\"\n\"a,b\",1\n\"two\nlines\",2\n\"a \"\"quoted\"\" word\",\"3\"\nplain "
      "\"4\",4\n");
  EXPECT_EQ(column_names(table), (Texts{"na,me", "say \"hi\""}));
  EXPECT_EQ(texts(table.columns[0]), (Texts{"a,b", "two\nlines", "a \"quoted\" word", "plain \"4\""}));
  EXPECT_EQ(table.columns[1].numbers, (Numbers{1, 2, 3, 4}));
}

TEST(Csv, QuotedNewlineMayBeCrlf) {
  const CsvTable table = read_text("a,b\r\n\"x\r\ny\",1\r\nz,2\r\n");
  EXPECT_EQ(texts(table.columns[0]), (Texts{"x\r\ny", "z"}));
  EXPECT_EQ(table.columns[1].numbers, (Numbers{1, 2}));
}

TEST(Csv, LineEndsAndByteOrderMarkDoNotMatter) {
  const std::string expected = "1|2|3|4|";
  for (const std::string text :
       {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\r\n3,4",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n3,4\n",
        "\na,b\n1,2\n\n3,4\n\n\n", "a,b\n1,2\n3,4\n  \n \n", " a , b \n 1 , 2 \n3\t,4\n"}) {
    const CsvTable table = read_text(text);
    EXPECT_EQ(column_names(table), (Texts{"a", "b"})) << text;
    ASSERT_EQ(table.rows, 2) << text;
    std::string found;
    for (std::size_t r = 0; r < 2; ++r) {
      for (const CsvColumn& column : table.columns) {
        found += std::to_string(static_cast<int>(column.numbers.at(r))) + "|";
      }
    }
    EXPECT_EQ(found, expected) << text;
  }
}

TEST(Csv, TellsTheSeparatorFromTheHeader) {
  EXPECT_EQ(read_text("a,b\n1,2\n").separator, ',');
  EXPECT_EQ(read_text("a;b\n1;2\n").separator, ';');
  EXPECT_EQ(read_text("a\tb\n1\t2\n").separator, '\t');
  EXPECT_EQ(read_text("\"a,x,y\";b\n1;2\n").separator, ';') << "commas in quotes do not count";
  EXPECT_EQ(read_text("\"a;\n;;\",b,c\n1,2,3\n").separator, ',')
      << "nor does a quoted newline end the header";
  EXPECT_EQ(read_text("width, mm;height\n1;2\n").separator, ';') << "on a tie a comma belongs to the name";
  EXPECT_EQ(read_text("only\n1\n2\n").columns.size(), 1U);
}

TEST(Csv, NamesAreMadeUsable) {
  EXPECT_EQ(column_names(read_text("a,b,a,a_2,,a\n1,2,3,4,5,6\n")),
            (Texts{"a", "b", "a_3", "a_2", "x5", "a_4"}));
  EXPECT_EQ(column_names(read_text("x2,,y\n1,2,3\n")), (Texts{"x2", "x3", "y"})) << "x2 is taken";
  EXPECT_EQ(column_names(read_text("a,b,\n1,2,\n")), (Texts{"a", "b"})) << "a column without name and value";
}

TEST(Csv, TabsSeparateEmptyFields) {
  const CsvTable table = read_text("a\tb\tc\n1\t\t3\n\t2\t\n");
  EXPECT_EQ(table.columns[0].missing, 1);
  EXPECT_EQ(table.columns[1].numbers[1], 2);
  EXPECT_EQ(table.columns[2].missing, 1);
}

TEST(Csv, DecimalCommaInSemicolonFiles) {
  EXPECT_EQ(read_text("a;b\n1,5;2\n-0,25;3,5e1\n").columns[0].numbers, (Numbers{1.5, -0.25}));
  EXPECT_EQ(read_text("a;b\n1.5;2\n").columns[0].numbers, (Numbers{1.5}));
  EXPECT_EQ(read_text("a\tb\n1,5\t2\n").columns[0].numbers, (Numbers{1.5}));
  EXPECT_FALSE(read_text("a,b\n\"1,5\",2\n").columns[0].numeric) << "where it separates a comma is no mark";
  EXPECT_FALSE(read_text("a;b\n1.234,5;2\n").columns[0].numeric) << "thousands are read above this";
}

TEST(Csv, AColumnHasOneDecimalMark) {
  const CsvColumn column = read_text("a;b\n1,5;2\n2;2\n1.250;2\n3,25;2\n").columns[0];
  EXPECT_TRUE(column.numeric);
  EXPECT_EQ(column.mark, ',');
  EXPECT_TRUE(column.mark_is_sure) << "one digit behind it";
  ASSERT_EQ(column.odd.size(), 1U);
  EXPECT_EQ(column.odd[0].row, 2);
  EXPECT_EQ(column.levels[static_cast<std::size_t>(column.odd[0].code)], "1.250");
  EXPECT_FALSE(read_text("a;b\n12.500;2\n900;2\n").columns[0].mark_is_sure) << "it may group thousands";
}

TEST(Csv, NeedlessZerosAreSeen) {
  const CsvColumn column = read_text("zip,b\n1,1\n0,1\n007,2\n").columns[0];
  EXPECT_EQ(column.leading_zero, "007");
  EXPECT_EQ(column.leading_zero_at.line, 4);
  EXPECT_TRUE(read_text("x,b\n0.5,1\n0,1\n").columns[0].leading_zero.empty());
}

TEST(Csv, AColumnOfNumbersKeepsItsOddCells) {
  std::string text = "n,y\n";
  for (int i = 0; i < 3000; ++i)
    text += (i % 7 == 3 ? "None" : i == 2500 ? "\"o\"\"ps\"" : std::to_string(i)) + ",1\n";
  const CsvColumn column = read_text(text).columns[0];
  ASSERT_TRUE(column.numeric);
  EXPECT_FALSE(column.spelled());
  EXPECT_EQ(column.levels, (Texts{"None", "o\"ps"}));
  EXPECT_EQ(column.counts, (std::vector<std::int64_t>{429, 1}));
  EXPECT_EQ(column.places[0].line, 5);
  EXPECT_EQ(column.places[1].line, 2502);
  EXPECT_EQ(column.odd.size(), 430U);
  EXPECT_TRUE(std::isnan(column.numbers[3]));
  EXPECT_EQ(column.numbers[2], 2);
}

TEST(Csv, TheTargetKeepsItsSpelling) {
  std::string text = "n,y\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i) + (i % 2 == 0 ? ",007\n" : ",2.10\n");
  EXPECT_EQ(read_text(text).columns[1].levels, (Texts{"007", "2.10"})) << "the last column";
  EXPECT_FALSE(read_text(text).columns[0].spelled());
  EXPECT_EQ(read_text(text, {.spelled = "n"}).columns[0].levels.size(), 3000U);
  const CsvColumn as_texts = read_text(text, {.texts = {"y"}}).columns[1];
  EXPECT_FALSE(as_texts.numeric);
  EXPECT_EQ(as_texts.codes[2999], 1);
}

TEST(Csv, ColumnsCanBeReadAgainAsTexts) {
  const TempCsv file("a,b,y\n01,x,1\n2,y,2\n,z,3\n");
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const std::vector<CsvColumn> again = read_as_texts(table, {0, 2}, progress);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].name, "a");
  EXPECT_EQ(again[0].levels, (Texts{"01", "2"}));
  EXPECT_EQ(again[0].codes, (std::vector<std::int32_t>{0, 1, -1}));
  EXPECT_EQ(again[1].levels, (Texts{"1", "2", "3"}));
}

TEST(Csv, MissingValues) {
  const CsvTable table = read_text("x,t\n1,a\n,?\nNA,na\nNaN,N/A\n?,b\nnull,#N/A\n\"\",\" \"\n2,NaN\n");
  const CsvColumn& x = table.columns[0];
  EXPECT_TRUE(x.numeric);
  EXPECT_EQ(x.missing, 6);
  EXPECT_EQ(x.first_missing.line, 3);
  EXPECT_EQ(x.first_missing.column, 1);
  EXPECT_EQ(x.missing_words, (Texts{"NA", "NaN", "?", "null"}));
  EXPECT_EQ(x.numbers.front(), 1);
  EXPECT_TRUE(std::isnan(x.numbers[1]));
  EXPECT_EQ(x.numbers.back(), 2);
  EXPECT_EQ(texts(table.columns[1]), (Texts{"a", "?", "na", "N/A", "b", "#N/A", "<missing>", "NaN"}))
      << "among texts a word may be a text like the others";
}

TEST(Csv, MissingBeforeTheFirstText) {
  const CsvColumn column = read_text("t,n\n,1\nNA,2\nred,3\n").columns[0];
  EXPECT_EQ(texts(column), (Texts{"<missing>", "NA", "red"}));
  EXPECT_TRUE(column.numbers.empty());
}

TEST(Csv, NumbersBeforeAndAfterTextsKeepTheirSpelling) {
  std::string text = "n,code\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + (i < 5000 ? ",007\n" : ",red\n");
  const CsvTable table = read_text(text);
  const CsvColumn& code = table.columns[1];
  EXPECT_FALSE(code.numeric) << "more texts than numbers";
  EXPECT_EQ(code.levels, (Texts{"007", "red"}));
  EXPECT_EQ(code.counts, (std::vector<std::int64_t>{5000, 15'000}));
  EXPECT_EQ(code.places[1].line, 5002);
  EXPECT_EQ(code.places[1].column, 6);
  EXPECT_EQ(table.columns[0].numbers.back(), 19'999);
}

TEST(Csv, LinesAndColumnsCountQuotedNewlinesAndCharacters) {
  const CsvColumn column = read_text("a,b,c\n\"x\ny\",\"ä\n€€\",1\nz,z,2\nz,\"ä\n€\",oops\n").columns[2];
  ASSERT_EQ(column.odd.size(), 1U);
  const auto level = static_cast<std::size_t>(column.odd[0].code);
  EXPECT_EQ(column.levels[level], "oops");
  EXPECT_EQ(column.places[level].line, 7);
  EXPECT_EQ(column.places[level].column, 4);  // €",o : the o is the fourth character
}

TEST(Csv, NumbersAreCorrectlyRounded) {
  const CsvTable table = read_text(
      "x\n0.1\n0.30000000000000004\n9007199254740993\n1.7976931348623157e-300\n123456789012345678\n3.4e38\n"
      "1e-400\n-0.0000000000000000000000000001\n5.\n1E5\n2.2250738585072011e-308\n");
  EXPECT_EQ(table.columns[0].numbers,
            (Numbers{0.1, 0.30000000000000004, 9007199254740993.0, 1.7976931348623157e-300,
                     123456789012345678.0, 3.4e38, 0.0, -1e-28, 5, 1e5, 2.2250738585072011e-308}));
}

TEST(Csv, LooksLikeANumberButIsNot) {
  for (const std::string text : {"1 000", "1,000", "0x10", "1e", "e5", "--1", "+-1", ".", "-", "1.2.3", "5%",
                                 "1_0", "nano", "1e5x", "٣"}) {
    EXPECT_FALSE(read_text("x\n\"" + text + "\"\n").columns[0].numeric) << text;
  }
}

TEST(Csv, InfinityAndHugeNumbersAreNoNumbers) {
  for (const std::string text : {"inf", "-Infinity", "1e999", "-1e39"}) {
    const CsvColumn column = read_text("x\n" + text + "\n").columns[0];
    EXPECT_FALSE(column.numeric) << text;
  }
}

TEST(Csv, SampleFilesHaveTheirPublishedShapes) {
  struct Sample {
    std::string file;
    std::int64_t rows;
    std::size_t columns;
  };
  for (const Sample& sample :
       {Sample{"iris.csv", 150, 5}, {"breast_cancer.csv", 569, 31}, {"digits.csv", 1797, 65}}) {
    Progress progress;
    const CsvTable table =
        read_csv(std::string(HEADROOM_ASSETS_DIR) + "/samples/" + sample.file, {}, progress);
    EXPECT_EQ(table.rows, sample.rows) << sample.file;
    EXPECT_EQ(table.columns.size(), sample.columns) << sample.file;
    EXPECT_EQ(progress.fraction(), 1.0);
  }
}

TEST(Csv, IrisMeansAreThePublishedOnes) {
  // Means from the data set's description (iris.names): 5.84, 3.05, 3.76, 1.20.
  Progress progress;
  const CsvTable table = read_csv(std::string(HEADROOM_ASSETS_DIR) + "/samples/iris.csv", {}, progress);
  const Numbers expected = {5.84, 3.05, 3.76, 1.20};
  for (std::size_t c = 0; c < expected.size(); ++c) {
    const Numbers& x = table.columns[c].numbers;
    EXPECT_NEAR(std::accumulate(x.begin(), x.end(), 0.0) / 150.0, expected[c], 0.0075) << c;
  }
  EXPECT_EQ(table.columns[4].levels, (Texts{"setosa", "versicolor", "virginica"}));
}

TEST(Csv, CancelStopsTheReader) {
  const TempCsv file("a,b\n1,2\n");
  Progress progress;
  progress.cancel();
  try {
    read_csv(file.path(), {}, progress);
    FAIL() << "read a file nobody wants";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
}

TEST(Csv, WorksAsAJob) {
  const TempCsv file("a,b\n1,2\n");
  const std::string path = file.path();
  Job<CsvTable> job([path](Progress& progress) { return read_csv(path, {}, progress); });
  while (!job.done()) std::this_thread::yield();
  EXPECT_EQ(job.take().rows, 1);
}

// A row of 6000 texts of five characters, one of which has two bytes: text i stands in column 6 i + 1. In the
// second row a line end stands within text 5000: those behind it count from there.
TEST(Csv, PlacesInLongRows) {
  std::string text;
  for (int i = 0; i < 6000; ++i) text += (i == 0 ? "n" : ",n") + std::to_string(i);
  for (const char* const row : {"ä", "ö"}) {
    text += '\n';
    for (int i = 0; i < 6000; ++i) {
      const bool breaks = i == 5000 && row[1] == "ö"[1];
      text += (i == 0 ? "" : ",") + (breaks ? "\"x\ny\"" : row + std::to_string(1000 + i));
    }
  }
  const CsvTable table = read_text(text + "\n");
  ASSERT_EQ(table.rows, 2);
  for (const std::size_t c : {0, 1, 77, 2500, 4999, 5000, 5001, 5999}) {
    const std::vector<TextPosition>& places = table.columns[c].places;
    ASSERT_EQ(places.size(), 2U);
    EXPECT_EQ(places[0].line, 2);
    EXPECT_EQ(places[0].column, 6 * static_cast<std::int64_t>(c) + 1);
    EXPECT_EQ(places[1].line, c > 5000 ? 4 : 3);
    // y, the quote and a comma, then six characters for each.
    const auto behind = static_cast<std::int64_t>(c) - 5001;
    EXPECT_EQ(places[1].column, c > 5000 ? 4 + 6 * behind : 6 * static_cast<std::int64_t>(c) + 1) << c;
  }
}

}  // namespace
}  // namespace headroom
