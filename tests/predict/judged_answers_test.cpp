// Figures by hand; their formulas are tested in tests/model/metrics_test.cpp.
#include "core/predict/judged_answers.h"

#include <gtest/gtest.h>

#include <cmath>

namespace headroom {
namespace {

RunRecord income() {
  RunRecord record;
  record.target_name = "income";
  record.class_names = {"<=50K", ">50K"};
  return record;
}

PredictedRow says(std::int64_t which, double probability) {
  PredictedRow p;
  p.class_index = which;
  p.probabilities = which == 1 ? std::vector<double>{1 - probability, probability}
                               : std::vector<double>{probability, 1 - probability};
  p.output = {p.probabilities[1]};
  return p;
}

// The labels of the adult data: its test file writes a point behind them.
TEST(JudgedAnswers, LabelsThatTheRunNeverSaw) {
  const JudgedAnswers judged =
      judge_answers(income(), {says(1, 0.9), says(0, 0.8), says(1, 0.6), says(0, 0.7), says(0, 0.9)},
                    {">50K.", "<=50K", "<=50K", "", ">50K."});
  ASSERT_EQ(judged.unknown.size(), 1U);
  EXPECT_EQ(judged.unknown[0].label, ">50K.");
  EXPECT_EQ(judged.unknown[0].rows, 2);
  EXPECT_EQ(judged.unknown[0].nearest, ">50K");
  EXPECT_EQ(judged.unknown_rows(), 2);
  EXPECT_EQ(judged.without_target, 1);
  ASSERT_TRUE(judged.classes);
  EXPECT_EQ(judged.classes->rows, 2);
  EXPECT_DOUBLE_EQ(judged.classes->accuracy, 0.5);
  EXPECT_NEAR(judged.loss, -(std::log(0.8) + std::log(0.4)) / 2, 1e-12);
}

TEST(JudgedAnswers, NearestLabels) {
  const std::vector<std::string> incomes = {"<=50K", ">50K"}, flowers = {"setosa", "versicolor", "virginica"};
  EXPECT_EQ(nearest_label(">50K.", incomes), ">50K");
  EXPECT_EQ(nearest_label("<=50k.", incomes), "<=50K");
  EXPECT_EQ(nearest_label("Iris-setosa", flowers), "setosa");
  EXPECT_EQ(nearest_label("VIRGINICA ", flowers), "virginica");
  EXPECT_EQ(nearest_label("versicolour", flowers), "versicolor");
  EXPECT_EQ(nearest_label("banana", flowers), "");
  EXPECT_EQ(nearest_label("yes", {"YES", "yes "}), "yes ");  // of two alike the one with fewer changes
  EXPECT_EQ(nearest_label("a", {}), "");
}

TEST(JudgedAnswers, ValuesInTheFilesUnit) {
  RunRecord record;
  record.task = Task::kRegression;
  record.target = {100, 10};
  PredictedRow one, two, three;
  one.output = {110};
  two.output = {95};
  three.output = {1};
  const JudgedAnswers judged = judge_answers(record, {one, two, three}, {"100", "97.5", "about 3"});
  ASSERT_TRUE(judged.values);
  EXPECT_EQ(judged.values->rows, 2);
  EXPECT_DOUBLE_EQ(judged.values->mae, 6.25);
  EXPECT_DOUBLE_EQ(judged.loss, (1.0 + 0.0625) / 2);
  ASSERT_EQ(judged.unknown.size(), 1U);
  EXPECT_EQ(judged.unknown[0].label, "about 3");
}

TEST(JudgedAnswers, NothingToCompareIsNoFigure) {
  const JudgedAnswers judged = judge_answers(income(), {says(1, 0.9)}, {"?"});
  EXPECT_TRUE(std::isnan(judged.classes->accuracy));
  EXPECT_TRUE(std::isnan(judged.loss));
}

}  // namespace
}  // namespace headroom
