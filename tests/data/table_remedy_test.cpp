// Refusals and doubts say what would help, and what they say helps.
#include "core/data/table_remedy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/data/tabular.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

std::optional<TableRefusal> refusal_of(const CsvTable& table, const TabularOptions& options) {
  Progress progress;
  try {
    make_dataset(table, options, progress);
  } catch (const TableRefusal& refusal) {
    return refusal;
  }
  return std::nullopt;
}

// The table is refused, and no longer with any of these remedies.
void expect_helped(const std::string& text, const std::vector<std::string>& titles,
                   TabularOptions options = {}) {
  SCOPED_TRACE(text);
  const TempCsv file(text);
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const std::optional<TableRefusal> refusal = refusal_of(table, options);
  ASSERT_TRUE(refusal);
  EXPECT_TRUE(refusal->message().starts_with(refusal->problem()));
  std::vector<std::string> offered;
  for (const TableRemedy& remedy : refusal->remedies()) {
    offered.push_back(remedy_title(remedy));
    EXPECT_NO_THROW(make_dataset(table, remedied(options, remedy), progress)) << offered.back();
  }
  EXPECT_EQ(offered, titles);
}

std::string rows(int count, const std::string& row) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i) + row + std::to_string(i % 2) + "\n";
  return text;
}

TEST(Remedies, OfATextAmongNumbers) {
  expect_helped("a,b,y\n" + rows(20, ",7,") + "3,oops,1\n4,8,0\n",
                {"Take 'oops' as missing", "Read 'b' as categories", "Leave 'b' out"});
}

TEST(Remedies, OfADateAmongDates) {
  expect_helped("a,when,y\n" + rows(20, ",2020-01-02,") + "3,soon,1\n4,2020-03-04,0\n",
                {"Take 'soon' as missing", "Read 'when' as categories", "Leave 'when' out"});
}

TEST(Remedies, OfAnotherSeparator) {
  const TempCsv file("user:age:group\nann:31:a\nbob:42:b\ncid:53:a\n");
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const std::optional<TableRefusal> refusal = refusal_of(table, {});
  ASSERT_TRUE(refusal);
  EXPECT_EQ(
      refusal->problem(),
      "every row is one value, which leaves nothing to learn from; ':' would cut the rows into 3 values");
  EXPECT_TRUE(refusal->where().ends_with(":1:1")) << refusal->where();
  ASSERT_EQ(refusal->remedies().size(), 1U);
  EXPECT_EQ(remedy_title(refusal->remedies()[0]), "Separate the values by ':'");
  const std::optional<CsvOptions> again = reading_remedied({}, refusal->remedies()[0]);
  ASSERT_TRUE(again);
  EXPECT_NO_THROW(make_dataset(read_csv(file.path(), *again, progress), {}, progress));
  EXPECT_FALSE(reading_remedied({}, TableRemedy::drop_rows()));
}

TEST(Remedies, OfTheOrderOfDayAndMonth) {
  std::string text = "when,y\n";
  for (int i = 0; i < 24; ++i)
    text += "0" + std::to_string(1 + i % 9) + "/0" + std::to_string(1 + i % 7) + "/2021," +
            std::to_string(i % 2) + "\n";
  const TempCsv file(text);
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const ColumnSchema months = decide_schema(table, {}, progress).schema.columns[0];
  EXPECT_EQ(months.date.pattern, "%m/%d/%Y");
  ASSERT_EQ(months.doubts.size(), 1U);
  EXPECT_NE(months.doubts[0].text.find("or 2021-01-08 (%d/%m/%Y): read as"), std::string::npos)
      << months.doubts[0].text;
  EXPECT_EQ(remedy_title(months.doubts[0].otherwise.at(0)), "The day comes before the month");
  const TabularOptions options = remedied({}, months.doubts[0].otherwise[0]);
  const ColumnSchema days = decide_schema(table, options, progress).schema.columns[0];
  EXPECT_EQ(days.date.pattern, "%d/%m/%Y");
  EXPECT_TRUE(days.doubts.empty());
}

TEST(Remedies, OfATargetThatIsMissing) {
  expect_helped("a,y\n1,0\n2,\n3,1\n4,0\n", {"Leave out rows without a target"});
}

TEST(Remedies, OfATargetOfDates) {
  expect_helped("a,y\n1,2020-01-02\n2,2020-01-03\n3,2020-01-02\n4,2020-01-03\n", {"Read 'y' as categories"});
}

TEST(Remedies, OfATextTargetThatIsToBeAValue) {
  expect_helped("a,y\n1,x\n2,z\n3,x\n", {"Predict classes (classify)"}, {.task = Task::kRegression});
}

TEST(Remedies, OfAWishThatCannotBe) {
  expect_helped("a,b,y\n1,x,0\n2,z,1\n3,x,1\n", {"Guess what 'b' is"},
                {.wishes = {{"b", ColumnWish::kNumeric}}});
  expect_helped("a,b,y\n1,x,0\n2,z,1\n3,x,1\n", {"Guess what 'b' is"},
                {.wishes = {{"b", ColumnWish::kDate}}});
}

TEST(Remedies, OfDoubtsTakeTheDoubtAway) {
  const TempCsv file("id,zip,y\n" + [] {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      text += std::to_string(i + 5) + ",0" + std::to_string(100 + i % 3) + "," + std::to_string(i % 2) + "\n";
    }
    return text;
  }());
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const Schema schema = decide_schema(table, {}, progress).schema;
  for (const char* name : {"id", "zip"}) {
    SCOPED_TRACE(name);
    ASSERT_FALSE(schema.find(name)->doubts.empty());
    const Doubt& doubt = schema.find(name)->doubts.front();
    ASSERT_FALSE(doubt.otherwise.empty());
    const Schema after = decide_schema(table, remedied({}, doubt.otherwise.front()), progress).schema;
    EXPECT_TRUE(after.find(name)->doubts.empty());
  }
}

// What is refused while the file is read is read by each of its remedies.
TEST(Remedies, OfReading) {
  const std::pair<std::string, std::vector<std::string>> files[] = {
      {"a,b\n1,2\n# note\n3,4\n", {"Leave out lines that begin with #"}},
      {"1,2\n", {"The first row is data"}},
  };
  for (const auto& [text, titles] : files) {
    SCOPED_TRACE(text);
    const TempCsv file(text);
    Progress progress;
    try {
      read_csv(file.path(), {.header = HeaderChoice::kYes}, progress);
      ADD_FAILURE() << "it is read";
    } catch (const TableRefusal& refusal) {
      std::vector<std::string> offered;
      for (const TableRemedy& remedy : refusal.remedies()) {
        offered.push_back(remedy_title(remedy));
        const std::optional<CsvOptions> again = reading_remedied({.header = HeaderChoice::kYes}, remedy);
        ASSERT_TRUE(again) << offered.back();
        EXPECT_NO_THROW(read_csv(file.path(), *again, progress)) << offered.back();
      }
      EXPECT_EQ(offered, titles);
    }
  }
}

// An open remedy leaves something to be said: it has no button and changes nothing.
TEST(Remedies, ThatAreOpenHaveNoButton) {
  for (const TableRemedy& open :
       {TableRemedy::separator(), TableRemedy::skip_lines(), TableRemedy::encoding(),
        TableRemedy::max_categories(), TableRemedy::column("", ColumnWish::kIgnore)}) {
    EXPECT_EQ(remedy_title(open), "");
    EXPECT_FALSE(reading_remedied({}, open));
  }
  for (const TableRemedy& closed : {TableRemedy::separator('\t'), TableRemedy::header(true),
                                    TableRemedy::quote('"'), TableRemedy::comment('#')}) {
    EXPECT_NE(remedy_title(closed), "");
    EXPECT_TRUE(reading_remedied({}, closed));
  }
}

// A sentence of core names no option: who has options adds them.
TEST(Remedies, AreNamedByNoSentence) {
  std::string text = "id,code,when,big,y\n";
  for (int i = 0; i < 40; ++i) {
    text += std::to_string(i + 1) + ",0" + std::to_string(100 + i % 3) + ",0" + std::to_string(1 + i % 9) +
            "/0" + std::to_string(1 + i % 7) + "/2021," + (i % 9 == 4 ? "-999" : std::to_string(i % 5)) +
            "," + std::to_string(i % 2) + "\n";
  }
  const TempCsv file(text);
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  const Schema schema = decide_schema(table, {}, progress).schema;
  int offered = 0;
  for (const TableNote& note : schema_notes(schema)) {
    EXPECT_EQ(note.text.find("--"), std::string::npos) << note.text;
    if (!note.otherwise.empty()) ++offered;
  }
  EXPECT_GE(offered, 4);
}

TEST(Remedies, AreSaidOnceAndTakenBack) {
  TabularOptions options = remedied(remedied({}, TableRemedy::missing("x")), TableRemedy::missing("x"));
  EXPECT_EQ(options.missing, std::vector<std::string>{"x"});
  options = remedied(options, TableRemedy::column("b", ColumnWish::kDate));
  EXPECT_EQ(options.wishes.at("b"), ColumnWish::kDate);
  EXPECT_TRUE(remedied(options, TableRemedy::column("b", std::nullopt)).wishes.empty());
  EXPECT_EQ(remedied(options, TableRemedy::decimal(',')).decimal, ',');
}

}  // namespace
}  // namespace headroom
