#include "core/data/synthetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

#include "core/base/error.h"

namespace headroom {
namespace {

const SyntheticSpec kInfrastructure{
    .kind = "infrastructure", .rows = 10000, .columns = 50, .noise = 0, .signal = 0.44};
const SyntheticSpec kScalability{
    .kind = "scalability", .rows = 10000, .columns = 20, .noise = 0, .signal = 1};

std::vector<double> class_shares(const Dataset& data) {
  std::vector<double> shares(static_cast<std::size_t>(data.classes()));
  for (const float target : data.targets) shares[static_cast<std::size_t>(target)] += 1.0;
  for (double& share : shares) share /= static_cast<double>(data.rows);
  return shares;
}

// One column with its own unit taken out: mean 0, deviation 1.
std::vector<double> standardised(const Dataset& data, std::int64_t column) {
  std::vector<double> values;
  for (std::int64_t r = 0; r < data.rows; ++r) values.push_back(double{data.row(r)[column]});
  const double n = static_cast<double>(data.rows);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double square = 0;
  for (double& v : values) {
    v -= mean;
    square += v * v;
  }
  for (double& v : values) v /= std::sqrt(square / n);
  return values;
}

TEST(Synthetic, ShapesNamesAndFiniteValues) {
  for (const SyntheticSpec& spec : {kInfrastructure, kScalability}) {
    const Dataset data = generate(spec, 1);
    EXPECT_EQ(data.source, "generator: " + spec.kind + ", seed 1");
    EXPECT_EQ(data.rows, spec.rows);
    EXPECT_EQ(data.columns, spec.columns);
    ASSERT_EQ(data.values.size(), static_cast<std::size_t>(spec.rows * spec.columns));
    ASSERT_EQ(data.targets.size(), static_cast<std::size_t>(spec.rows));
    EXPECT_EQ(data.column_names.size(), static_cast<std::size_t>(spec.columns));
    EXPECT_EQ(std::set<std::string>(data.column_names.begin(), data.column_names.end()).size(),
              data.column_names.size());
    EXPECT_TRUE(std::is_sorted(data.class_names.begin(), data.class_names.end()));
    EXPECT_TRUE(
        std::all_of(data.values.begin(), data.values.end(), [](float x) { return std::isfinite(x); }));
    const std::set<float> labels(data.targets.begin(), data.targets.end());
    EXPECT_EQ(labels.size(), static_cast<std::size_t>(data.classes()));
    EXPECT_EQ(*labels.begin(), 0.0F);
    EXPECT_EQ(*labels.rbegin(), static_cast<float>(data.classes() - 1));
  }
}

TEST(Synthetic, TheSeedDecidesEverything) {
  for (const SyntheticSpec& spec : {kInfrastructure, kScalability}) {
    const Dataset a = generate(spec, 7);
    const Dataset b = generate(spec, 7);
    const Dataset c = generate(spec, 8);
    EXPECT_EQ(a.values, b.values);
    EXPECT_EQ(a.targets, b.targets);
    EXPECT_NE(a.values, c.values);
    EXPECT_NE(a.targets, c.targets);
    // Fewer rows are the first rows.
    SyntheticSpec fewer = spec;
    fewer.rows = 100;
    const Dataset d = generate(fewer, 7);
    EXPECT_TRUE(std::equal(d.values.begin(), d.values.end(), a.values.begin()));
    EXPECT_TRUE(std::equal(d.targets.begin(), d.targets.end(), a.targets.begin()));
  }
}

// Shares 1 : r : r^2 with r = 0.43, computed by hand: 1 / 1.6149, ... Four standard errors of 10,000 draws.
TEST(Synthetic, InfrastructureClassSharesAreAsDocumented) {
  const std::vector<double> expected = {0.61923, 0.26627, 0.11450};
  for (const double noise : {0.0, 0.5}) {  // labels drawn again come from the same shares
    SyntheticSpec spec = kInfrastructure;
    spec.noise = noise;
    const std::vector<double> shares = class_shares(generate(spec, 3));
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(shares[k], expected[k], 4 * std::sqrt(expected[k] * (1 - expected[k]) / 10000)) << k;
    }
  }
}

// A label drawn again keeps its class with the probability sum of shares squared, 0.4675 by hand.
TEST(Synthetic, InfrastructureNoiseChangesTheExpectedShareOfLabels) {
  SyntheticSpec noisy = kInfrastructure;
  noisy.noise = 0.2;
  const Dataset clean = generate(kInfrastructure, 5);
  const Dataset data = generate(noisy, 5);
  EXPECT_EQ(clean.values, data.values);
  int changed = 0;
  for (std::size_t r = 0; r < clean.targets.size(); ++r)
    changed += clean.targets[r] != data.targets[r] ? 1 : 0;
  EXPECT_NEAR(changed / 10000.0, 0.2 * (1 - 0.4675), 4 * std::sqrt(0.1065 * 0.8935 / 10000));
}

// Score symmetric around 0 at z -> -z in any one column: both classes are equally likely.
TEST(Synthetic, ScalabilityIsBalanced) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const std::vector<double> shares = class_shares(generate(kScalability, seed));
    EXPECT_NEAR(shares[0], 0.5, 0.03);
  }
}

TEST(Synthetic, ScalabilityColumnsAreUniformInUnitsOfTheirOwn) {
  const Dataset data = generate(kScalability, 1);
  std::vector<double> ranges;
  for (std::int64_t c = 0; c < data.columns; ++c) {
    double lo = std::numeric_limits<double>::infinity();
    double hi = -lo;
    for (std::int64_t r = 0; r < data.rows; ++r) {
      lo = std::min(lo, double{data.row(r)[c]});
      hi = std::max(hi, double{data.row(r)[c]});
    }
    ranges.push_back(hi - lo);
    // A uniform variable spans sqrt(12) = 3.464 deviations.
    const std::vector<double> z = standardised(data, c);
    EXPECT_NEAR(*std::max_element(z.begin(), z.end()) - *std::min_element(z.begin(), z.end()),
                std::sqrt(12.0), 0.06);
  }
  const auto [least, most] = std::minmax_element(ranges.begin(), ranges.end());
  EXPECT_GT(*most / *least, 10) << "min-max scaling has something to do";
}

// The classes differ in products of two columns and in no single column: that is why the degree-2 stage
// matters. Correlation of a column with the class: chance only, 4 / sqrt(10,000) = 0.04. The squared
// correlations with the 190 products sum to the share that a linear model of them explains; for a sharp
// sign of a normal score that is 2 / pi = 0.64 (the score is close to normal), plus 190 / 10,000 by chance.
TEST(Synthetic, ScalabilityNeedsTheProducts) {
  const Dataset data = generate(kScalability, 1);
  std::vector<std::vector<double>> z;
  for (std::int64_t c = 0; c < data.columns; ++c) z.push_back(standardised(data, c));
  const auto correlation = [&](const auto& value) {
    double sum = 0;
    for (std::size_t r = 0; r < data.targets.size(); ++r)
      sum += value(r) * (data.targets[r] > 0.5F ? 1.0 : -1.0);
    return sum / static_cast<double>(data.rows);
  };
  double single = 0;     // share of the label's variance told by columns
  double explained = 0;  // and by products of two
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double alone = correlation([&](std::size_t r) { return z[i][r]; });
    single += alone * alone;
    for (std::size_t j = i + 1; j < z.size(); ++j) {
      const double c = correlation([&](std::size_t r) { return z[i][r] * z[j][r]; });
      explained += c * c;
    }
  }
  // The score's linear part is 1 % of its variance; correlations with a sign keep at most 2 / pi = 64 % of
  // it, and 20 columns of 10,000 rows add 0.002 by chance. Products carry the rest.
  EXPECT_LT(single, 0.012);
  EXPECT_GT(explained, 0.4);
  EXPECT_LT(explained, 0.66 + 190.0 / 10000);
}

TEST(Synthetic, ScalabilityTemperatureBlursTheBorder) {
  SyntheticSpec soft = kScalability;
  soft.noise = 0.12;
  const Dataset sharp = generate(kScalability, 1);
  const Dataset blurred = generate(soft, 1);
  EXPECT_EQ(sharp.values, blurred.values);
  int changed = 0;
  for (std::size_t r = 0; r < sharp.targets.size(); ++r)
    changed += sharp.targets[r] != blurred.targets[r] ? 1 : 0;
  // For a standard normal score and the temperature t: 2 * integral of phi(s) / (1 + exp(s / t)) over s > 0
  // = 2 * t * ln 2 * phi(0) to first order = 0.0664 at t = 0.12.
  EXPECT_NEAR(changed / 10000.0, 0.0664, 0.012);
}

TEST(Synthetic, NonsenseIsRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const SyntheticSpec& spec :
       {SyntheticSpec{.kind = "moons"}, SyntheticSpec{.kind = "infrastructure", .rows = 0},
        SyntheticSpec{.kind = "infrastructure", .columns = 0},
        SyntheticSpec{.kind = "infrastructure", .noise = 1.5},
        SyntheticSpec{.kind = "infrastructure", .noise = nan},
        SyntheticSpec{.kind = "scalability", .columns = 1}, SyntheticSpec{.kind = "scalability", .signal = 0},
        SyntheticSpec{.kind = "scalability", .signal = nan},
        SyntheticSpec{.kind = "scalability", .noise = -1}}) {
    try {
      generate(spec, 1);
      ADD_FAILURE() << spec.kind;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::kBadInput);
      EXPECT_EQ(e.where(), "generator " + spec.kind);
    }
  }
}

// Without noise every point lies on the curve that scikit-learn's make_moons and make_circles describe.
TEST(Synthetic, SetsOfTwoColumnsLieWhereTheyShould) {
  const auto make = [](const char* kind, double noise, double signal) {
    return generate({.kind = kind, .rows = 2000, .columns = 2, .noise = noise, .signal = signal}, 4);
  };
  const Dataset moons = make("moons", 0, 1), circles = make("circles", 0, 0.5), crossed = make("xor", 0, 1);
  const Dataset spirals = make("spirals", 0, 1.5);
  for (std::int64_t r = 0; r < 2000; ++r) {
    const bool second = moons.targets[static_cast<std::size_t>(r)] == 1;
    EXPECT_EQ(second, r % 2 == 1);
    double x = double{moons.row(r)[0]}, y = double{moons.row(r)[1]};
    EXPECT_NEAR(second ? std::hypot(x - 1, y - 0.5) : std::hypot(x, y), 1, 1e-6);
    EXPECT_TRUE(second ? y <= 0.5 + 1e-6 : y >= -1e-6);
    x = double{circles.row(r)[0]}, y = double{circles.row(r)[1]};
    EXPECT_NEAR(std::hypot(x, y), second ? 0.5 : 1, 1e-6);
    x = double{crossed.row(r)[0]}, y = double{crossed.row(r)[1]};
    EXPECT_EQ(x * y < 0, second);
    EXPECT_LE(std::max(std::abs(x), std::abs(y)), 1);
    x = double{spirals.row(r)[0]}, y = double{spirals.row(r)[1]};
    const double radius = std::hypot(x, y);  // the angle follows from it
    const double angle = 1.5 * radius * 2 * 3.14159265358979 + (second ? 3.14159265358979 : 0);
    EXPECT_NEAR(x, radius * std::sin(angle), 1e-5);
    EXPECT_NEAR(y, radius * std::cos(angle), 1e-5);
  }
}

// Means and deviations of two clouds, within four standard errors of 1,000 rows each.
TEST(Synthetic, TwoCloudsHaveTheirCentresAndTheirSpread) {
  const Dataset data =
      generate({.kind = "gaussians", .rows = 2000, .columns = 2, .noise = 0.7, .signal = 1}, 4);
  for (const int k : {0, 1}) {
    for (const std::int64_t c : {std::int64_t{0}, std::int64_t{1}}) {
      double sum = 0, squares = 0;
      for (std::int64_t r = k; r < 2000; r += 2) {
        const double off = double{data.row(r)[c]} - (k == 1 ? 1 : -1);
        sum += off;
        squares += off * off;
      }
      EXPECT_NEAR(sum / 1000, 0, 4 * 0.7 / std::sqrt(1000.0));
      EXPECT_NEAR(std::sqrt(squares / 1000), 0.7, 4 * 0.7 / std::sqrt(2000.0));
    }
  }
}

TEST(Synthetic, NoiseMovesPointsOfTwoColumnsByItsDeviation) {
  for (const char* kind : {"moons", "circles", "spirals", "xor"}) {
    const SyntheticSpec clean{.kind = kind, .rows = 1000, .columns = 2, .noise = 0, .signal = 0.5};
    SyntheticSpec noisy = clean;
    noisy.noise = 0.1;
    const Dataset a = generate(clean, 9), b = generate(noisy, 9);
    EXPECT_EQ(a.targets, b.targets);
    double squares = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      const double moved = double{b.values[i]} - double{a.values[i]};
      squares += moved * moved;
    }
    EXPECT_NEAR(std::sqrt(squares / 2000), 0.1, 4 * 0.1 / std::sqrt(4000.0)) << kind;
  }
  EXPECT_THROW(generate({.kind = "moons", .rows = 10, .columns = 3}, 1), Error);
  EXPECT_THROW(generate({.kind = "circles", .rows = 10, .columns = 2, .signal = 1}, 1), Error);
}

}  // namespace
}  // namespace headroom
