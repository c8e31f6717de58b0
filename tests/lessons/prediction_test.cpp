#include "core/lessons/prediction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/lessons/markdown.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

TEST(Prediction, IsReadWithItsSliderOrItsChoices) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const PredictionReading reading = read_predictions(test::kPredictionText, "predictions.md", {});
  for (const Error& fault : reading.faults) ADD_FAILURE() << fault.what();
  ASSERT_EQ(reading.predictions.size(), 3U);
  const Prediction& ratio = reading.predictions[0];
  EXPECT_EQ(ratio.id, "epoch-time-ratio");
  EXPECT_EQ(ratio.title, "Time of an epoch, Large to Small");
  EXPECT_EQ(ratio.unit, "x");
  EXPECT_EQ(ratio.from, 1);
  EXPECT_EQ(ratio.to, 100);
  EXPECT_TRUE(ratio.logarithmic);
  EXPECT_EQ(ratio.where, "predictions.md:1");
  EXPECT_EQ(plain_text(ratio.hint.at(0).spans), "Arithmetic.");
  EXPECT_EQ(plain_text(ratio.why.at(0).spans), "Layers.");
  const Prediction& first = reading.predictions[1];
  EXPECT_EQ(first.choices, (std::vector<std::string>{"sgd", "adam", "adamw"}));
  EXPECT_EQ(plain_text(first.hint.at(0).spans), "Moments.");
  EXPECT_FALSE(reading.predictions[2].logarithmic);
  EXPECT_EQ(reading.predictions[2].from, 0);
}

Prediction slider(double from, double to, bool logarithmic) {
  Prediction prediction;
  prediction.from = from;
  prediction.to = to;
  prediction.logarithmic = logarithmic;
  return prediction;
}

MeasuredFigure measured(double value, double low, double high) {
  MeasuredFigure figure;
  figure.value = value;
  figure.low = low;
  figure.high = high;
  return figure;
}

struct GradedCase {
  double guess;
  GuessGrade grade;
  double factor;
  bool by_spread = false;
};

TEST(Grade, OnALogarithmicSliderIsWithinAFactorOfTwo) {
  const Prediction prediction = slider(1, 100, true);
  for (const GradedCase& each :
       {GradedCase{20, GuessGrade::kRight, 1}, GradedCase{10, GuessGrade::kRight, 2},
        GradedCase{40, GuessGrade::kRight, 2}, GradedCase{9.9, GuessGrade::kTooLow, 20 / 9.9},
        GradedCase{40.5, GuessGrade::kTooHigh, 2.025}, GradedCase{1, GuessGrade::kTooLow, 20}}) {
    const Graded graded = grade(prediction, each.guess, measured(20, 19, 21));
    EXPECT_EQ(graded.grade, each.grade) << each.guess;
    EXPECT_NEAR(graded.factor, each.factor, 1e-12) << each.guess;
    EXPECT_FALSE(graded.by_spread) << each.guess;
  }
}

TEST(Grade, OnALinearSliderIsWithinATenthOfIt) {
  const Prediction prediction = slider(0, 1, false);
  EXPECT_EQ(grade(prediction, 0.4, measured(0.3, 0.3, 0.3)).grade,
            GuessGrade::kRight);  // 0.4 - 0.3 > 0.1 in binary
  EXPECT_EQ(grade(prediction, 0.2, measured(0.3, 0.3, 0.3)).grade, GuessGrade::kRight);
  EXPECT_EQ(grade(prediction, 0.41, measured(0.3, 0.3, 0.3)).grade, GuessGrade::kTooHigh);
  EXPECT_EQ(grade(prediction, 0.19, measured(0.3, 0.3, 0.3)).grade, GuessGrade::kTooLow);
  EXPECT_EQ(grade(prediction, 0.05, measured(0, 0, 0)).grade, GuessGrade::kRight);
  EXPECT_TRUE(std::isinf(grade(prediction, 0.05, measured(0, 0, 0)).factor));
  EXPECT_EQ(grade(slider(-10, 10, false), 1, measured(-0.5, -0.5, -0.5)).grade, GuessGrade::kRight);
}

// Repeats that lie far apart say that the machine does not know better than the guess.
TEST(Grade, AmongTheRepeatsIsAlwaysRight) {
  const Prediction prediction = slider(1, 100, true);
  for (const auto& [guess, grade_of_it, spread] :
       {std::tuple(5.0, GuessGrade::kRight, true), std::tuple(60.0, GuessGrade::kRight, true),
        std::tuple(15.0, GuessGrade::kRight, false), std::tuple(4.9, GuessGrade::kTooLow, false),
        std::tuple(60.1, GuessGrade::kTooHigh, false)}) {
    const Graded graded = grade(prediction, guess, measured(20, 5, 60));
    EXPECT_EQ(graded.grade, grade_of_it) << guess;
    EXPECT_EQ(graded.by_spread, spread) << guess;
  }
}

TEST(Grade, OfChoicesIsRightOrWrong) {
  Prediction prediction;
  prediction.choices = {"sgd", "adam", "adamw"};
  EXPECT_EQ(grade(prediction, 1, measured(1, 0, 2)).grade, GuessGrade::kRight);
  EXPECT_EQ(grade(prediction, 0, measured(1, 0, 2)).grade, GuessGrade::kWrong);
  EXPECT_EQ(grade(prediction, 2, measured(1, 1, 1)).grade, GuessGrade::kWrong);
}

TEST(Grade, WhatIsNoFigureIsNeverRight) {
  const double none = std::nan("");
  EXPECT_NE(grade(slider(1, 100, true), 20, measured(none, none, none)).grade, GuessGrade::kRight);
  EXPECT_NE(grade(slider(0, 1, false), 0.5, measured(none, none, none)).grade, GuessGrade::kRight);
  EXPECT_NE(grade(slider(1, 100, true), 20, measured(0, 0, 0)).grade, GuessGrade::kRight);
}

}  // namespace
}  // namespace headroom
