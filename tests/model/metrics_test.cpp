// Expected figures are scikit-learn 1.9.1's (sklearn.metrics; zero_division=0), or counted by hand.
#include "core/model/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace headroom {
namespace {

TEST(Metrics, OfClassesAreThoseOfScikitLearn) {
  const std::vector<std::int64_t> truth{0, 0, 0, 0, 0, 1, 1, 2, 2, 2}, said{0, 0, 1, 0, 3, 1, 2, 2, 2, 0};
  const ClassMetrics metrics = class_metrics(truth, said, 4);
  EXPECT_EQ(metrics.rows, 10);
  EXPECT_EQ(metrics.correct, 6);
  EXPECT_DOUBLE_EQ(metrics.accuracy, 0.6);
  EXPECT_DOUBLE_EQ(metrics.balanced_accuracy, 0.5888888888888889);  // class 3 has no rows and does not count
  EXPECT_DOUBLE_EQ(metrics.majority_accuracy, 0.5);
  EXPECT_EQ(metrics.majority_class, 0);
  const double precision[] = {0.75, 0.5, 2.0 / 3, 0}, recall[] = {0.6, 0.5, 2.0 / 3, 0};
  const double f1[] = {2.0 / 3, 0.5, 2.0 / 3, 0};
  const std::int64_t rows[] = {5, 2, 3, 0};
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_DOUBLE_EQ(metrics.classes[c].precision, precision[c]) << c;
    EXPECT_DOUBLE_EQ(metrics.classes[c].recall, recall[c]) << c;
    EXPECT_DOUBLE_EQ(metrics.classes[c].f1, f1[c]) << c;
    EXPECT_EQ(metrics.classes[c].rows, rows[c]) << c;
  }
}

TEST(Metrics, OfValuesAreThoseOfScikitLearn) {
  const std::vector<double> truth{3, -0.5, 2, 7, 410000.25}, said{2.5, 0, 2, 8, 409000};
  const ValueMetrics metrics = value_metrics(truth, said);
  EXPECT_EQ(metrics.rows, 5);
  EXPECT_NEAR(metrics.rmse, 447.32573422507227, 1e-9);
  EXPECT_NEAR(metrics.mae, 200.45, 1e-12);
  EXPECT_NEAR(metrics.r2, 0.9999925601251212, 1e-12);
  EXPECT_NEAR(value_metrics(std::span(truth).first(4), std::span(said).first(4)).r2, 0.9486081370449679,
              1e-14);
}

TEST(Metrics, ConstantTruthAndNoRows) {
  const std::vector<double> same{0.1, 0.1, 0.1}, off{0.1, 0.1, 0.2};
  EXPECT_EQ(value_metrics(same, same).r2, 1);
  EXPECT_EQ(value_metrics(same, off).r2, 0);
  EXPECT_TRUE(std::isnan(value_metrics({}, {}).rmse));
  EXPECT_TRUE(std::isnan(class_metrics({}, {}, 2).accuracy));
  EXPECT_EQ(class_metrics({}, {}, 2).majority_class, -1);
}

TEST(Metrics, SpreadIsThatOfASample) {
  const Spread spread = spread_of(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_DOUBLE_EQ(spread.mean, 5);
  EXPECT_DOUBLE_EQ(spread.deviation, std::sqrt(32.0 / 7));
  EXPECT_EQ(spread.count, 8);
  EXPECT_TRUE(std::isnan(spread_of(std::vector<double>{1}).deviation));
}

}  // namespace
}  // namespace headroom
