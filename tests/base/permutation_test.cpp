#include "core/base/permutation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace headroom {
namespace {

std::vector<std::uint32_t> order_of(std::uint32_t n, std::uint64_t seed, std::uint64_t epoch) {
  const Permutation permutation(n, seed, epoch);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < n; ++i) order.push_back(permutation(i));
  return order;
}

TEST(Permutation, VisitsEveryRowOnce) {
  for (const std::uint32_t n :
       {1U, 2U, 3U, 4U, 5U, 15U, 16U, 17U, 63U, 64U, 65U, 1000U, 4096U, 8000U, 65537U}) {
    std::vector<bool> seen(n);
    for (const std::uint32_t row : order_of(n, 42, n)) {
      ASSERT_LT(row, n);
      ASSERT_FALSE(seen[row]) << "row " << row << " twice of " << n;
      seen[row] = true;
    }
  }
}

TEST(Permutation, ManyAtOnceAreTheSameRows) {
  for (const std::uint32_t n : {1U, 5U, 15U, 16U, 17U, 63U, 1000U, 4097U, 8000U, 65537U}) {
    const Permutation permutation(n, 7, n);
    for (std::uint32_t first = 0; first < n; first += 13) {
      std::uint32_t rows[Permutation::kLanes];
      permutation.rows(first, rows);
      for (std::uint32_t i = 0; i < Permutation::kLanes; ++i) {
        ASSERT_EQ(rows[i], permutation(std::min(first + i, n - 1))) << n << ": " << first << " + " << i;
      }
    }
  }
}

TEST(Permutation, LargestSizeStaysInRange) {
  const std::uint32_t n = ~std::uint32_t{0};
  const Permutation permutation(n, 1, 0);
  for (std::uint32_t i = 0; i < 1000; ++i) EXPECT_LT(permutation(n - 1 - i), n);
}

TEST(Permutation, SeedAndEpochChooseTheOrder) {
  EXPECT_EQ(order_of(1000, 1, 0), order_of(1000, 1, 0));
  EXPECT_NE(order_of(1000, 1, 0), order_of(1000, 1, 1));
  EXPECT_NE(order_of(1000, 1, 0), order_of(1000, 2, 0));
}

TEST(Permutation, EveryRowIsEquallyLikelyEverywhere) {
  // Chi-square over (position, row) pairs of many epochs; 81 degrees of freedom for 10 x 10.
  constexpr std::uint32_t kRows = 10;
  constexpr int kEpochs = 20000;
  std::vector<int> count(kRows * kRows);
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    const auto order = order_of(kRows, 5, static_cast<std::uint64_t>(epoch));
    for (std::uint32_t i = 0; i < kRows; ++i) ++count[i * kRows + order[i]];
  }
  const double expected = static_cast<double>(kEpochs) / kRows;
  double chi_square = 0;
  for (const int n : count) chi_square += (n - expected) * (n - expected) / expected;
  EXPECT_LT(chi_square, 81 + 5 * std::sqrt(2.0 * 81));
}

TEST(Permutation, NeighboursAreTornApart) {
  // Of a random order of n rows, about one neighbouring pair stays together (Poisson with mean 1).
  const auto order = order_of(10000, 9, 3);
  int together = 0;
  for (std::size_t i = 1; i < order.size(); ++i) together += order[i] == order[i - 1] + 1 ? 1 : 0;
  EXPECT_LE(together, 8);
}

}  // namespace
}  // namespace headroom
