// Elementary functions against the long double ones of the system, and their bits against bits written down:
// those of one processor and library are those of all.
#include "core/base/portable_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/rng.h"

namespace headroom {
namespace {

struct Function {
  const char* name;
  double (*portable)(double);
  long double (*exact)(long double);
  double from, to;
  double units;  // in the last place, at most
};
const Function kFunctions[] = {
    {"exp", portable_exp, [](long double x) { return std::exp(x); }, -700, 700, 2},
    {"exp near 0", portable_exp, [](long double x) { return std::exp(x); }, -1, 1, 2},
    {"log", portable_log, [](long double x) { return std::log(x); }, 1e-3, 1e3, 2},
    {"log near 1", portable_log, [](long double x) { return std::log(x); }, 0.75, 1.3, 2},
    {"log of much", portable_log, [](long double x) { return std::log(x); }, 1e-300, 1e300, 2},
    {"log1p", portable_log1p, [](long double x) { return std::log1p(x); }, -0.999, 10, 3},
    {"log1p near 0", portable_log1p, [](long double x) { return std::log1p(x); }, -1e-8, 1e-8, 2},
    {"tanh", portable_tanh, [](long double x) { return std::tanh(x); }, -19, 19, 10},
    {"tanh near 0", portable_tanh, [](long double x) { return std::tanh(x); }, -0.3, 0.3, 10},
    {"erf", portable_erf, [](long double x) { return std::erf(x); }, -5.9, 5.9, 10},
    {"sin", portable_sin, [](long double x) { return std::sin(x); }, -0.785, 0.785, 2},
    {"cos", portable_cos, [](long double x) { return std::cos(x); }, -0.785, 0.785, 2},
};

TEST(PortableMath, AgreesWithLongDouble) {
  Rng rng(7);
  for (const Function& f : kFunctions) {
    double worst = 0, at = 0;
    for (int i = 0; i < 20'000; ++i) {
      const double x = rng.uniform(f.from, f.to);
      const long double want = f.exact(static_cast<long double>(x));
      const double size = std::abs(static_cast<double>(want));
      const double unit = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
      const double off = std::abs(static_cast<double>(static_cast<long double>(f.portable(x)) - want)) / unit;
      if (off > worst) worst = off, at = x;
    }
    EXPECT_LE(worst, f.units) << f.name << " at " << at;
  }
}

// An angle that is a few turns: what matters is how far it is from the value, not from a zero crossing.
TEST(PortableMath, AnglesOfSeveralTurns) {
  Rng rng(8);
  for (int i = 0; i < 20'000; ++i) {
    const double x = rng.uniform(-1000, 1000);
    EXPECT_NEAR(portable_sin(x), static_cast<double>(std::sin(static_cast<long double>(x))), 3e-16) << x;
    EXPECT_NEAR(portable_cos(x), static_cast<double>(std::cos(static_cast<long double>(x))), 3e-16) << x;
  }
}

TEST(PortableMath, EdgesAreThoseOfTheStandard) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::nan("");
  EXPECT_EQ(portable_exp(0), 1);
  EXPECT_EQ(portable_exp(710), infinity);
  EXPECT_EQ(portable_exp(-infinity), 0);
  EXPECT_EQ(portable_log(1), 0);
  EXPECT_EQ(portable_log(0), -infinity);
  EXPECT_TRUE(std::isnan(portable_log(-1)));
  EXPECT_EQ(portable_log1p(0), 0);
  EXPECT_EQ(portable_log1p(-1), -infinity);
  EXPECT_EQ(portable_tanh(40), 1);
  EXPECT_EQ(portable_tanh(-40), -1);
  EXPECT_EQ(portable_erf(-7), -1);
  EXPECT_EQ(portable_sin(0), 0);
  EXPECT_EQ(portable_cos(0), 1);
  for (const Function& f : kFunctions) EXPECT_TRUE(std::isnan(f.portable(nan))) << f.name;
}

// A number of all results together, the same on every processor.
TEST(PortableMath, BitsAreTheSameEverywhere) {
  std::uint64_t all = 0;
  Rng rng(9);
  for (const Function& f : kFunctions) {
    for (int i = 0; i < 1000; ++i) {
      all = mix64(all ^ std::bit_cast<std::uint64_t>(f.portable(rng.uniform(f.from, f.to))));
    }
  }
  EXPECT_EQ(all, 14418471812744350420U);
}

}  // namespace
}  // namespace headroom
