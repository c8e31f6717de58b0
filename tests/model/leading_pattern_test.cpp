// The strongest pattern of a change, against a whole singular value decomposition made here.
#include "core/model/leading_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/rng.h"

namespace headroom {
namespace {

using Matrix = std::vector<std::vector<double>>;  // [lines][columns]

// One-sided Jacobi (Hestenes): turns the columns of a copy until they are at right angles; their lengths are
// the singular values, and the lengths' squares and directions come out with the lines' vectors.
struct Svd {
  std::vector<double> values;  // not sorted
  Matrix left;                 // [value][lines]
};

Svd svd(Matrix a) {
  const std::size_t lines = a.size(), columns = a[0].size();
  for (int sweep = 0; sweep < 60; ++sweep) {
    for (std::size_t p = 0; p + 1 < columns; ++p) {
      for (std::size_t q = p + 1; q < columns; ++q) {
        double pp = 0, qq = 0, pq = 0;
        for (std::size_t i = 0; i < lines; ++i) {
          pp += a[i][p] * a[i][p];
          qq += a[i][q] * a[i][q];
          pq += a[i][p] * a[i][q];
        }
        if (std::abs(pq) <= 1e-15 * std::sqrt(pp * qq)) continue;
        const double angle = 0.5 * std::atan2(2 * pq, pp - qq), c = std::cos(angle), s = std::sin(angle);
        for (std::size_t i = 0; i < lines; ++i) {
          const double x = a[i][p], y = a[i][q];
          a[i][p] = c * x + s * y;
          a[i][q] = c * y - s * x;
        }
      }
    }
  }
  Svd result;
  for (std::size_t p = 0; p < columns; ++p) {
    double length = 0;
    std::vector<double> column;
    for (std::size_t i = 0; i < lines; ++i) {
      length += a[i][p] * a[i][p];
      column.push_back(a[i][p]);
    }
    length = std::sqrt(length);
    for (double& x : column) x /= length;
    result.values.push_back(length);
    result.left.push_back(std::move(column));
  }
  return result;
}

struct Numbers {
  std::vector<float> now, start;
  std::int64_t columns;
  ChangeMatrix view() const { return {now, start, columns}; }
  std::int64_t lines() const { return static_cast<std::int64_t>(now.size()) / columns; }
  double at(std::int64_t line, std::int64_t column) const {
    const auto i = static_cast<std::size_t>(line * columns + column);
    return static_cast<double>(now[i]) - static_cast<double>(start[i]);
  }
};

// Noise, and one pattern of the given strength.
Numbers numbers(std::int64_t lines, std::int64_t columns, double strength, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<double> left, right;
  for (std::int64_t i = 0; i < lines; ++i) left.push_back(rng.normal());
  for (std::int64_t j = 0; j < columns; ++j) right.push_back(rng.normal());
  Numbers made{{}, {}, columns};
  for (std::int64_t i = 0; i < lines; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      made.start.push_back(static_cast<float>(rng.uniform(-0.1, 0.1)));
      const double change =
          strength * left[static_cast<std::size_t>(i)] * right[static_cast<std::size_t>(j)] + rng.normal();
      made.now.push_back(made.start.back() + static_cast<float>(0.01 * change));
    }
  }
  return made;
}

LeadingPattern made(const ChangeMatrix& in, const ChangeMatrix& out, std::vector<double> guess = {}) {
  LeadingPattern pattern(in, out, std::move(guess));
  while (!pattern.advance()) {
  }
  return pattern;
}

TEST(LeadingPattern, EqualsTheFirstSingularValueAndVector) {
  for (const double strength : {0.3, 1.0, 5.0}) {
    const Numbers in = numbers(17, 11, strength, 5), out = numbers(6, 17, strength, 6);
    Matrix both;
    for (std::int64_t unit = 0; unit < 17; ++unit) {
      both.emplace_back();
      for (std::int64_t j = 0; j < 11; ++j) both.back().push_back(in.at(unit, j));
      for (std::int64_t j = 0; j < 6; ++j) both.back().push_back(out.at(j, unit));
    }
    const Svd expected = svd(both);
    std::size_t first = 0;
    double squares = 0;
    for (std::size_t k = 0; k < expected.values.size(); ++k) {
      squares += expected.values[k] * expected.values[k];
      if (expected.values[k] > expected.values[first]) first = k;
    }
    const LeadingPattern pattern = made(in.view(), out.view());
    EXPECT_NEAR(pattern.squares(), squares, 1e-9 * squares);
    EXPECT_NEAR(pattern.share(), expected.values[first] * expected.values[first] / squares, 1e-5);
    double along = 0;
    for (std::size_t i = 0; i < 17; ++i) along += pattern.units()[i] * expected.left[first][i];
    EXPECT_NEAR(std::abs(along), 1, 1e-4);
  }
}

TEST(LeadingPattern, OneSideAloneTells) {
  const Numbers in = numbers(9, 5, 2, 1);
  Matrix lines;
  double squares = 0, most = 0;
  for (std::int64_t i = 0; i < 9; ++i) {
    lines.emplace_back();
    for (std::int64_t j = 0; j < 5; ++j) lines.back().push_back(in.at(i, j));
  }
  for (const double value : svd(lines).values) {
    squares += value * value;
    most = std::max(most, value * value);
  }
  EXPECT_NEAR(made(in.view(), {}).share(), most / squares, 1e-5);
  EXPECT_NEAR(made({}, in.view()).share(), most / squares, 1e-5);
  EXPECT_EQ(made(in.view(), {}).units().size(), 9U);
  EXPECT_EQ(made({}, in.view()).units().size(), 5U);
}

TEST(LeadingPattern, TheSignFollowsTheGuess) {
  const Numbers in = numbers(9, 5, 2, 1);
  const std::vector<double> units = made(in.view(), {}).units();
  double largest = 0;
  for (const double x : units) {
    if (std::abs(x) > std::abs(largest)) largest = x;
  }
  EXPECT_GT(largest, 0);
  std::vector<double> turned;
  for (const double x : units) turned.push_back(-x);
  const std::vector<double> again = made(in.view(), {}, turned).units();
  for (std::size_t i = 0; i < units.size(); ++i) EXPECT_NEAR(again[i], turned[i], 1e-3);
}

TEST(LeadingPattern, NoChangeAndNoNumbersAreNoPattern) {
  Numbers still = numbers(4, 3, 1, 1);
  still.now = still.start;
  EXPECT_TRUE(std::isnan(made(still.view(), {}).share()));
  EXPECT_EQ(made(still.view(), {}).units(), std::vector<double>(4, 0.0));
  Numbers broken = numbers(4, 3, 1, 1);
  broken.now[5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(made(broken.view(), {}).share()));
  EXPECT_EQ(made(broken.view(), {}).units(), std::vector<double>(4, 0.0));
}

}  // namespace
}  // namespace headroom
