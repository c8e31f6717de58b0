// How tables lie in their files: what is before them, their separators, quotes, headers and ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/csv/header_guess.h"
#include "core/data/csv/names.h"
#include "test_places.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

using Texts = std::vector<std::string>;

Texts names(const CsvTable& table) {
  Texts out;
  for (const CsvColumn& column : table.columns) out.push_back(column.name);
  return out;
}

bool says(const CsvTable& table, const std::string& words) {
  return std::any_of(table.notes.begin(), table.notes.end(),
                     [&](const TableNote& note) { return note.text.find(words) != std::string::npos; });
}

// Files of public reports (tables/SOURCES.md) hold what Python's csv module reads from them.
TEST(CsvFrame, FilesOfReportsAreWhatPythonReads) {
  const std::string folder = HEADROOM_TESTS_DIR;
  const nlohmann::json golden = nlohmann::json::parse(std::ifstream(folder + "/golden/table_frames.json"));
  ASSERT_EQ(golden["tables"].size(), 12U);
  for (const nlohmann::json& expected : golden["tables"]) {
    const std::string file = expected["file"].get<std::string>();
    Progress progress;
    CsvTable table = read_csv(folder + "/data/tables/" + file, {}, progress);
    std::erase_if(table.columns, [](const CsvColumn& column) { return column.row_names; });
    ASSERT_EQ(names(table), expected["names"].get<Texts>()) << file;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const CsvColumn& column = table.columns[c];
      const auto values = expected["columns"][c].get<Texts>();
      ASSERT_EQ(table.rows, static_cast<std::int64_t>(values.size())) << file;
      for (std::size_t r = 0; r < values.size(); ++r) {
        if (column.numeric) {
          ASSERT_EQ(column.numbers[r], std::stod(values[r])) << file << " row " << r;
        } else {
          ASSERT_EQ(column.levels.at(static_cast<std::size_t>(column.codes[r])), values[r]) << file;
        }
      }
    }
  }
}

struct FrameCase {
  std::string what;
  std::string text;
  Texts names;
  std::int64_t rows;
  char separator = ',';
  std::string says = "";
  std::int64_t skipped = 0;
};

void PrintTo(const FrameCase& test, std::ostream* out) { *out << test.what; }

class CsvFrames : public testing::TestWithParam<FrameCase> {};

TEST_P(CsvFrames, AreTold) {
  const FrameCase& test = GetParam();
  const CsvTable table = read_text(test.text);
  EXPECT_EQ(names(table), test.names);
  EXPECT_EQ(table.rows, test.rows);
  EXPECT_EQ(table.separator, test.separator);
  EXPECT_EQ(table.frame.skip_lines, test.skipped);
  std::string all;
  for (const TableNote& note : table.notes) all += note.text + "\n";
  if (test.says.empty()) {
    EXPECT_EQ(all, "");
  } else {
    EXPECT_NE(all.find(test.says), std::string::npos) << all;
  }
}

std::string rows(const std::string& line, int count = 6) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    for (const char c : line) all += c == '@' ? std::to_string(i) : std::string(1, c);
    all += '\n';
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(
    Before, CsvFrames,
    testing::Values(
        FrameCase{"titles",
                  "North, 2024\nExported on 2024-01-02\n\na,b,y\n" + rows("@,0.5,k"),
                  {"a", "b", "y"},
                  6,
                  ',',
                  "lines 1 to 3 before the table ('North, 2024' ...) are left out",
                  3},
        FrameCase{"padded_titles",
                  "Sales 2024,,\n,,\na,b,y\n" + rows("@,0.5,k"),
                  {"a", "b", "y"},
                  6,
                  ',',
                  "lines 1 to 2 before the table",
                  2},
        FrameCase{
            "title_of_two_columns", "Report\na,b\n1.5,2\n3,4\n", {"a", "b"}, 2, ',', "line 1 before", 1},
        FrameCase{
            "separator_line_quoted", "\"sep=|\"\na|b\n1.5|2\n", {"a", "b"}, 1, '|', "names the separator", 1},
        FrameCase{"percent_comments",
                  "% made by x\n% y\na,b\n" + rows("@,1.5"),
                  {"a", "b"},
                  6,
                  ',',
                  "lines 1 to 2 begin with '%'",
                  2},
        FrameCase{"header_in_a_comment",
                  "##meta=1\n#x\ty\n" + rows("@.5\tk@"),
                  {"x", "y"},
                  6,
                  '\t',
                  "line 2 begins with '#' and has as many fields as the rows: taken as the header",
                  1},
        FrameCase{"comment_of_as_many_words",
                  "# made, 2020\na,b\n" + rows("@,1.5"),
                  {"a", "b"},
                  6,
                  ',',
                  "line 1 begins with '#'",
                  1},
        FrameCase{"all_lines_begin_so", "#1,5\n#2,6\n#2,7\n#1,8\n", {"x1", "x2"}, 4, ',', "no header"}),
    [](const testing::TestParamInfo<FrameCase>& test) { return test.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Separators, CsvFrames,
    testing::Values(
        FrameCase{"commas_inside_names", "l, cm;w, x, y\n1.5;2\n3;4\n", {"l, cm", "w, x, y"}, 2, ';'},
        FrameCase{"decimal_commas_without_header", rows("@,5;1,25"), {"x1", "x2"}, 6, ';', "no header"},
        FrameCase{"blanks",
                  "   x    y  name\n" + rows("  @   1.5  \"n 1\""),
                  {"x", "y", "name"},
                  6,
                  ' ',
                  "separated by blanks"},
        FrameCase{"blanks_and_a_tab",
                  rows("18.@   8   307.0 \t\"chevrolet chevelle\""),
                  {"x1", "x2", "x3", "x4"},
                  6,
                  ' ',
                  "separated by blanks"},
        FrameCase{
            "two_words_and_tabs", "id\tname\tv\n" + rows("@\tJohn Smith\t1.5"), {"id", "name", "v"}, 6, '\t'},
        FrameCase{"words_of_one_column", "name\nhello world\nfoo bar\n", {"name"}, 2, ','},
        FrameCase{"titles_longer_than_the_table",
                  "A\nB\nC\nD\nE\nF\nG\na;b\n1;2\n3;4\n",
                  {"a", "b"},
                  2,
                  ';',
                  "lines 1 to 7 before",
                  7}),
    [](const testing::TestParamInfo<FrameCase>& test) { return test.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Headers, CsvFrames,
    testing::Values(
        FrameCase{"dates_on_top", rows("2020-01-0@,1.5,0"), {"x1", "x2", "x3"}, 6, ',', "no header"},
        FrameCase{"texts_that_come_again", "p,x\ne,x\np,y\ne,y\np,x\n", {"x1", "x2"}, 5, ',', "no header"},
        FrameCase{"texts_that_do_not", "colour,size\nred,S\nblue,M\nred,M\nblue,S\n", {"colour", "size"}, 4},
        FrameCase{"years",
                  "country,2010,2011\n" + rows("C@,@5,@6"),
                  {"country", "2010", "2011"},
                  6,
                  ',',
                  "in doubt"},
        FrameCase{"one_year", "country,2020\n" + rows("C@,@5"), {"country", "2020"}, 6, ',', "in doubt"},
        FrameCase{"counted_columns", "0,1,2\n" + rows("@.5,@.1,0"), {"0", "1", "2"}, 6, ',', "in doubt"},
        FrameCase{"ranges", "0-10,10-20\n" + rows("@,1@"), {"0-10", "10-20"}, 6},
        FrameCase{"a_missing_value_on_top", "5.5,?\n" + rows("@.5,3"), {"x1", "x2"}, 7, ',', "no header"},
        FrameCase{"two_rows", "4.5,3.1\n1.0,2.0\n", {"x1", "x2"}, 2, ',', "no header"},
        FrameCase{"short_header",
                  "\"a\" \"y\"\n" + rows("\"r@\" 0.5 \"k\""),
                  {"row_names", "a", "y"},
                  6,
                  ' ',
                  "one field short"},
        FrameCase{"short_header_of_texts",
                  "a\ty\n" + rows("r@\tu\tk"),
                  {"row_names", "a", "y"},
                  6,
                  '\t',
                  "one field short"},
        FrameCase{
            "rows_end_with_a_separator", "a,b\n" + rows("@,1.5,"), {"a", "b"}, 6, ',', "without a name"},
        FrameCase{"header_ends_with_a_separator",
                  "a,b,\n" + rows("@,1.5"),
                  {"a", "b"},
                  6,
                  ',',
                  "the header ends with a separator"},
        FrameCase{"many_empty_columns",
                  "a,,b,,\n" + rows("@,7,1.5,,"),
                  {"a", "x2", "b"},
                  6,
                  ',',
                  "2 columns without a name"}),
    [](const testing::TestParamInfo<FrameCase>& test) { return test.param.what; });

TEST(CsvFrame, OptionsOverrule) {
  EXPECT_EQ(read_text("4,5\n1,2\n", {.header = HeaderChoice::kYes}).rows, 1);
  EXPECT_EQ(names(read_text("a;b,c\n1;2,3\n", {.separator = ','})), (Texts{"a;b", "c"}));
  EXPECT_EQ(names(read_text("a:b\n1:2\n", {.separator = ':'})), (Texts{"a", "b"}));
  EXPECT_EQ(names(read_text("'a','b'\n'1','2'\n", {.quote = '"'})), (Texts{"'a'", "'b'"}));
  EXPECT_EQ(names(read_text("\"a,\"b\"\n1,2\n", {.quote = '\0'})), (Texts{"\"a", "\"b\""}));
  EXPECT_EQ(names(read_text("x\nq,w\na,b\n1,2\n", {.skip_lines = 2})), (Texts{"a", "b"}));
  EXPECT_EQ(names(read_text("#x,y\n1,2\n", {.comment = '\0'})), (Texts{"#x", "y"}));
  const CsvTable table = read_text("a,b\n;x,y\n1,2\n;z\n;\n3,4\n", {.comment = ';'});
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.columns[1].numbers, (std::vector<double>{2, 4}));
  EXPECT_THROW(read_text("a,b\n1,2\n", {.skip_lines = 5}), Error);
}

TEST(CsvFrame, SingleQuotesOnlyAroundValues) {
  EXPECT_EQ(read_text("'a','b c'\n'1','x, y'\n").frame.quote, '\'');
  EXPECT_EQ(read_text("'a','b c'\n'1','x, y'\n").columns[1].levels, (Texts{"x, y"}));
  EXPECT_EQ(read_text("name,x\n'tis,1\n'q',2\n'q',3\n").frame.quote, '"') << "one of them does not end so";
  EXPECT_EQ(read_text("name,x\n\"a\",1\n'q',2\n'q',3\n").frame.quote, '"') << "double quotes are used";
}

TEST(CsvFrame, IndexColumnsAreMarked) {
  const auto marked = [](const std::string& text) { return read_text(text).columns[0].row_names; };
  EXPECT_TRUE(marked(",a,y\n0,5,u\n1,6,v\n2,5,u\n"));
  EXPECT_TRUE(marked(",a,y\n1,5,u\n2,6,v\n3,5,u\n"));
  EXPECT_TRUE(marked(",a,y\n17,5,u\n4,6,v\n99,5,u\n")) << "what is left after a shuffle";
  EXPECT_TRUE(marked(",a,y\nr1,5,u\nr2,6,v\nr3,5,u\n"));
  EXPECT_TRUE(marked("Unnamed: 0,a,y\n0,5,u\n1,6,v\n"));
  EXPECT_FALSE(marked(",a,y\n3,5,u\n3,6,v\n1,5,u\n")) << "a value without a name";
  EXPECT_FALSE(marked(",a,y\n0.5,5,u\n1.5,6,v\n2.5,5,u\n"));
  EXPECT_FALSE(marked("id,a,y\n0,5,u\n1,6,v\n")) << "a column with a name stays";
}

TEST(CsvFrame, EmptyRowsAtTheEndAreLeftOut) {
  const CsvTable table = read_text("a,b\n1,2\n,4\n3,\n, \n\n,,\r\n,");
  EXPECT_EQ(table.rows, 3);
  EXPECT_TRUE(says(table, "3 rows without a value at the end"));
  std::string many = "a\tb\n1\t2\n";
  for (int i = 0; i < 50'000; ++i) many += "\t\n";
  EXPECT_EQ(read_text(many).rows, 1);
  EXPECT_EQ(read_text("a,b\n1,2\n,\n3,4\n").rows, 3) << "in the middle they stay";
}

TEST(CsvFrame, EmptyRowsInQuotesToo) {
  const CsvTable table = read_text("a,b\n\"1\",\"2\"\n3,\"\"\n\"\",\"\"\n \"\" ,\n\n\"\",\"\"");
  EXPECT_EQ(table.rows, 2);
  EXPECT_TRUE(says(table, "3 rows without a value at the end"));
  // Within a quoted value they are its lines.
  EXPECT_EQ(read_text("a,b\n1,2\n3,\"x\n\"\",\"\"\n\"\n").rows, 2);
  EXPECT_EQ(read_text("a,b\n1,2\n3,\"x\n\"\"\"\n\"\",\"\"\n").rows, 2);
  EXPECT_EQ(read_text("a;b\n1;2\n'';''\n", {.quote = '\''}).rows, 1);
  EXPECT_EQ(read_text("a,b\n1,2\n\"\",\"\"\n", {.quote = '\0'}).rows, 2);  // two letters each
}

// As /etc/passwd, MovieLens's ratings, and exports with a caret.
TEST(CsvFrame, ASeparatorThatNoOneLookedFor) {
  const auto other = [](const std::string& text, const CsvOptions& options = {}) {
    const CsvTable table = read_text(text, options);
    EXPECT_EQ(table.columns.size(), 1U);
    return std::pair(table.frame.other_separator, table.frame.other_fields);
  };
  EXPECT_EQ(other("user:x:uid\nroot:x:0\nbin:x:1\nmail:x:8\n"), std::pair(':', std::int64_t{3}));
  EXPECT_EQ(other("a^b^c^d\n1^2^3^4\n5^6^7^8\n"), std::pair('^', std::int64_t{4}));
  EXPECT_EQ(other("a,b\n1,2\n3,4\n", {.separator = ';'}), std::pair(',', std::int64_t{2}));
  EXPECT_EQ(other("word\nhere\nthere\n"), std::pair('\0', std::int64_t{0}));
  EXPECT_EQ(read_text("1::1193::5\n1::661::3\n2::914::3\n", {.separator = ':'}).columns.size(), 5U);
  try {
    read_text("name:town:n\nAnn:Bonn, NRW:1\nBob:Kiel:2\nCid:Ulm:3\nDan:Jena:4\nEve:Gera:5\n" +
              rows("Fay:Hof:6\n", 20));
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_TRUE(error.where().ends_with(":2:11")) << error.where();
    EXPECT_NE(error.message().find("':' would cut nearly all rows alike"), std::string::npos)
        << error.message();
  }
}

TEST(CsvFrame, NamesAreComposed) {
  if (composed("e\xCC\x81") == "e\xCC\x81") GTEST_SKIP() << "this build has no utf8proc";
  // Python: unicodedata.normalize("NFC", "Gro\u0308ße"), ("NFC", "и\u0306")
  EXPECT_EQ(names(read_text("Gro\xCC\x88\xC3\x9F"
                            "e,\xD0\xB8\xCC\x86\n1,2\n")),
            (Texts{"Gr\xC3\xB6\xC3\x9F"
                   "e",
                   "\xD0\xB9"}));
}

TEST(CsvFrame, LooksOfCells) {
  for (const std::string text : {"1", "-2.5", "1e5", "1,5"})
    EXPECT_EQ(look_of(text, ';'), CellLook::kNumber) << text;
  for (const std::string text : {"2020-01-02", "2020-01-02T03:04Z", "12%", "$5", "(25)", "1 234", "12:30",
                                 "1\xC2\xA0"
                                 "234",
                                 "\xE2\x88\x92"
                                 "5"})
    EXPECT_EQ(look_of(text, ';'), CellLook::kValue) << text;
  for (const std::string text : {"a", "x1", "1st", "12 kg",
                                 "\xE7\x89\xB9\xE5\xBE\x81"
                                 "1",
                                 "-", "_1"})
    EXPECT_EQ(look_of(text, ';'), CellLook::kText) << text;
  for (const std::string text : {"", "NA", "?"}) EXPECT_EQ(look_of(text, ';'), CellLook::kNothing) << text;
}

}  // namespace
}  // namespace headroom
