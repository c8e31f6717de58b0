// The import sheet: what its options make of a table, and what a person does on it.
#include "app/views/import_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "app/state/app.h"
#include "app/state/facts.h"
#include "app/state/script_runner.h"
#include "app/views/import_words.h"
#include "core/data/csv/csv.h"
#include "core/io/file.h"
#include "support/demo.h"
#include "support/screen.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

using Phase = ImportState::Phase;

std::string rows(int count, const std::string& row) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i % 7) + row + (i % 2 == 0 ? "yes\n" : "no\n");
  return text;
}

class Import : public testing::Test {
 protected:
  Import()
      : app(
            {[this](Command command) { posted.push_back(std::move(command)); },
             [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }},
            {}, [] { return Library{}; }, [] { return PlanLibrary{}; }, {}, folder.path() / "data") {}

  void wait() {
    for (int i = 0; i < 20000; ++i) {
      app.poll(now += 0.001);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the job did not end";
  }
  void open(const std::string& text) {
    path = (folder.path() / "table.csv").string();
    std::ofstream(path) << text;
    perform(action::OpenPath{path});
  }
  void perform(const Action& action) {
    app.perform(action);
    wait();
  }
  void choose(const TableRemedy& remedy) {
    perform(action::ImportOptions{remedied(import().options, remedy)});
  }
  void read(const CsvOptions& reading) { perform(action::ImportOptions{import().options, reading}); }
  const ImportState& import() const { return app.state().import_state; }
  const ColumnSchema& column(const std::string& name) const { return *import().decided->schema.find(name); }
  std::string fact(const std::string& name) const {
    return fact_text(find_fact(name)->read({app.state(), app.run(), nullptr, ""}));
  }

  test::TemporaryDirectory folder;
  std::string path;
  std::vector<Command> posted;
  std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>();
  double now = 0;
  App app;
};

TEST_F(Import, TellsWhatEachColumnIsAndLooksLike) {
  open("a,colour,y\n" + rows(20, ",red,") + rows(20, ",blue,"));
  ASSERT_EQ(import().phase, Phase::kChoosing);
  ASSERT_TRUE(import().decided);
  EXPECT_TRUE(import().dataset);
  EXPECT_TRUE(import().refusals.empty());
  EXPECT_EQ(fact("types"), "number,category,category");
  EXPECT_EQ(fact("doubts"), "0");
  EXPECT_EQ(import().decided->features, (std::vector<std::int64_t>{1, 2, 0}));
  EXPECT_EQ(import().decided->looks[0].most, 6);
  EXPECT_EQ(import().decided->looks[1].levels.size(), 2U);
}

TEST_F(Import, AColumnIsReadAsAPersonWantsIt) {
  open("a,b,y\n" + rows(20, ",1,") + rows(20, ",2,"));
  choose(TableRemedy::column("b", ColumnWish::kCategorical));
  EXPECT_EQ(column("b").type, ColumnType::kCategory);
  EXPECT_EQ(import().dataset->columns, 3);
  choose(TableRemedy::column("b", ColumnWish::kIgnore));
  EXPECT_EQ(column("b").role, ColumnRole::kLeftOut);
  EXPECT_EQ(import().dataset->columns, 1);
  choose(TableRemedy::column("b", std::nullopt));
  EXPECT_EQ(column("b").type, ColumnType::kNumber);
  EXPECT_EQ(import().dataset->columns, 2);
}

TEST_F(Import, AllThatIsRefusedIsToldAtOnceWithWhatHelps) {
  open("a,b,c,y\n" + rows(20, ",1,2,") + "1,oops,2,no\n2,3,what,yes\n");
  ASSERT_EQ(import().phase, Phase::kChoosing);
  EXPECT_FALSE(import().dataset);
  ASSERT_TRUE(import().refusal);
  EXPECT_EQ(import().refusal->where(), path + ":22:3");
  ASSERT_EQ(import().refusals.size(), 2U);
  EXPECT_EQ(import().refusals[0].column, "b");
  EXPECT_EQ(import().refusals[1].column, "c");
  EXPECT_EQ(fact("doubts"), "2");
  ASSERT_TRUE(import().decided);  // the others can be looked at
  EXPECT_EQ(column("a").type, ColumnType::kNumber);
  perform(action::TrainImported{});
  EXPECT_TRUE(posted.empty());

  choose(TableRemedy::missing("oops"));
  ASSERT_EQ(import().refusals.size(), 1U);
  EXPECT_EQ(column("b").missing_cells, 1);
  choose(import().refusals[0].remedies.back());  // leaves 'c' out
  EXPECT_TRUE(import().refusals.empty());
  ASSERT_TRUE(import().dataset);
  EXPECT_EQ(import().dataset->columns, 2);
  perform(action::TrainImported{});
  EXPECT_EQ(posted.size(), 1U);
}

TEST_F(Import, ADoubtAboutANumberIsSettledByCallingItOne) {
  std::string text = "customer_id,zip,y\n";
  for (int i = 0; i < 40; ++i)
    text += std::to_string(1000 + 7 * i) + ",0" + std::to_string(1000 + i % 9) +
            (i % 2 == 0 ? ",yes\n" : ",no\n");
  open(text);
  EXPECT_EQ(fact("doubts"), "2");
  choose(TableRemedy::column("customer_id", ColumnWish::kNumeric));
  EXPECT_EQ(fact("doubts"), "1");
  choose(TableRemedy::column("zip", ColumnWish::kNumeric));
  EXPECT_EQ(fact("doubts"), "0");
}

// Of all the tables that the tests keep: what the sheet says of each.
TEST_F(Import, NamesNoOptionOfTheCommandLine) {
  int said = 0;
  const auto check = [&](const std::string& text) {
    for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at + 1))
      EXPECT_FALSE(at + 2 < text.size() && std::islower(static_cast<unsigned char>(text[at + 2]))) << text;
    ++said;
  };
  for (const auto& entry : std::filesystem::directory_iterator(HEADROOM_TESTS_DIR "/data/tables")) {
    if (entry.path().extension() != ".csv" && entry.path().extension() != ".tsv") continue;
    perform(action::OpenPath{entry.path().string()});
    for (const ImportRefusal& refusal : import().refusals) check(refusal.error.message());
    if (!import().table) continue;
    for (const std::string& note : file_notes(import())) check(note);
    if (!import().decided) continue;
    for (const ColumnSchema& each : import().decided->schema.columns) {
      check(why_text(each));
      for (const Doubt& doubt : each.doubts) check(doubt.text);
    }
  }
  EXPECT_GT(said, 60);
}

TEST_F(Import, RowsWithoutATargetAreLeftOutWhenAsked) {
  open("a,y\n" + rows(20, ",") + "3,\n4,\n");
  ASSERT_EQ(import().refusals.size(), 1U);
  EXPECT_EQ(import().refusals[0].remedies, std::vector<TableRemedy>{TableRemedy::drop_rows()});
  EXPECT_TRUE(import().decided);
  choose(TableRemedy::drop_rows());
  ASSERT_TRUE(import().dataset);
  EXPECT_EQ(import().dataset->rows, 20);
  EXPECT_EQ(import().decided->schema.dropped_rows, 2);
}

TEST_F(Import, WhatCannotBeReadAtAllIsRefusedWithoutColumns) {
  open("a,y\n1,x\n2,x\n3,x\n");
  EXPECT_EQ(import().phase, Phase::kChoosing);
  EXPECT_TRUE(import().refusal);
  EXPECT_FALSE(import().dataset);
  ASSERT_EQ(import().refusals.size(), 1U);
  EXPECT_TRUE(import().refusals[0].remedies.empty());
}

TEST_F(Import, AFileIsReadAgainWithWhatWasChosenAsFarAsItIsThere) {
  open("1,2,x\n3,4,z\n5,6,x\n7,8,z\n9,1,x\n");
  CsvOptions reading = import().reading;
  reading.header = HeaderChoice::kYes;
  read(reading);
  EXPECT_EQ(import().table->rows, 4);
  choose(TableRemedy::column("1", ColumnWish::kIgnore));
  EXPECT_EQ(import().options.wishes.size(), 1U);
  reading.header = HeaderChoice::kNo;
  read(reading);
  ASSERT_EQ(import().phase, Phase::kChoosing);
  EXPECT_EQ(import().table->rows, 5);
  EXPECT_TRUE(import().options.wishes.empty());  // no column has this name now
  EXPECT_EQ(import().options.target, import().table->columns.back().name);
  EXPECT_TRUE(import().dataset);
  // What is there stays.
  choose(TableRemedy::column(import().table->columns[1].name, ColumnWish::kIgnore));
  read(reading);
  EXPECT_EQ(import().options.wishes.size(), 1U);
  EXPECT_EQ(import().dataset->columns, 1);
}

TEST_F(Import, AFileThatWasRefusedIsReadOtherwise) {
  open("a,b,y\n1,2,x\n3,4\n");
  ASSERT_EQ(import().phase, Phase::kRefused);
  std::ofstream(path) << "a,b,y\n1,2,x\n3,4,z\n5,6,x\n7,8,z\n";
  read(import().reading);
  EXPECT_EQ(import().phase, Phase::kChoosing);
}

// A run's folder is no table: no way of reading it helps, and none is offered.
TEST_F(Import, ARunThatCannotGoOnIsToldAsOne) {
  const std::filesystem::path run = folder.path() / "run";
  std::filesystem::create_directory(run);
  std::ofstream(run / "run.json") << "{}";
  perform(action::OpenPath{run.string()});
  ASSERT_EQ(import().phase, Phase::kRefused);
  EXPECT_TRUE(import().of_run);
  const demo::Demo demo{"run", Snapshot{}, app.state()};
  Screen screen(1024, 700, 1);
  screen.draw(demo, 3);
  EXPECT_NE(screen.control("again"), nullptr);
  EXPECT_EQ(screen.control("separator"), nullptr);
  open("a,b,y\n1,2,x\n3,4\n");
  ASSERT_EQ(import().phase, Phase::kRefused);
  EXPECT_FALSE(import().of_run);
  const demo::Demo table{"table", Snapshot{}, app.state()};
  screen.draw(table, 3);
  EXPECT_NE(screen.control("separator"), nullptr);
}

TEST_F(Import, AFileThatWasRefusedIsReadByWhatTheRefusalOffers) {
  open("a,b,y\n1,2,x\n# a remark\n3,4,z\n5,6,x\n7,8,z\n");
  ASSERT_EQ(import().phase, Phase::kRefused);
  ASSERT_EQ(import().refusals.size(), 1U);
  ASSERT_EQ(import().refusals[0].remedies, std::vector{TableRemedy::comment('#')});
  EXPECT_EQ(import().refusal->where(), path + ":3:11");
  read(*reading_remedied(import().reading, import().refusals[0].remedies[0]));
  ASSERT_EQ(import().phase, Phase::kChoosing);
  EXPECT_EQ(import().table->rows, 4);
  EXPECT_TRUE(import().refusals.empty());
}

TEST_F(Import, ASeparatorIsChosenAndTakenBack) {
  open("a;b,c;y\n1;2,5;u\n3;4,5;v\n5;6,5;u\n7;8,5;v\n");
  EXPECT_EQ(import().table->columns.size(), 3U);
  CsvOptions reading = import().reading;
  reading.separator = ',';
  read(reading);
  EXPECT_EQ(import().table->columns.size(), 2U);
  reading.separator = std::nullopt;
  read(reading);
  EXPECT_EQ(import().table->columns.size(), 3U);
}

TEST_F(Import, APastedTableIsReadTrainedOnAndKept) {
  const std::string text = "a\tb\ty\n1\t2\tx\n3\t4\tz\n5\t6\tx\n7\t8\tz\n";
  perform(action::Paste{text});
  ASSERT_EQ(import().phase, Phase::kChoosing);
  EXPECT_EQ(import_title(import()), "Pasted table");
  EXPECT_EQ(import().table->separator, '\t');
  ASSERT_TRUE(import().dataset);
  const std::string kept = import().path;
  EXPECT_TRUE(kept.starts_with((folder.path() / "data").string())) << kept;
  perform(action::TrainImported{});
  ASSERT_EQ(posted.size(), 1U);
  EXPECT_EQ(std::get<command::Load>(posted[0]).config.dataset->source, kept);
  EXPECT_EQ(read_file(kept), text);  // where a run that goes on looks for its rows
}

TEST_F(Import, TheClipboardIsAskedAndMayHoldNothing) {
  perform(action::Paste{});
  ASSERT_TRUE(app.state().failure);
  EXPECT_NE(app.state().failure->message().find("the clipboard holds no text"), std::string::npos);
  EXPECT_EQ(import().phase, Phase::kNone);
  app.set_clipboard([] { return std::string("a,y\n1,x\n2,z\n3,x\n4,z\n"); });
  perform(action::Paste{});
  EXPECT_EQ(import().phase, Phase::kChoosing);
}

// --- Words

TEST(ImportWords, SayWhatAColumnBecomes) {
  const ImportState import = demo::import_of(
      "n,d,c,y\n1,2020-01-01,red,a\n2,2020-02-02,blue,b\n3,2020-03-03,red,a\n4,2020-04-05,blue,b\n");
  const DecidedTable& decided = *import.decided;
  const auto becomes = [&](std::size_t c) {
    return becomes_text(decided.schema.columns[c], decided.features[c]);
  };
  EXPECT_EQ(becomes(0), "1 feature");
  EXPECT_EQ(becomes(1), "days, month, weekday: 5 features");
  EXPECT_EQ(becomes(2), "one-hot: 2 features");
  EXPECT_EQ(becomes(3), "what is predicted");
  EXPECT_EQ(values_text(decided.schema.columns[0], decided.looks[0]), "1 to 4");
  EXPECT_EQ(values_text(decided.schema.columns[1], decided.looks[1]), "2020-01-01 to 2020-04-05");
  EXPECT_EQ(values_text(decided.schema.columns[2], decided.looks[2]), "blue, red");
}

// --- Drawing

demo::Demo sheet(ImportState import) {
  demo::Demo demo{"import", demo::empty(), demo::ui_state()};
  demo.state.home = true;
  demo.state.import_state = std::move(import);
  return demo;
}

const Control* control(Screen& screen, const std::string& name) {
  for (const Control& each : screen.view().controls()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

// Clicks a control by its name; false when there is none.
bool click(Screen& screen, const demo::Demo& demo, const std::string& name) {
  const Control* const found = control(screen, name);
  if (!found) return false;
  screen.click(demo, found->area.center());
  return true;
}

const TabularOptions* chosen(const Screen& screen, const ActionQueue& actions) {
  static_cast<void>(screen);
  return actions.empty() ? nullptr : &get<action::ImportOptions>(actions.back()).options;
}

TEST(ImportSheetView, AClickChangesWhatAColumnIs) {
  for (const float scale : {1.0F, 2.0F}) {
    SCOPED_TRACE(scale);
    Screen screen(1440, 900, scale);
    const demo::Demo demo = sheet(demo::import_of("a,b,y\n1,2,u\n3,4,v\n5,6,u\n7,8,v\n"));
    screen.draw(demo, 4);
    ASSERT_EQ(screen.focus(demo, "type of b"), "");  // scrolls to it
    screen.draw(demo, 6);
    ASSERT_TRUE(click(screen, demo, "type of b"));
    screen.draw(demo, 4);
    ASSERT_TRUE(click(screen, demo, "category"));
    const TabularOptions* const options = chosen(screen, screen.actions());
    ASSERT_NE(options, nullptr);
    EXPECT_EQ(options->wishes.at("b"), ColumnWish::kCategorical);
  }
}

TEST(ImportSheetView, AButtonSettlesADoubtAndARefusal) {
  Screen screen(1440, 900, 1);
  const demo::Demo refused = sheet(demo::import_of(demo::many_columns(4, "oops")));
  screen.draw(refused, 4);
  ASSERT_TRUE(click(screen, refused, "Take 'oops' as missing for column 0"));
  ASSERT_NE(chosen(screen, screen.actions()), nullptr);
  EXPECT_EQ(chosen(screen, screen.actions())->missing, std::vector<std::string>{"oops"});

  std::string text = "number,y\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i + 3) + (i % 2 == 0 ? ",u\n" : ",v\n");
  const demo::Demo doubt = sheet(demo::import_of(text));
  screen.actions().clear();
  screen.draw(doubt, 4);
  ASSERT_TRUE(click(screen, doubt, "Leave 'number' out of number"));
  ASSERT_NE(chosen(screen, screen.actions()), nullptr);
  EXPECT_EQ(chosen(screen, screen.actions())->wishes.at("number"), ColumnWish::kIgnore);
}

// Made without a file.
ImportState wide_import(int count) {
  constexpr int kRows = 6;
  auto table = std::make_shared<CsvTable>();
  table->path = "/home/student/data/wide.csv";
  table->rows = kRows;
  for (int c = 0; c < count; ++c) {
    CsvColumn column;
    column.name = "column " + std::to_string(c);
    for (int r = 0; r < kRows; ++r) column.numbers.push_back((r * 7 + c) % 11 + 0.5);
    table->columns.push_back(std::move(column));
  }
  CsvColumn label;
  label.name = "label";
  label.numeric = false;
  label.codes = {0, 1, 0, 1, 0, 1};
  label.levels = {"a", "b"};
  label.counts = {3, 3};
  table->columns.push_back(std::move(label));
  ImportState import;
  import.phase = Phase::kChoosing;
  import.path = table->path;
  import.options.target = "label";
  Progress progress;
  ImportDecision decision = decide_import(*table, import.options, progress);
  import.table = std::move(table);
  import.decided = std::move(decision.table);
  import.dataset = std::move(decision.dataset);
  return import;
}

TEST(ImportSheetView, TheOrderOfDatesIsChosenWhereThereAreSome) {
  std::string text = "when,y\n";
  for (int i = 0; i < 24; ++i)
    text += "0" + std::to_string(1 + i % 9) + "/0" + std::to_string(1 + i % 7) + "/2021," +
            (i % 2 == 0 ? "u\n" : "v\n");
  for (const float scale : {1.0F, 2.0F}) {
    SCOPED_TRACE(scale);
    Screen screen(1440, 900, scale);
    const demo::Demo dates = sheet(demo::import_of(text));
    screen.draw(dates, 4);
    ASSERT_EQ(screen.focus(dates, "day_order"), "");  // scrolls to it
    screen.draw(dates, 6);
    ASSERT_TRUE(click(screen, dates, "day_order"));  // in the middle: the day first
    ASSERT_NE(chosen(screen, screen.actions()), nullptr);
    EXPECT_EQ(chosen(screen, screen.actions())->day_first, true);
  }
  Screen screen(1440, 900, 1);
  const demo::Demo none = sheet(demo::import_of("a,y\n1,u\n2,v\n3,u\n4,v\n"));
  screen.draw(none, 4);
  EXPECT_EQ(control(screen, "day_order"), nullptr);
}

TEST(ImportSheetView, TheEncodingIsChosen) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = sheet(demo::import_of("a,y\n1,u\n2,v\n3,u\n4,v\n"));
  screen.draw(demo, 4);
  ASSERT_TRUE(click(screen, demo, "encoding"));
  screen.draw(demo, 4);
  ASSERT_TRUE(click(screen, demo, "Windows-1251 (Cyrillic)"));
  const auto& asked = get<action::ImportOptions>(screen.actions().back());
  ASSERT_TRUE(asked.reading);
  EXPECT_EQ(asked.reading->encoding, "windows-1251");
}

TEST(ImportSheetView, OnlyWhatIsInSightIsDrawn) {
  for (const int count : {300, 20000}) {
    SCOPED_TRACE(count);
    Screen screen(1440, 900, 1);
    const demo::Demo demo = sheet(wide_import(count));
    ASSERT_TRUE(demo.state.import_state.dataset);
    EXPECT_LT(screen.draw(demo, 4).TotalVtxCount, 40'000);
    EXPECT_LT(screen.view().controls().size(), 60U);
  }
}

TEST(ImportSheetView, TheKeyboardWalksThroughMoreColumnsThanAreInSight) {
  Screen screen(1024, 700, 1);
  const demo::Demo demo = sheet(demo::import_of(demo::many_columns(60)));
  screen.draw(demo, 4);
  std::set<std::string> seen;
  for (int i = 0; i < 120; ++i) {
    screen.key(demo, NamedKey::kTab);
    seen.insert(screen.view().focus());
  }
  for (int c = 0; c < 60; ++c) {
    EXPECT_TRUE(seen.contains("type of column " + std::to_string(c))) << c;
  }
  EXPECT_TRUE(seen.contains("train"));
}

TEST(ImportSheetView, ListsOnlyDoubts) {
  Screen screen(1440, 900, 1);
  ImportState import = demo::import_of(demo::many_columns(4, "oops"));
  import.show = ImportShow::kDoubts;
  const demo::Demo demo = sheet(import);
  screen.draw(demo, 4);
  EXPECT_NE(control(screen, "type of column 0"), nullptr);
  EXPECT_NE(control(screen, "type of column 1"), nullptr);
  EXPECT_EQ(control(screen, "type of column 2"), nullptr);
}

}  // namespace
}  // namespace headroom::app
