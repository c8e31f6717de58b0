#include "app/widgets/plot/curve_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "app/views/curves.h"

namespace headroom::app {
namespace {

Series series_of(const std::vector<float>& values) {
  Series series;
  for (const float v : values) series.push(v);
  return series;
}

// pandas 3.1.1: Series(v).ewm(alpha=1 - w, adjust=True).mean()
TEST(DebiasedAverage, EqualsPandas) {
  const Series series = series_of({0.9F, 0.7F, 0.8F, 0.5F, 0.55F, 0.2F});
  CurveCache cache;
  cache.update(series, 0.6);
  const std::vector<float> at06 = {0.9000000F, 0.7750000F, 0.7877551F, 0.6555147F, 0.6097502F, 0.4378289F};
  for (std::size_t i = 0; i < at06.size(); ++i) EXPECT_NEAR(cache.smooth()[i], at06[i], 1e-6) << i;
  cache.update(series, 0.9);
  const std::vector<float> at09 = {0.9000000F, 0.7947368F, 0.7966790F, 0.7104100F, 0.6712388F, 0.5706669F};
  for (std::size_t i = 0; i < at09.size(); ++i) EXPECT_NEAR(cache.smooth()[i], at09[i], 1e-6) << i;
}

TEST(DebiasedAverage, NothingAtZero) {
  const Series series = series_of({3, 1, 2});
  CurveCache cache;
  cache.update(series, 0);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(cache.smooth()[i], series[i]);
}

TEST(CurveCache, GrowsTheSameAsAtOnce) {
  Series series;
  CurveCache growing, whole;
  for (int i = 0; i < 10'000; ++i) {
    series.push(std::sin(static_cast<float>(i) * 0.01F));
    if (i % 37 == 0) growing.update(series, 0.95);
  }
  growing.update(series, 0.95);
  whole.update(series, 0.95);
  ASSERT_EQ(growing.size(), whole.size());
  EXPECT_EQ(growing.smooth().values(), whole.smooth().values());
}

TEST(CurveCache, StartsAgainWhenTheRunDid) {
  CurveCache cache;
  cache.update(series_of({5, 4, 3}), 0.6);
  cache.update(series_of({2, 1}), 0.6);  // shorter
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(cache.raw()[0], 2);
  cache.update(series_of({9, 8, 7, 6}), 0.6);  // longer, but another run
  EXPECT_EQ(cache.size(), 4U);
  EXPECT_EQ(cache.raw()[0], 9);
  EXPECT_EQ(cache.smooth()[0], 9);
}

TEST(CurveCache, ValuesThatAreNotFiniteBreakTheLineAndLeaveTheAverage) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CurveCache cache, without;
  cache.update(series_of({1, nan, nan, 3, std::numeric_limits<float>::infinity()}), 0.5);
  EXPECT_EQ(cache.breaks(), (std::vector<std::size_t>{1, 4}));
  EXPECT_TRUE(std::isnan(cache.smooth()[1]));
  without.update(series_of({1, 3}), 0.5);
  EXPECT_EQ(cache.smooth()[3], without.smooth()[1]);
}

TEST(MinMaxPyramid, EqualsASearchOverTheRange) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  MinMaxPyramid pyramid;
  std::vector<float> values;
  for (int i = 0; i < 70'000; ++i) {
    values.push_back(i % 101 == 0 ? std::numeric_limits<float>::quiet_NaN() : normal(random));
    pyramid.push(values.back());
  }
  std::uniform_int_distribution<std::size_t> any(0, values.size());
  for (int k = 0; k < 300; ++k) {
    std::size_t a = any(random), b = any(random);
    if (a > b) std::swap(a, b);
    MinMax expected;
    for (std::size_t i = a; i < b; ++i) expected.add(values[i]);
    const MinMax found = pyramid.range(a, b);
    ASSERT_EQ(found.min, expected.min) << a << " " << b;
    ASSERT_EQ(found.max, expected.max) << a << " " << b;
  }
  EXPECT_TRUE(pyramid.range(5, 5).empty());
}

TEST(StepWeight, ShortRunsTakeTheSliderAsItIs) {
  EXPECT_EQ(step_weight(0.6, 50), 0.6);
  EXPECT_EQ(step_weight(0.6, 200), 0.6);
  EXPECT_EQ(step_weight(0, 10'000), 0);
}

TEST(StepWeight, LongRunsKeepTheWindowInParts) {
  // 0.6 per point of 200; each point stands for 10 of 2 000 steps, so ten step weights make one of 0.6.
  EXPECT_NEAR(std::pow(step_weight(0.6, 2'000), 10), 0.6, 1e-12);
}

// The loss 0.1 + 1.9 exp(-i / 300) + a saw of 0 to 0.05, 2 000 steps, slider at 0.6. Expected: numpy 2.4.6
// from the definition, without a running sum,
//   i = np.arange(2000); w = 0.6 ** (200 / 2000); k = np.arange(n, -1, -1)
//   v = (0.1 + 1.9 * np.exp(-i / 300) + 0.05 * (i * 7 % 11) / 10).astype(np.float32).astype(float)
//   np.sum(w**k * v[:n + 1]) / np.sum(w**k)
// Without the division the first values were 0.0996, 0.1957 and, after ten, 0.7980.
TEST(StepWeight, ALongRunIsSmoothedFromItsStartWithoutBias) {
  Series loss;
  for (int i = 0; i < 2'000; ++i) {
    loss.push(static_cast<float>(0.1 + 1.9 * std::exp(-i / 300.0) + 0.05 * (i * 7 % 11) / 10));
  }
  CurveCache cache;
  cache.update(loss, step_weight(0.6, 2'000));
  const std::map<std::size_t, double> expected = {{0, 2.0000000},  {1, 2.0147048},   {9, 1.9950609},
                                                  {99, 1.5793227}, {999, 0.1981052}, {1999, 0.1273007}};
  for (const auto& [step, value] : expected) {
    EXPECT_NEAR(static_cast<double>(cache.smooth()[step]), value, 1e-6) << step;
  }
}

}  // namespace
}  // namespace headroom::app
