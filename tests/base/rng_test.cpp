// Random numbers against published sequences and the moments they must have.
#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace headroom {
namespace {

TEST(Rng, SplitMixAsPublished) {
  // The first outputs of SplitMix64 with seed 1234567 (Vigna's splitmix64.c, as listed on Rosetta Code).
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                       4593380528125082431ULL, 16408922859458223821ULL}) {
    EXPECT_EQ(mix64(state), expected);
    state += 0x9e3779b97f4a7c15ULL;
  }
}

TEST(Rng, SameSeedSameNumbers) {
  Rng a(7);
  Rng b(7);
  Rng c(8);
  bool differs = false;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t value = a.next();
    EXPECT_EQ(value, b.next());
    differs = differs || value != c.next();
  }
  EXPECT_TRUE(differs);
}

// Tolerances are five standard deviations of the estimate.
TEST(Rng, UniformHasItsMoments) {
  Rng rng(1);
  constexpr int kDraws = 200000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = rng.uniform();
    ASSERT_GE(x, 0.0);
    ASSERT_LT(x, 1.0);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kDraws));
}

TEST(Rng, NormalHasItsMoments) {
  Rng rng(2);
  constexpr int kDraws = 200000;
  double sum[5] = {};
  for (int i = 0; i < kDraws; ++i) {
    const double x = rng.normal();
    for (int power = 1; power <= 4; ++power) sum[power] += std::pow(x, power);
  }
  EXPECT_NEAR(sum[1] / kDraws, 0.0, 5 * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(sum[2] / kDraws, 1.0, 5 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(sum[3] / kDraws, 0.0, 5 * std::sqrt(15.0 / kDraws));
  EXPECT_NEAR(sum[4] / kDraws, 3.0, 5 * std::sqrt(96.0 / kDraws));
}

TEST(Rng, BelowIsUnbiased) {
  Rng rng(3);
  std::vector<int> count(7);
  for (int i = 0; i < 70000; ++i) ++count[static_cast<std::size_t>(rng.below(7))];
  for (const int n : count) EXPECT_NEAR(n, 10000, 5 * std::sqrt(70000.0 * 6 / 49));
  EXPECT_EQ(rng.below(1), 0U);
  for (int i = 0; i < 100; ++i)
    EXPECT_LT(rng.below((std::uint64_t{1} << 63) + 1), (std::uint64_t{1} << 63) + 1);
}

TEST(Rng, UniformRange) {
  Rng rng(4);
  for (int i = 0; i < 1000; ++i) {
    const double x = rng.uniform(-2, 3);
    EXPECT_GE(x, -2);
    EXPECT_LT(x, 3);
  }
}

}  // namespace
}  // namespace headroom
