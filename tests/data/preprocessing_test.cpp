// Scalers and polynomial features against scikit-learn's values (tests/golden/preprocessing.json,
// written by make_preprocessing.py).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/polynomial.h"
#include "core/data/scaler.h"
#include "test_places.h"

namespace headroom {
namespace {

const nlohmann::json& golden() {
  static const nlohmann::json document =
      nlohmann::json::parse(std::ifstream(std::string(HEADROOM_TESTS_DIR) + "/golden/preprocessing.json"));
  return document;
}

std::vector<float> floats(const nlohmann::json& values) { return values.get<std::vector<float>>(); }

void expect_near(const std::vector<float>& found, const nlohmann::json& expected, double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double value = expected[i].get<double>();
    EXPECT_NEAR(found[i], value, tolerance * std::max(1.0, std::abs(value))) << "value " << i;
  }
}

std::vector<float> scaled(ScaleKind kind) {
  std::vector<float> x = floats(golden()["x"]);
  const auto columns = golden()["columns"].get<std::int64_t>();
  apply_scaler(fit_scaler(x, columns, golden()["fit_rows"].get<std::int64_t>(), kind), x, columns);
  return x;
}

TEST(Scaler, MinMaxAsScikitLearn) { expect_near(scaled(ScaleKind::kMinMax), golden()["minmax"], 1e-6); }

TEST(Scaler, StandardAsScikitLearn) { expect_near(scaled(ScaleKind::kStandard), golden()["standard"], 1e-6); }

TEST(Scaler, NoneLeavesTheValuesAlone) { EXPECT_EQ(scaled(ScaleKind::kNone), floats(golden()["x"])); }

TEST(Scaler, ConstantColumnBecomesZero) {
  // 0.1 has no exact sum: the mean of a million may differ from the value, the range does not.
  std::vector<float> x(1000001, 0.1F);
  for (const ScaleKind kind : {ScaleKind::kMinMax, ScaleKind::kStandard}) {
    const ScalerParams params = fit_scaler(x, 1, 1000001, kind);
    EXPECT_EQ(params.factor[0], 0.0F);
    std::vector<float> row = {0.1F};
    apply_scaler(params, row, 1);
    EXPECT_EQ(row[0], 0.0F);
  }
}

TEST(Scaler, SmallSpreadBesideALargeMean) {
  // Values 100000 and 100000.5, half each: mean 100000.25, deviation 0.25, so -1 and 1.
  std::vector<float> x;
  for (int i = 0; i < 100000; ++i) x.push_back(i % 2 == 0 ? 100000.0F : 100000.5F);
  const ScalerParams params = fit_scaler(x, 1, 100000, ScaleKind::kStandard);
  apply_scaler(params, x, 1);
  EXPECT_FLOAT_EQ(x[0], -1.0F);
  EXPECT_FLOAT_EQ(x[1], 1.0F);
}

TEST(Scaler, ExtremeRangesStayFinite) {
  constexpr float kHuge = std::numeric_limits<float>::max();
  constexpr float kTiny = std::numeric_limits<float>::denorm_min();
  for (const ScaleKind kind : {ScaleKind::kMinMax, ScaleKind::kStandard}) {
    std::vector<float> x = {-kHuge / 2, 0.0F, kHuge / 2, kTiny};
    apply_scaler(fit_scaler(x, 2, 2, kind), x, 2);
    for (const float value : x) EXPECT_TRUE(std::isfinite(value)) << value;
  }
}

TEST(Scaler, RefusesOtherColumns) {
  std::vector<float> x(6);
  const ScalerParams params = fit_scaler(x, 2, 3, ScaleKind::kMinMax);
  EXPECT_THROW(apply_scaler(params, x, 3), Error);
  EXPECT_THROW(fit_scaler(x, 2, 4, ScaleKind::kMinMax), Error);
}

TEST(Polynomial, ValuesAndOrderAsScikitLearn) {
  const nlohmann::json& expected = golden()["polynomial"];
  const std::vector<float> x = floats(expected["input"]);
  const auto columns = golden()["columns"].get<std::int64_t>();
  std::vector<float> out(expected["values"].size());
  expand_features(x, columns, 2, out);
  expect_near(out, expected["values"], 1e-6);
}

TEST(Polynomial, NamesAsScikitLearn) {
  const auto columns = golden()["names"].get<std::vector<std::string>>();
  EXPECT_EQ(feature_names(columns, 2), golden()["polynomial"]["names"].get<std::vector<std::string>>());
  EXPECT_EQ(feature_names(columns, 1), columns);
}

TEST(Polynomial, Counts) {
  EXPECT_EQ(feature_count(20, 2), 230);  // 20 + 210, the course's figure
  EXPECT_EQ(feature_count(20, 1), 20);
  EXPECT_EQ(feature_count(1, 2), 2);
  EXPECT_EQ(feature_count(0, 2), 0);
  EXPECT_EQ(feature_count(3'000'000'000, 2), 4'500'000'004'500'000'000);
  EXPECT_THROW(feature_count(5'000'000'000, 2), Error) << "beyond 2^63";
  EXPECT_THROW(feature_count(3, 3), Error);
}

TEST(Polynomial, DegreeOneCopies) {
  const std::vector<float> x = {1, 2, 3, 4};
  std::vector<float> out(4);
  expand_features(x, 2, 1, out);
  EXPECT_EQ(out, x);
}

TEST(TargetScale, IsThatOfTheTrainingRows) {
  // Of 2, 4, 4, 4, 5, 5, 7, 9: mean 5, population deviation 2 (the textbook's example).
  const std::vector<float> targets{2, 4, 4, 4, 5, 5, 7, 9, 1e6F};
  const TargetScale scale = fit_target(targets, 8);
  EXPECT_DOUBLE_EQ(scale.mean, 5);
  EXPECT_DOUBLE_EQ(scale.deviation, 2);
  EXPECT_DOUBLE_EQ(scale.scaled(9), 2);
  EXPECT_DOUBLE_EQ(scale.original(scale.scaled(1e6)), 1e6);
  const std::vector<float> same(5, 0.1F);
  EXPECT_EQ(fit_target(same, 5).deviation, 1);
  EXPECT_NEAR(fit_target(same, 5).scaled(0.1F), 0, 1e-12);
}

}  // namespace
}  // namespace headroom
