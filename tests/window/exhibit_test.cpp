// What can be taken out of the window: the menu by mouse and keys, what the window makes of a choice, and
// that the files hold the figures.
#include "app/widgets/exhibit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "app/state/app.h"
#include "app/state/paths.h"
#include "app/views/data_csv.h"
#include "app/views/errors_csv.h"
#include "app/views/panels_csv.h"
#include "app/views/plan_csv.h"
#include "app/views/prediction_csv.h"
#include "app/window/exhibit_saver.h"
#include "core/base/csv_field.h"
#include "support/demo_errors.h"
#include "support/screen.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

using Cells = std::vector<std::vector<std::string>>;

// Of a file without quotes.
Cells cells_of(const std::string& csv) {
  Cells cells;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    cells.emplace_back();
    std::istringstream fields(line + ",");
    for (std::string field; std::getline(fields, field, ',');) cells.back().push_back(field);
  }
  return cells;
}

std::optional<action::Export> asked_export(Screen& screen) {
  std::optional<action::Export> last;
  for (const Action& action : screen.actions()) {
    if (const auto* const wanted = get_if<action::Export>(&action)) last = *wanted;
  }
  screen.actions().clear();
  return last;
}

const Exhibit& exhibit_of(Screen& screen, const std::string& name) {
  const Exhibit* const found = screen.view().exhibits().find(name);
  if (found == nullptr) throw std::runtime_error("there is no " + name);
  return *found;
}

TEST(Exhibits, ARightClickOffersTheValueAndTheWaysOut) {
  const demo::Demo demo = demo::errors(5, 60);
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Rect area = exhibit_of(screen, "errors-matrix").area;
  const ImVec2 cell{area.right() - 20, area.bottom() - 20};
  screen.right_click(demo, cell);
  for (const char* const name : {"Copy value", "Save as PNG", "Save as SVG", "Save as CSV", "Copy as CSV"})
    EXPECT_NE(screen.control(name), nullptr) << name;
  screen.click(demo, screen.control("Save as SVG")->area.center());
  screen.draw(demo);
  const auto wanted = asked_export(screen);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->name, "errors-matrix");
  EXPECT_EQ(wanted->format, ExportFormat::kSvg);
  EXPECT_FALSE(wanted->copy);
  EXPECT_EQ(screen.control("Save as SVG"), nullptr);  // it has closed
}

TEST(Exhibits, TheMenuKeyOffersTheOneAroundTheRing) {
  const demo::Demo demo = demo::errors(5, 60);
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "errors_matrix"), "");
  screen.key(demo, NamedKey::kMenu);
  ASSERT_NE(screen.control("Copy as CSV"), nullptr);
  ASSERT_EQ(screen.focus(demo, "Copy as CSV"), "");
  screen.key(demo, NamedKey::kEnter);
  const auto wanted = asked_export(screen);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->name, "errors-matrix");
  EXPECT_TRUE(wanted->copy);
}

TEST(Exhibits, TheMenuKeyWithoutARingListsThemAll) {
  const demo::Demo demo = demo::errors(5, 60);
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.key(demo, NamedKey::kMenu);
  const Control* const own = screen.control("Save Calibration …");
  ASSERT_NE(own, nullptr);
  screen.click(demo, own->area.center());
  screen.draw(demo);
  ASSERT_NE(screen.control("Save as PNG"), nullptr);
  screen.click(demo, screen.control("Save as PNG")->area.center());
  screen.draw(demo);
  const auto wanted = asked_export(screen);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->name, "errors-calibration");
  EXPECT_EQ(wanted->format, ExportFormat::kPng);
}

TEST(Exhibits, ThoseBehindASheetAreNotThere) {
  demo::Demo demo{"", demo::training({"small"}, 7), demo::ui_state()};
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_NE(screen.view().exhibits().find("curves"), nullptr);
  demo.state.open_stage = StageId::kPreprocess;
  screen.draw(demo);
  EXPECT_EQ(screen.view().exhibits().find("curves"), nullptr);
  EXPECT_FALSE(screen.view().exhibits().names().empty());  // the sheet's tables
}

TEST(Exhibits, NamesAreOneWordAndStandOnce) {
  Screen screen(1440, 900, 1);
  for (const demo::Demo& demo : demo::all()) {
    screen.draw(demo);
    std::set<std::string> seen;
    for (const std::string& name : screen.view().exhibits().names()) {
      EXPECT_EQ(name.find_first_of(" ,\""), std::string::npos) << name;
      EXPECT_TRUE(seen.insert(name).second) << demo.name << ": " << name;
    }
  }
}

// --- The files hold the figures

ErrorsSource errors_of(const demo::Demo& demo) {
  return {demo.run.inspections[index_of(Inspect::kErrors)], demo.run.facts->dataset, "large", {}};
}

TEST(ExhibitCsv, TheMatrixIsTheCounts) {
  const demo::Demo demo = demo::errors(4, 60);
  const ErrorsSource source = errors_of(demo);
  const Cells cells = cells_of(matrix_csv(source));
  ASSERT_EQ(cells.size(), 5U);
  EXPECT_EQ(cells[0], (std::vector<std::string>{"true", "k0", "k1", "k2", "k3"}));
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < 4; ++r) {
    for (std::size_t c = 0; c < 4; ++c) {
      EXPECT_EQ(std::stoll(cells[r + 1][c + 1]), source.looked().counts[4 * r + c]);
      sum += std::stoll(cells[r + 1][c + 1]);
    }
  }
  EXPECT_EQ(sum, 600);
}

TEST(ExhibitCsv, FiguresOfClassesReadBackTheSame) {
  const demo::Demo demo = demo::errors(4, 60);
  const ErrorsSource source = errors_of(demo);
  const Cells cells = cells_of(classes_csv(source));
  for (std::size_t c = 0; c < 4; ++c) {
    const ClassMetric& metric = source.looked().classes.classes[c];
    EXPECT_EQ(std::stod(cells[c + 1][1]), metric.precision);
    EXPECT_EQ(std::stod(cells[c + 1][2]), metric.recall);
    EXPECT_EQ(std::stod(cells[c + 1][3]), metric.f1);
    EXPECT_EQ(std::stoll(cells[c + 1][4]), metric.rows);
  }
}

TEST(ExhibitCsv, AnswersStandInTheOrderOfTheList) {
  const demo::Demo demo = demo::errors(3, 60);
  const ErrorsSource source = errors_of(demo);
  const std::vector<std::uint32_t> listed{7, 3, 500};
  const Cells cells = cells_of(answers_csv(source, listed));
  ASSERT_EQ(cells.size(), 4U);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const RowAnswer& answer = source.looked().answers[listed[i]];
    EXPECT_EQ(cells[i + 1][0], std::to_string(answer.row));
    EXPECT_EQ(cells[i + 1][1], "k" + std::to_string(answer.truth));
    EXPECT_EQ(cells[i + 1][2], "k" + std::to_string(answer.said[0]));
    EXPECT_EQ(std::stof(cells[i + 1][3]), answer.share[0]);
  }
}

// The Data tab's own figures of a run on the processor.
DataSource data_of(const demo::Demo& demo, DataStage stage) {
  const DataFigures& figures = *demo.run.inspections[index_of(Inspect::kData)]->data();
  return {figures, figures.answers, stage};
}

TEST(ExhibitCsv, RowsAreThoseListedAtTheShownStage) {
  const demo::Demo demo{"data", demo::table(), demo::ui_state()};
  for (const DataStage stage : {DataStage::kRaw, DataStage::kScaled, DataStage::kFeatures}) {
    DataSource source = data_of(demo, stage);
    DataOrder few = *source.figures.order;
    few.rows = {4999, 17, 3, 5000};
    source.figures.order = std::make_shared<const DataOrder>(few);
    const RowStages& stages = source.figures.rows->stages;
    const std::vector<std::uint32_t>& order = source.figures.order->rows;
    const Cells cells = cells_of(rows_csv(source));
    ASSERT_EQ(cells.size(), order.size() + 1);
    const std::int64_t columns = stage == DataStage::kFeatures ? stages.features() : stages.columns();
    ASSERT_EQ(cells[0].size(), static_cast<std::size_t>(5 + columns));
    EXPECT_EQ(cells[0].back(), stages.name(columns - 1));
    for (const std::size_t i : {std::size_t{0}, order.size() / 2, order.size() - 1}) {
      const std::vector<std::string>& line = cells[i + 1];
      const auto row = static_cast<std::int64_t>(order[i]);
      EXPECT_EQ(line[0], std::to_string(row));
      EXPECT_EQ(line[2], stages.dataset().class_names[static_cast<std::size_t>(
                             stages.dataset().targets[static_cast<std::size_t>(row)])]);
      for (const std::int64_t k : {std::int64_t{0}, columns - 1}) {
        const std::string& cell = line[static_cast<std::size_t>(5 + k)];
        if (stage == DataStage::kRaw) {
          EXPECT_EQ(std::stod(cell), stages.raw(row, k));
        } else {
          EXPECT_EQ(std::stof(cell),
                    stage == DataStage::kScaled ? stages.scaled(row, k) : stages.feature(row, k));
        }
      }
    }
  }
}

TEST(ExhibitCsv, AMissingNumberIsEmptyAndTheScaledOneIsThere) {
  const demo::Demo demo{"missing", demo::odd_table("missing"), demo::ui_state()};
  const DataSource raw = data_of(demo, DataStage::kRaw);
  const RowStages& stages = raw.figures.rows->stages;
  const Cells as_read = cells_of(rows_csv(raw)),
              scaled = cells_of(rows_csv(data_of(demo, DataStage::kScaled)));
  bool any = false;
  for (std::size_t i = 0; i < raw.figures.order->rows.size(); ++i) {
    for (std::int64_t c = 0; c < stages.columns(); ++c) {
      if (!stages.missing(static_cast<std::int64_t>(raw.figures.order->rows[i]), c)) continue;
      any = true;
      EXPECT_EQ(as_read[i + 1][static_cast<std::size_t>(5 + c)], "");
      EXPECT_NE(scaled[i + 1][static_cast<std::size_t>(5 + c)], "");
    }
  }
  EXPECT_TRUE(any);
}

TEST(ExhibitCsv, CorrelationsAreSymmetricAndEndWithTheTarget) {
  const demo::Demo demo{"data", demo::table(), demo::ui_state()};
  const DataSource source = data_of(demo, DataStage::kRaw);
  const Cells cells = cells_of(correlations_csv(source));
  const std::size_t n = source.figures.relations->columns.size();
  ASSERT_EQ(cells.size(), n + 2);
  EXPECT_EQ(cells.back()[0], source.figures.rows->stages.dataset().target_name);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_EQ(std::stod(cells[i + 1][i + 1]), 1);
    for (std::size_t j = 0; j < n; ++j) EXPECT_EQ(cells[i + 1][j + 1], cells[j + 1][i + 1]);
    EXPECT_EQ(std::stod(cells[n + 1][i + 1]), source.figures.relations->with_target[i]);
  }
}

TEST(ExhibitCsv, PlanLinesAddUpToTheirSum) {
  const UiState state = demo::plan_state();
  const Cells cells = cells_of(plan_lines_csv(*state.plan.report));
  Bytes sum = 0;
  ASSERT_GT(cells.size(), 3U);
  for (std::size_t i = 1; i + 1 < cells.size(); ++i) sum += std::stoll(cells[i][1]);
  EXPECT_EQ(cells.back()[0], "sum");
  EXPECT_EQ(std::stoll(cells.back()[1]), state.plan.report->plan.bytes);
  EXPECT_EQ(sum, state.plan.report->plan.bytes);
  EXPECT_EQ(cells_of(plan_cards_csv(*state.plan.report)).size(), state.plan.report->cards.size() + 1);
}

TEST(ExhibitCsv, MemoryIsTheTableOfTheRun) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  const MemorySnapshot& memory = *run.memory;
  const Cells cells = cells_of(memory_csv(memory));
  Bytes predicted = 0;
  std::size_t lines = 0;
  for (const std::vector<std::string>& line : cells) {
    if (line[0] == "total of this run") {
      EXPECT_EQ(std::stoll(line[1]), memory.predicted_total);
      EXPECT_EQ(predicted, memory.predicted_total);
    }
    for (const auto& category : kCategoryNames) {
      if (line[0] != category.name) continue;
      ++lines;
      predicted += std::stoll(line[1]);
      const auto i = static_cast<std::size_t>(category.value);
      EXPECT_EQ(line[2], memory.charged_total > 0 ? std::to_string(memory.charged[i]) : "");
    }
  }
  EXPECT_EQ(lines, kCategoryNames.size());
}

TEST(ExhibitCsv, EveryNetworkHasALine) {
  const Snapshot run = demo::training({"small"}, 7);
  const Cells cells = cells_of(architecture_csv(run));
  ASSERT_EQ(cells.size(), run.curves->models.size() + 1);
  for (std::size_t m = 0; m < run.curves->models.size(); ++m) {
    EXPECT_EQ(cells[m + 1][0], run.curves->models[m].choice.id);
    EXPECT_EQ(std::stoll(cells[m + 1][3]), run.curves->models[m].parameters);
    EXPECT_EQ(cells[m + 1][2], run.curves->models[m].selected ? "1" : "0");
  }
}

TEST(ExhibitCsv, WhatThePlanOffersAndItsTime) {
  const UiState state = demo::plan_state();
  const PlanReport& report = *state.plan.report;
  EXPECT_EQ(static_cast<std::size_t>(
                std::count_if(report.remedies.begin(), report.remedies.end(),
                              [csv = plan_remedies_csv(report)](const PlanRemedy& remedy) {
                                return csv.find("," + std::to_string(remedy.bytes) + "," +
                                                std::to_string(remedy.saves) + ",") != std::string::npos;
                              })),
            report.remedies.size());
  EXPECT_NE(plan_limits_csv(report).find("micro-batch," + std::to_string(report.limits.micro_batch) + "\n"),
            std::string::npos);
  ASSERT_TRUE(report.step);
  EXPECT_NE(plan_time_csv(report).find("one step,s," + exact_text(report.step->step.seconds) + ","),
            std::string::npos);
}

// What lies beside the tabs, in sheets and in the plan can be taken out as well.
TEST(Exhibits, PanelsAndTablesAreAmongThem) {
  Screen screen(1440, 900, 1);
  const auto names_of = [&](const demo::Demo& demo) {
    screen.draw(demo, 3);
    const std::vector<std::string> names = screen.view().exhibits().names();
    return std::set<std::string>(names.begin(), names.end());
  };
  demo::Demo demo{"", demo::training({"small"}, 7), demo::ui_state()};
  const auto beside = names_of(demo);
  EXPECT_TRUE(beside.contains("memory") && beside.contains("architecture"));
  demo.state.open_stage = StageId::kPreprocess;
  EXPECT_TRUE(names_of(demo).contains("table-after"));
  EXPECT_EQ(exhibit_of(screen, "table-after").title, "Rows after");
  const auto plan = names_of({"plan", demo::training({"small"}, 7), demo::plan_state()});
  for (const char* const name : {"plan-memory", "plan-remedies"}) EXPECT_TRUE(plan.contains(name)) << name;
}

// --- What the window makes of a choice

// The saver with a window whose framebuffer has two pixels for each of its units.
class Saving : public testing::Test {
 protected:
  Saving() : demo_(demo::errors(5, 60)), screen_(1440, 900, 1) { screen_.draw(demo_); }
  ExhibitNews save(action::Export wanted) {
    saver_.request(std::move(wanted));
    while (saver_.wants_frames()) {
      screen_.view().exhibits().await(saver_.awaited());
      screen_.view().exhibits().uncover(saver_.takes_next());
      if (saver_.tapes_next()) screen_.view().tape().begin();
      screen_.draw(demo_, 1);
      saver_.frame_drawn(
          {screen_.view().exhibits(), screen_.view().tape(), screen_.theme(), screen_.fonts(), 2, [] {
             return Picture{2880, 1800, std::vector<std::uint8_t>(3 * 2880 * 1800, 90)};
           }});
    }
    for (int i = 0; i < 20'000; ++i) {
      if (auto news = saver_.poll()) return *news;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return {};
  }
  static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  test::TemporaryDirectory directory_;
  demo::Demo demo_;
  Screen screen_;
  ExhibitSaver saver_;
};

TEST_F(Saving, APictureHasTheExhibitsPixels) {
  const Rect area = exhibit_of(screen_, "errors-matrix").area;
  const std::filesystem::path path = directory_ / "new" / "matrix.png";
  EXPECT_EQ(save({"errors-matrix", ExportFormat::kPng, path.string()}).notice, "saved " + path.string());
  const std::string png = read(path);
  const auto number = [&](std::size_t at) {
    return static_cast<int>(static_cast<unsigned char>(png[at + 2])) * 256 +
           static_cast<unsigned char>(png[at + 3]);
  };
  EXPECT_NEAR(number(16), 2 * (area.w + 2 * kExhibitMargin), 2);
  EXPECT_NEAR(number(20), 2 * (area.h + 2 * kExhibitMargin), 2);
}

TEST(ExhibitPictures, AMarginInOneColourAroundEveryPixel) {
  const Picture frame = framed({2, 1, {1, 2, 3, 4, 5, 6}}, 1, {1, 0, 0, 1});
  EXPECT_EQ(frame.width, 4);
  EXPECT_EQ(frame.height, 3);
  const std::vector<std::uint8_t> red{255, 0, 0};
  std::vector<std::uint8_t> wanted;
  const auto append = [&](const std::vector<std::uint8_t>& pixels) {
    wanted.insert(wanted.end(), pixels.begin(), pixels.end());
  };
  for (int i = 0; i < 5; ++i) append(red);
  append({1, 2, 3, 4, 5, 6});
  for (int i = 0; i < 5; ++i) append(red);
  EXPECT_EQ(frame.rgb, wanted);
}

// A message is no part of the figure that it happens to lie over.
TEST_F(Saving, WhatIsTakenHasNoMessageOverIt) {
  demo_.state.failure = Error(ErrorCode::kNotFound, "covers the figures", "here");
  const std::filesystem::path svg = directory_ / "pairs.svg";
  screen_.draw(demo_);
  ASSERT_NE(screen_.control("dismiss"), nullptr);
  EXPECT_FALSE(save({"errors-matrix", ExportFormat::kSvg, svg.string()}).failure);
  EXPECT_EQ(screen_.control("dismiss"), nullptr);  // in the frame that was taken
  screen_.view().exhibits().uncover(false);
  screen_.draw(demo_);
  EXPECT_NE(screen_.control("dismiss"), nullptr);
}

TEST_F(Saving, NumbersAndDrawingsAreWritten) {
  const std::filesystem::path csv = directory_ / "matrix.csv", svg = directory_ / "matrix.svg";
  EXPECT_FALSE(save({"errors-matrix", ExportFormat::kCsv, csv.string()}).failure);
  EXPECT_EQ(
      read(csv),
      matrix_csv({demo_.run.inspections[index_of(Inspect::kErrors)], demo_.run.facts->dataset, "small", {}}));
  EXPECT_FALSE(save({"errors-matrix", ExportFormat::kSvg, svg.string()}).failure);
  EXPECT_NE(read(svg).find(">predicted</text>"), std::string::npos);
  EXPECT_FALSE(screen_.view().tape().running());
}

TEST_F(Saving, ACopyGoesToTheClipboardAndNoFile) {
  const ExhibitNews news = save({"errors-classes", ExportFormat::kCsv, {}, true});
  ASSERT_TRUE(news.copied);
  EXPECT_TRUE(news.copied->starts_with("class,precision,recall,f1,rows\nk0,"));
}

TEST_F(Saving, WhatIsNotShownIsRefusedWithWhatIs) {
  const ExhibitNews news = save({"data-rows", ExportFormat::kSvg, (directory_ / "a.svg").string()});
  ASSERT_TRUE(news.failure);
  EXPECT_NE(std::string(news.failure->what()).find("errors-matrix"), std::string::npos);
  EXPECT_FALSE(screen_.view().tape().running());
}

TEST_F(Saving, AFolderThatCannotBeWrittenIsSaid) {
  const std::filesystem::path file = directory_ / "in the way";
  std::ofstream(file) << "a file";
  const ExhibitNews news = save({"errors-matrix", ExportFormat::kCsv, (file / "matrix.csv").string()});
  ASSERT_TRUE(news.failure);
  EXPECT_EQ(read(file), "a file");
}

TEST(ExportAction, GoesToTheDefaultPlaceOverNothing) {
  test::TemporaryDirectory home;
  ::setenv("XDG_DATA_HOME", home.path().c_str(), 1);
  auto run = std::make_shared<const Snapshot>(demo::training({"small"}, 2));
  App app({[](const Command&) {}, [&] { return run; }}, Settings(), [] { return Library(); });
  app.perform(Action{action::Export{"errors-matrix", ExportFormat::kCsv}});
  const auto first = app.take_export_request();
  ASSERT_TRUE(first);
  EXPECT_TRUE(
      first->path.starts_with((home.path() / "headroom/exports/scalability-errors-matrix-").string()));
  EXPECT_TRUE(first->path.ends_with(".csv"));
  EXPECT_FALSE(app.take_export_request());
  // A file that is there already is left alone, whatever the second on the clock.
  write_output(default_output("exports", "a", ".csv"), "first");
  const std::string second = default_output("exports", "a", ".csv");
  EXPECT_FALSE(std::filesystem::exists(second));
  app.perform(Action{action::Export{"errors-matrix", ExportFormat::kCsv, {}, true}});
  EXPECT_EQ(app.take_export_request()->path, "");
  ::unsetenv("XDG_DATA_HOME");
}

}  // namespace
}  // namespace headroom::app
