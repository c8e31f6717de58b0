// Curves as files: every value, and a drawing that other programs can read.
#include "app/state/curve_export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "app/state/app.h"
#include "core/base/error.h"
#include "support/demo_runs.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields;
    std::string field;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"') {
        if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
          field += line[++i];
        } else {
          quoted = !quoted;
        }
      } else if (line[i] == ',' && !quoted) {
        fields.push_back(std::exchange(field, {}));
      } else {
        field += line[i];
      }
    }
    fields.push_back(field);
    rows.push_back(fields);
  }
  return rows;
}

TEST(CurvesCsv, HasEveryStepAndEpochAsTheHistoryHasThem) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  const auto rows = rows_of(curves_csv(run));
  EXPECT_EQ(rows[0], (std::vector<std::string>{"run", "model", "rows", "step", "epoch", "seconds", "loss",
                                               "accuracy", "r2"}));
  std::size_t expected = 1;
  for (const ModelSnapshot& model : run.curves->models) {
    expected += model.history.step_loss.size() + model.history.epochs.size();
  }
  ASSERT_EQ(rows.size(), expected);
  std::map<std::string, std::size_t> steps, epochs;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    ASSERT_EQ(row.size(), 9U);
    const auto& models = run.curves->models;
    const ModelSnapshot& model =
        *std::find_if(models.begin(), models.end(), [&](const auto& m) { return m.choice.id == row[1]; });
    if (row[2] == "train") {
      const std::size_t at = steps[row[1]]++;
      EXPECT_EQ(std::stoll(row[3]), static_cast<long long>(at) + 1);
      EXPECT_DOUBLE_EQ(std::stod(row[4]), static_cast<double>(at + 1) / 125);  // 125 steps an epoch
      EXPECT_EQ(std::strtof(row[6].c_str(), nullptr), model.history.step_loss[at]);
      EXPECT_EQ(std::strtof(row[7].c_str(), nullptr), model.history.step_accuracy[at]);
    } else {
      const EpochMetric& epoch = model.history.epochs[epochs[row[1]]++];
      EXPECT_EQ(row[2], "validation");
      EXPECT_EQ(std::stoll(row[3]), epoch.epoch * 125);
      EXPECT_EQ(std::stoll(row[4]), epoch.epoch);
      EXPECT_EQ(std::strtod(row[6].c_str(), nullptr), epoch.validation_loss);
      EXPECT_EQ(std::strtod(row[7].c_str(), nullptr), epoch.validation_accuracy);
    }
    EXPECT_EQ(row[8], "");
  }
}

TEST(CurvesCsv, NamesWithCommasAndValuesThatAreNoNumbers) {
  Snapshot run;
  PastRun old;
  old.id = 3;
  old.model = "small";
  old.title = "Small \"2x50\", seed 2";
  old.steps_per_epoch = 2;
  old.history.push_step(0.5F, 0.25F, 0.1F);
  old.history.push_step(NAN, 0.25F, 0.2F);
  old.history.push_step(INFINITY, 0.25F, 0.3F);
  run.past = PastRuns{old};
  const auto rows = rows_of(curves_csv(run));
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[1][0], "Small \"2x50\", seed 2");
  EXPECT_EQ(rows[1][4], "0.5");
  EXPECT_EQ(rows[2][6], "nan");
  EXPECT_EQ(rows[3][6], "inf");
}

TEST(CurvesCsv, OfARegressionHasR2) {
  const auto rows = rows_of(curves_csv(demo::regression()));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i][7], "");
    EXPECT_EQ(rows[i][8].empty(), rows[i][2] == "train");
  }
}

// Enough of XML to see that every element is closed and that no text breaks it.
void expect_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  std::size_t at = 0;
  while ((at = xml.find('<', at)) != std::string::npos) {
    const std::size_t end = xml.find('>', at);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    EXPECT_EQ(tag.find('<'), std::string::npos) << tag;
    at = end;
    if (tag[0] == '?') continue;
    const std::string name = tag.substr(tag[0] == '/' ? 1 : 0, tag.find_first_of(" /", 1) - (tag[0] == '/'));
    if (tag[0] == '/') {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), tag.substr(1));
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
  }
  EXPECT_TRUE(open.empty());
  for (at = xml.find('&'); at != std::string::npos; at = xml.find('&', at + 1)) {
    const std::string entity = xml.substr(at, xml.find(';', at) - at + 1);
    EXPECT_TRUE(entity == "&amp;" || entity == "&lt;" || entity == "&gt;") << entity;
  }
}

TEST(CurvesSvg, IsWellFormedAndNamesWhatItShows) {
  Snapshot run = demo::training({"small", "large"}, 7);
  run.facts.edit().config.title = "A & B <\x01 1>";
  const std::string svg = curves_svg(run, {});
  expect_well_formed(svg);
  for (const char* part : {"A &amp; B &lt; 1&gt;", ">Loss<", ">Accuracy<", ">epoch<", "Small 2×50",
                           "Large 5×200", ">validation<", "<polyline", "viewBox"}) {
    EXPECT_NE(svg.find(part), std::string::npos) << part;
  }
}

TEST(CurvesSvg, ShowsWhatTheWindowShows) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  CurveOptions options;
  options.show = CurveShow::kQuality;
  options.set_hidden("large", true);
  const std::string svg = curves_svg(run, options);
  expect_well_formed(svg);
  EXPECT_EQ(svg.find(">Loss<"), std::string::npos);
  EXPECT_EQ(svg.find("Large"), std::string::npos);
  EXPECT_NE(svg.find("Small 2×50"), std::string::npos);
}

TEST(ExportFormat, ComesFromTheEnding) {
  EXPECT_EQ(export_format_of("a/b.CSV"), ExportFormat::kCsv);
  EXPECT_EQ(export_format_of("b.svg"), ExportFormat::kSvg);
  EXPECT_THROW(export_format_of("b.pdf"), Error);
  EXPECT_THROW(export_format_of("csv"), Error);
}

// The window's state with a run that does not move.
class Exporting : public testing::Test {
 protected:
  explicit Exporting(Snapshot run = demo::training({"small"}, 2))
      : run_(std::make_shared<const Snapshot>(std::move(run))),
        app_({[](const Command&) {}, [this] { return run_; }}, Settings(), [] { return Library(); }) {}
  void wait() {
    for (int i = 0; i < 5000 && app_.busy(); ++i) {
      app_.poll(now_ += 0.001);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_FALSE(app_.busy());
  }
  std::string read(const std::string& path) const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  test::TemporaryDirectory directory_;
  std::shared_ptr<const Snapshot> run_;
  App app_;
  double now_ = 0;
};

TEST_F(Exporting, WritesInAJobAndSaysWhere) {
  wait();
  const std::string path = (directory_.path() / "new folder" / "curves.csv").string();
  app_.perform(Action{action::ExportCurves{ExportFormat::kCsv, path}});
  EXPECT_FALSE(app_.settled());
  wait();
  EXPECT_EQ(app_.visible_error(), nullptr);
  EXPECT_EQ(app_.state().notice, "saved " + path);
  EXPECT_EQ(read(path), curves_csv(*run_));
}

TEST_F(Exporting, SaysWhyAFileCannotBeWritten) {
  wait();
  const std::string file = (directory_.path() / "file").string();
  std::ofstream(file) << "in the way";
  app_.perform(Action{action::ExportCurves{ExportFormat::kSvg, file + "/curves.svg"}});
  wait();
  ASSERT_NE(app_.visible_error(), nullptr);
  EXPECT_EQ(read(file), "in the way");
}

TEST_F(Exporting, APictureIsTakenOfTheCurvesTab) {
  wait();
  app_.perform(Action{action::SelectTab{Tab::kPlan}});
  app_.perform(Action{action::ExportCurves{ExportFormat::kPng, "a.png"}});
  EXPECT_TRUE(app_.state().shows(Tab::kCurves));
  EXPECT_EQ(app_.take_export_request()->path, "a.png");
  EXPECT_FALSE(app_.take_export_request().has_value());
}

class ExportingNothing : public Exporting {
 protected:
  ExportingNothing() : Exporting(demo::ready()) {}
};

TEST_F(ExportingNothing, IsRefusedWithWhatToDo) {
  wait();
  app_.perform(Action{action::ExportCurves{ExportFormat::kCsv, "never.csv"}});
  ASSERT_NE(app_.visible_error(), nullptr);
  EXPECT_NE(std::string(app_.visible_error()->what()).find("train first"), std::string::npos);
  EXPECT_FALSE(app_.busy());
}

}  // namespace
}  // namespace headroom::app
