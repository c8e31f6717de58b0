// Confusion, curves, calibration and residuals against scikit-learn and numpy (tests/golden/make_errors.py),
// and the cases that they leave open.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/model/calibration.h"
#include "core/model/confusion.h"
#include "core/model/rank_curves.h"
#include "core/model/residuals.h"
#include "test_places.h"

namespace headroom {
namespace {

using nlohmann::json;

const json& golden() {
  static const json document = [] {
    std::ifstream in(HEADROOM_TESTS_DIR "/golden/errors.json");
    return json::parse(in);
  }();
  return document;
}

std::vector<Ranked> ranked(const json& each, std::size_t own) {
  const std::vector<double> p = each.at("probabilities");
  const std::vector<std::int64_t> truth = each.at("truth");
  const std::size_t classes = each.at("classes");
  std::vector<Ranked> rows;
  for (std::size_t r = 0; r < truth.size(); ++r) {
    rows.push_back({static_cast<float>(p[r * classes + own]), truth[r] == static_cast<std::int64_t>(own)});
  }
  std::sort(rows.begin(), rows.end(), ranks_before);
  return rows;
}

TEST(ErrorsGolden, CountsAndFiguresOfClasses) {
  for (const json& each : golden().at("cases")) {
    const std::vector<std::int64_t> truth = each.at("truth"), said = each.at("said");
    const std::vector<std::int64_t> counts = confusion_counts(truth, said, each.at("classes"));
    EXPECT_EQ(counts, each.at("confusion").get<std::vector<std::int64_t>>());
    const ClassMetrics metrics = class_metrics_of(counts);
    EXPECT_DOUBLE_EQ(metrics.accuracy, each.at("accuracy"));
    EXPECT_DOUBLE_EQ(metrics.balanced_accuracy, each.at("balanced_accuracy"));
    for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
      EXPECT_DOUBLE_EQ(metrics.classes[c].precision, each.at("precision")[c]) << c;
      EXPECT_DOUBLE_EQ(metrics.classes[c].recall, each.at("recall")[c]) << c;
      EXPECT_DOUBLE_EQ(metrics.classes[c].f1, each.at("f1")[c]) << c;
      EXPECT_EQ(metrics.classes[c].rows, each.at("support")[c]) << c;
    }
  }
}

TEST(ErrorsGolden, CurvesOfEveryClassAgainstTheRest) {
  for (const json& each : golden().at("cases")) {
    for (const json& want : each.at("curves")) {
      const RankCurves curves = rank_curves(ranked(each, want.at("class")));
      EXPECT_NEAR(curves.auc, want.at("auc").get<double>(), 1e-12);
      EXPECT_NEAR(curves.average_precision, want.at("average_precision").get<double>(), 1e-12);
      ASSERT_EQ(curves.points.size(), want.at("fpr").size());
      for (std::size_t i = 0; i < curves.points.size(); ++i) {
        EXPECT_NEAR(curves.fallout(curves.points[i]), want["fpr"][i].get<double>(), 1e-12);
        EXPECT_NEAR(curves.recall(curves.points[i]), want["tpr"][i].get<double>(), 1e-12);
        EXPECT_EQ(curves.points[i].threshold, want["thresholds"][i].get<double>());
      }
      // scikit-learn leaves out what follows once every row of the class is found.
      ASSERT_LE(want.at("recall").size(), curves.points.size());
      for (std::size_t i = 0; i < want["recall"].size(); ++i) {
        EXPECT_NEAR(RankCurves::precision(curves.points[i]), want["precision"][i].get<double>(), 1e-12) << i;
        EXPECT_NEAR(curves.recall(curves.points[i]), want["recall"][i].get<double>(), 1e-12) << i;
      }
    }
  }
}

TEST(ErrorsGolden, CalibrationBins) {
  for (const json& each : golden().at("cases")) {
    const std::vector<std::int64_t> truth = each.at("truth"), said = each.at("said");
    const std::vector<double> p = each.at("probabilities");
    const std::size_t classes = each.at("classes");
    Calibration calibration;
    for (std::size_t r = 0; r < truth.size(); ++r)
      calibration.add(p[r * classes + static_cast<std::size_t>(said[r])], truth[r] == said[r]);
    const json& want = each.at("calibration");
    std::size_t filled = 0;
    for (std::size_t b = 0; b < Calibration::kBins; ++b) {
      const Calibration::Bin& bin = calibration.bins()[b];
      ASSERT_EQ(bin.rows, want.at("counts")[b]) << b;
      if (bin.rows == 0) continue;
      EXPECT_NEAR(bin.share_right(), want.at("share")[filled].get<double>(), 1e-12);
      EXPECT_NEAR(bin.confidence(), want.at("confidence")[filled].get<double>(), 1e-12);
      ++filled;
    }
    EXPECT_NEAR(calibration.expected_error(), want.at("expected_error").get<double>(), 1e-12);
  }
}

TEST(ErrorsGolden, ResidualsAsNumpyCountsThem) {
  const json& want = golden().at("residuals");
  const std::vector<double> residuals = want.at("values");
  const ResidualHistogram histogram = residual_histogram(residuals);
  EXPECT_EQ(histogram.counts, want.at("counts").get<std::vector<std::int64_t>>());
  EXPECT_DOUBLE_EQ(histogram.low, want.at("low"));
  EXPECT_DOUBLE_EQ(histogram.high, want.at("high"));
  EXPECT_NEAR(histogram.mean, want.at("mean").get<double>(), 1e-12);
  EXPECT_NEAR(histogram.deviation, want.at("deviation").get<double>(), 1e-12);
  EXPECT_EQ(worst_rows(residuals, 10), want.at("worst").get<std::vector<std::size_t>>());
}

TEST(Confusion, PairsMeansAndAClassWithoutRows) {
  const std::vector<std::int64_t> counts{5, 0, 2, 3, 1, 0, 0, 0, 0};  // class 2 has no rows
  EXPECT_EQ(classes_of(counts), 3);
  EXPECT_EQ(most_confused(counts, 8), (std::vector<ConfusedPair>{{1, 0, 3}, {0, 2, 2}}));
  EXPECT_EQ(most_confused(counts, 1).size(), 1U);
  const ClassMeans means = class_means(class_metrics_of(counts));
  EXPECT_DOUBLE_EQ(means.recall, (5.0 / 7 + 1.0 / 4) / 2);
  EXPECT_DOUBLE_EQ(means.precision, (5.0 / 8 + 1) / 2);
  EXPECT_TRUE(std::isnan(class_means(class_metrics_of(std::vector<std::int64_t>(4))).f1));
}

// Worked out by hand: 0 and 3 are taken for each other most (6 of 20 rows), then 1 and 4 (4 of 20); 2 goes to
// 4 (2 of 20), so that the second pair is turned to meet it: its mean to {1, 4} is 0.05. Nothing joins the
// rest.
TEST(Confusion, SimilarClassesStandSideBySide) {
  std::vector<std::int64_t> counts(25);
  const auto set = [&](std::size_t truth, std::size_t said, std::int64_t rows) {
    counts[truth * 5 + said] = rows;
  };
  for (std::size_t c = 0; c < 5; ++c) set(c, c, 10);
  set(0, 3, 4);
  set(3, 0, 2);
  set(0, 0, 6);
  set(3, 3, 8);
  set(1, 4, 3);
  set(1, 1, 7);
  set(4, 1, 1);
  set(4, 4, 9);
  set(2, 4, 2);
  set(2, 2, 8);
  EXPECT_EQ(order_by_similarity(counts), (std::vector<std::int64_t>{0, 3, 1, 4, 2}));
  EXPECT_EQ(order_by_similarity(std::vector<std::int64_t>(9)), (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_TRUE(order_by_similarity({}).empty());
  EXPECT_EQ(order_by_similarity(std::vector<std::int64_t>{7}), std::vector<std::int64_t>{0});
}

TEST(RankCurves, OneClassOnlyTiesAndNoNumbers) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<Ranked> only{{0.9F, true}, {0.1F, true}};
  EXPECT_TRUE(std::isnan(rank_curves(only).auc));
  EXPECT_EQ(rank_curves(only).average_precision, 1);
  EXPECT_TRUE(std::isnan(rank_curves({}).average_precision));
  const std::vector<Ranked> tied{{0.5F, true}, {0.5F, false}, {0.5F, false}};
  EXPECT_EQ(rank_curves(tied).auc, 0.5);
  EXPECT_EQ(rank_curves(tied).points.size(), 1U);
  std::vector<Ranked> mixed{{nan, false}, {0.2F, true}, {nan, true}, {0.8F, true}};
  std::sort(mixed.begin(), mixed.end(), ranks_before);
  EXPECT_EQ(mixed[0].score, 0.8F);
  EXPECT_TRUE(std::isnan(mixed[2].score));
  const RankCurves curves = rank_curves(mixed);
  ASSERT_EQ(curves.points.size(), 3U);
  EXPECT_EQ(point_at(curves, 0.5)->own, 1);
  EXPECT_EQ(point_at(curves, 0.9), nullptr);
}

// Drawn with fewer points, no curve is further off than the step of the drawing.
TEST(RankCurves, ThinnedStaysBounded) {
  std::vector<Ranked> rows;
  for (int i = 0; i < 20'000; ++i) rows.push_back({1 - static_cast<float>(i) / 20'000, (i * 7919) % 13 < 6});
  const RankCurves all = rank_curves(rows), few = thinned(all, 200);
  EXPECT_LE(few.points.size(), 401U);
  EXPECT_EQ(few.auc, all.auc);
  EXPECT_EQ(few.points.back().own, all.own);
  for (std::size_t i = 1; i < few.points.size(); ++i)
    EXPECT_LT(few.recall(few.points[i]) - few.recall(few.points[i - 1]), 0.02);
}

TEST(Calibration, EdgesNoNumbersAndRanges) {
  Calibration calibration;
  EXPECT_TRUE(std::isnan(calibration.expected_error()));
  calibration.add(0.5, true);  // on an edge: the bin below
  calibration.add(1, true);
  calibration.add(0, false);
  calibration.add(std::numeric_limits<double>::quiet_NaN(), true);
  EXPECT_EQ(calibration.rows(), 3);
  EXPECT_EQ(calibration.bins()[4].rows, 1);
  EXPECT_EQ(calibration.bins()[9].rows, 1);
  EXPECT_EQ(calibration.bins()[0].rows, 1);
  EXPECT_TRUE(calibration.modest());
  // Newcombe (1998), table I: 81 of 263, Wilson's method without correction: 0.2553 to 0.3662.
  const ShareRange range = wilson_range(81, 263);
  EXPECT_NEAR(range.low, 0.2553, 5e-5);
  EXPECT_NEAR(range.high, 0.3662, 5e-5);
  EXPECT_EQ(wilson_range(0, 0).high, 1);
}

TEST(Residuals, ConstantAndNotFinite) {
  const double inf = std::numeric_limits<double>::infinity();
  const std::vector<double> same{2, 2, 2};
  EXPECT_EQ(residual_histogram(same).low, 1.5);
  EXPECT_EQ(residual_histogram(same).deviation, 0);
  const std::vector<double> wild{1, inf, -3, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(residual_histogram(wild).not_finite, 2);
  EXPECT_EQ(worst_rows(wild, 3), (std::vector<std::size_t>{1, 3, 2}));
  EXPECT_TRUE(residual_histogram({}).counts.empty());
}

}  // namespace
}  // namespace headroom
