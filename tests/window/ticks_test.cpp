// Expected ticks are worked out by hand: the smallest step of 1, 2 or 5 times a power of ten that gives
// at most the wanted number of parts.
#include "app/widgets/plot/ticks.h"

#include <gtest/gtest.h>

#include <limits>

#include <cmath>

namespace headroom::app {
namespace {

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> text;
  for (const Tick& tick : ticks) text.push_back(tick.label);
  return text;
}

using Labels = std::vector<std::string>;

TEST(LinearTicks, StepsOfOneTwoFive) {
  EXPECT_EQ(labels(linear_ticks(0, 1, 5)), (Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(labels(linear_ticks(0, 20, 4)), (Labels{"0", "5", "10", "15", "20"}));
  EXPECT_EQ(labels(linear_ticks(0.3, 0.42, 3)), (Labels{"0.30", "0.35", "0.40"}));
  EXPECT_EQ(labels(linear_ticks(-3, 3, 3)), (Labels{"-2", "0", "2"}));
  EXPECT_EQ(labels(linear_ticks(0, 2500, 5)), (Labels{"0", "500", "1 000", "1 500", "2 000", "2 500"}));
}

TEST(LinearTicks, WholeNumbersOnly) {
  EXPECT_EQ(labels(linear_ticks(0, 2, 10, true)), (Labels{"0", "1", "2"}));
}

TEST(LinearTicks, LowPlotsStillShowAScale) {
  // At most 2 parts of 0.9 are steps of 0.5, which shows 0.0 and 0.5 only: one step finer.
  EXPECT_EQ(labels(linear_ticks(0, 0.9, 2)), (Labels{"0.0", "0.2", "0.4", "0.6", "0.8"}));
  EXPECT_EQ(labels(linear_ticks(0.1, 0.9, 2)), (Labels{"0.2", "0.4", "0.6", "0.8"}));
  EXPECT_EQ(labels(linear_ticks(0, 1, 2)), (Labels{"0.0", "0.5", "1.0"}));
}

TEST(LinearTicks, HugeValuesStayShort) {
  EXPECT_EQ(labels(linear_ticks(0, 2e18, 2)), (Labels{"0", "1e18", "2e18"}));
}

TEST(LinearTicks, NothingForAnEmptyOrInfiniteRange) {
  EXPECT_TRUE(linear_ticks(1, 1, 5).empty());
  EXPECT_TRUE(linear_ticks(2, 1, 5).empty());
  EXPECT_TRUE(linear_ticks(0, INFINITY, 5).empty());
  EXPECT_TRUE(linear_ticks(NAN, 1, 5).empty());
}

TEST(LogTicks, DecadesAndTheirParts) {
  EXPECT_EQ(labels(log_ticks(-2, 0, 6)), (Labels{"0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"}));
  EXPECT_EQ(labels(log_ticks(-4, 0, 6)), (Labels{"0.0001", "0.001", "0.01", "0.1", "1"}));
  // From 0.1 to 0.5 is less than a decade: linear steps on the log axis.
  const std::vector<Tick> ticks = log_ticks(-1, std::log10(0.5), 5);
  EXPECT_EQ(labels(ticks), (Labels{"0.1", "0.2", "0.3", "0.4", "0.5"}));
  EXPECT_DOUBLE_EQ(ticks[1].value, std::log10(0.2));
}

TEST(Widen, ToWholeSteps) {
  double low = 0.03, high = 0.87;
  widen_to_ticks(low, high, 10);  // 0.84 / 10 = 0.084: steps of 0.1
  EXPECT_NEAR(low, 0.0, 1e-12);
  EXPECT_NEAR(high, 0.9, 1e-12);
}

TEST(FollowedEnd, JumpsSeldomAndShowsAllFromATenthOn) {
  EXPECT_EQ(followed_end(3, 1'000'000, 1), 5);
  EXPECT_EQ(followed_end(0.1, 1'000'000, 1), 1);  // the least
  EXPECT_EQ(followed_end(99'999, 1'000'000, 1), 200'000);
  EXPECT_EQ(followed_end(100'000, 1'000'000, 1), 1'000'000);
  EXPECT_EQ(followed_end(9, 95, 1), 20);
  // Over a whole run: never behind, never back, and few different ends.
  double before = 0;
  int jumps = 0;
  for (int done = 1; done <= 100'000; ++done) {
    const double end = followed_end(done, 1'000'000, 10);
    ASSERT_GE(end, done);
    ASSERT_GE(end, before);
    jumps += end != before ? 1 : 0;
    before = end;
  }
  EXPECT_LE(jumps, 15);
  EXPECT_EQ(followed_end(31, std::numeric_limits<double>::infinity(), 1), 50);
}

}  // namespace
}  // namespace headroom::app
