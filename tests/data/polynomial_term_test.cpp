#include "core/data/polynomial_term.h"

#include <gtest/gtest.h>

#include "core/data/polynomial.h"

namespace headroom {
namespace {

TEST(PolynomialTerm, FollowsTheDoubleLoopForEveryFeature) {
  for (std::int64_t n = 1; n <= 120; ++n) {
    std::int64_t k = 0;
    for (; k < n; ++k) {
      const PolynomialTerm term = polynomial_term(n, k);
      ASSERT_EQ(term.left, k);
      ASSERT_EQ(term.right, -1);
    }
    for (std::int64_t i = 0; i < n; ++i) {
      for (std::int64_t j = i; j < n; ++j, ++k) {
        const PolynomialTerm term = polynomial_term(n, k);
        ASSERT_EQ(term.left, i) << "n " << n << ", k " << k;
        ASSERT_EQ(term.right, j) << "n " << n << ", k " << k;
      }
    }
    ASSERT_EQ(k, polynomial_term_count(n));
    ASSERT_EQ(k, feature_count(n, 2));
  }
}

TEST(PolynomialTerm, IsExactWhereADoubleWouldRound) {
  constexpr std::int64_t kColumns = 1'000'000;
  const std::int64_t last = polynomial_term_count(kColumns) - 1;
  EXPECT_EQ(polynomial_term(kColumns, last).left, kColumns - 1);
  EXPECT_EQ(polynomial_term(kColumns, last).right, kColumns - 1);
  EXPECT_EQ(polynomial_term(kColumns, last - 1).left, kColumns - 2);
  EXPECT_EQ(polynomial_term(kColumns, last - 1).right, kColumns - 1);
  EXPECT_EQ(polynomial_term(kColumns, kColumns + kColumns - 1).left, 0);  // x0 times the last column
  EXPECT_EQ(polynomial_term(kColumns, kColumns + kColumns).left, 1);
}

}  // namespace
}  // namespace headroom
