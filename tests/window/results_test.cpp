// What is said of the outcome of a run, beside what there is to beat.
#include "app/state/results.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/run/quality.h"

namespace headroom::app {
namespace {

std::vector<std::string> texts(const Snapshot& run) {
  std::vector<std::string> all;
  for (const ResultLine& line : result_lines(run)) all.push_back((line.warns ? "! " : "") + line.text);
  return all;
}

ModelSnapshot network(const std::string& id, const std::string& title, double accuracy, double r2) {
  ModelSnapshot model;
  model.choice = {id, title, {50, 50}};
  model.selected = true;
  EpochMetric last;
  last.epoch = 20;
  last.validation_accuracy = accuracy;
  last.r2 = r2;
  model.history.epochs.push(last);
  return model;
}

// 114 rows that validate, of which 62.7 % are of one class.
Snapshot classification(RunState state) {
  Snapshot run;
  run.state = state;
  Baseline baseline;
  baseline.majority = 0.627;
  baseline.classes = ClassMetrics{.accuracy = 0.961, .balanced_accuracy = 0.928, .classes = {}};
  run.facts.edit().baseline = std::make_shared<const Baseline>(baseline);
  run.curves.edit().models = {network("small", "Small 2x50", 0.956, 0),
                              network("large", "Large 5x200", 0.974, 0)};
  return run;
}

std::shared_ptr<const Quality> quality(double accuracy, double balanced) {
  auto made = std::make_shared<Quality>();
  made->rows = 114;
  made->classes = ClassMetrics{.accuracy = accuracy, .balanced_accuracy = balanced, .classes = {}};
  return made;
}

TEST(Results, WhatThereIsToBeatIsKnownBeforeTheTraining) {
  EXPECT_EQ(to_beat(classification(RunState::kReady)), "majority 62.7 %, linear 96.1 %");
  EXPECT_EQ(texts(classification(RunState::kTraining)),
            std::vector<std::string>{"To beat: majority 62.7 %, linear 96.1 %"});
  EXPECT_EQ(texts(Snapshot{}), std::vector<std::string>{});
}

TEST(Results, ANetworkThatIsNoBetterIsNamedInTheEnd) {
  EXPECT_EQ(texts(classification(RunState::kFinished)),
            (std::vector<std::string>{"To beat: majority 62.7 %, linear 96.1 %",
                                      "! Small 2×50 is no better than the linear model (96.1 %)."}));
}

TEST(Results, AfterAnEarlyStopTheNetworkInUseCounts) {
  Snapshot run = classification(RunState::kFinished);
  run.curves.edit().models[0].validated = quality(0.98, 0.97);
  EXPECT_EQ(texts(run).size(), 1U);
}

TEST(Results, TestPartAndBalancedAccuracyAreAnnouncedAndTold) {
  Snapshot run = classification(RunState::kTraining);
  RunFacts facts = *run.facts;
  facts.test_rows = 1200;
  facts.doubts.push_back({.kind = DoubtKind::kUnbalanced});
  run.facts = facts;
  EXPECT_EQ(texts(run), (std::vector<std::string>{"To beat: majority 62.7 %, linear 96.1 %",
                                                  "Balanced accuracy: told at the end",
                                                  "Test, 1 200 rows: told at the end"}));
  run.state = RunState::kFinished;
  CurvesSnapshot curves = *run.curves;
  curves.models.pop_back();
  curves.models[0].tested = quality(0.9, 0.8);
  curves.models[0].validated = quality(0.97, 0.712);
  run.curves = curves;
  EXPECT_EQ(texts(run), (std::vector<std::string>{"To beat: majority 62.7 %, linear 96.1 %",
                                                  "Balanced accuracy: 71.2 %; linear 92.8 %",
                                                  "Test, 1 200 rows: 90.0 %"}));
}

TEST(Results, ARegressionIsToldInItsOwnWords) {
  Snapshot run;
  run.state = RunState::kFinished;
  RunFacts facts;
  facts.task = Task::kRegression;
  Baseline baseline;
  baseline.values = ValueMetrics{.r2 = 0.8931};
  facts.baseline = std::make_shared<const Baseline>(baseline);
  run.facts = facts;
  run.curves.edit().models = {network("small", "Small 2x50", 0, -0.2)};
  EXPECT_EQ(texts(run),
            (std::vector<std::string>{"To beat: R²: mean 0, linear 0.893",
                                      "! Small 2×50 is no better than always answering the mean (R² 0)."}));
}

}  // namespace
}  // namespace headroom::app
