// How columns tell a target and how they vary together, against scikit-learn (tests/golden/make_tells.py).
#include "core/data/tells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/data/principal.h"
#include "test_places.h"

namespace headroom {
namespace {

class TellsGolden : public ::testing::Test {
 protected:
  std::vector<float> column(std::size_t c) const {
    const auto x = golden["x"].get<std::vector<float>>();
    const auto columns = golden["columns"].get<std::size_t>();
    std::vector<float> values;
    for (std::size_t i = c; i < x.size(); i += columns) values.push_back(x[i]);
    return values;
  }
  std::vector<std::int32_t> labels(const char* name) const {
    return golden[name].get<std::vector<std::int32_t>>();
  }
  Json golden = read_json_file(std::string(HEADROOM_TESTS_DIR) + "/golden/tells.json");
};

TEST_F(TellsGolden, AreaUnderTheCurveWithTies) {
  for (std::size_t c = 0; c < 5; ++c) {
    const std::vector<double> two = auc_by_rank(column(c), labels("two"), 2);
    EXPECT_NEAR(two[1], golden["auc_two"][c].get<double>(), 1e-12) << c;
    EXPECT_NEAR(two[0], 1 - two[1], 1e-12);
    const std::vector<double> three = auc_by_rank(column(c), labels("three"), 3);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(three[k], golden["auc_three"][c][k].get<double>(), 1e-12) << c << " " << k;
    }
  }
}

TEST_F(TellsGolden, AClassWithoutRowsHasNoArea) {
  const std::vector<float> values = {1, 2, 3};
  const std::vector<std::int32_t> all_one = {1, 1, 1};
  for (const double area : auc_by_rank(values, all_one, 3)) EXPECT_TRUE(std::isnan(area));
  const std::vector<float> equal = {2, 2, 2, 2};
  const std::vector<std::int32_t> mixed = {0, 1, 1, 0};
  EXPECT_EQ(auc_by_rank(equal, mixed, 2)[1], 0.5);
}

TEST_F(TellsGolden, TwoColumnsTogether) {
  for (const Json& pair : golden["auc_pairs"]) {
    const double auc = auc_of_pair(column(pair["x"].get<std::size_t>()), column(pair["y"].get<std::size_t>()),
                                   labels("two"));
    EXPECT_NEAR(auc, pair["auc"].get<double>(), 2e-3);  // scores of a float: near ties may swap
  }
}

TEST_F(TellsGolden, CorrelationWithANumber) {
  const auto number = golden["number"].get<std::vector<float>>();
  for (std::size_t c = 0; c < 5; ++c) {
    EXPECT_NEAR(correlation(column(c), number), golden["correlation_with_number"][c].get<double>(), 1e-9);
  }
  EXPECT_TRUE(std::isnan(correlation(std::vector<float>(number.size(), 1), number)));
}

TEST_F(TellsGolden, CorrelationsAndPrincipalComponents) {
  std::vector<std::vector<float>> columns;
  for (std::size_t c = 0; c < 5; ++c) columns.push_back(column(c));
  Comoments moments(columns);
  while (!moments.advance()) {
  }
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = 0; b < 5; ++b) {
      EXPECT_NEAR(moments.correlation(a, b), golden["correlations"][a * 5 + b].get<double>(), 1e-6);
    }
  }
  const PrincipalAxes axes = principal_axes(moments.covariance());
  for (std::size_t k = 0; k < 5; ++k) {
    EXPECT_NEAR(axes.variances[k], golden["variances"][k].get<double>(), 1e-5);
  }
  ASSERT_EQ(axes.weights.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    double along = 0;  // the direction is what counts, not its sign
    for (std::size_t i = 0; i < 5; ++i) along += axes.weights[k][i] * golden["axes"][k][i].get<double>();
    EXPECT_NEAR(std::abs(along), 1, 1e-8);
    EXPECT_GT(*std::max_element(axes.weights[k].begin(), axes.weights[k].end()), 0);
  }
}

TEST(Principal, OfOneColumnAndOfConstantOnes) {
  Comoments one({{1, 2, 3}});
  while (!one.advance()) {
  }
  const PrincipalAxes axis = principal_axes(one.covariance());
  ASSERT_EQ(axis.weights.size(), 1U);
  EXPECT_EQ(axis.variances, std::vector<double>{1});
  Comoments constant({{1, 1, 1}, {1, 2, 3}});
  while (!constant.advance()) {
  }
  EXPECT_TRUE(std::isnan(constant.correlation(0, 1)));
  EXPECT_DOUBLE_EQ(principal_axes(constant.covariance()).variances[0], 1);
}

}  // namespace
}  // namespace headroom
