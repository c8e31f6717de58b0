// Compiled without fusing a product and a sum (-ffp-contract=off), as all that must be portable.
#include "core/base/portable_math.h"

#include <cmath>
#include <limits>

namespace headroom {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kRootPi = 0x1.c5bf891b4ef6ap+0;
constexpr double kLog2E = 0x1.71547652b82fep+0;
// log 2 and pi / 2 in parts: the first has so few bits that its product with a small whole number is exact.
constexpr double kLn2High = 0x1.62e42fee00000p-1, kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kHalfPiHigh = 0x1.921fb54400000p+0, kHalfPiMiddle = 0x1.0b4611a600000p-34,
                 kHalfPiLow = 0x1.3198a2e037073p-69;

// e^r - 1 for |r| <= log(2) / 2: its series, of which the fifteenth term is below 1e-18 of the first.
double small_expm1(double r) {
  double term = r, sum = 0;
  // From the smallest term on, so that little is rounded away.
  double terms[15];
  for (int n = 0; n < 15; ++n) {
    terms[n] = term;
    term = term * r / (n + 2);
  }
  for (int n = 14; n >= 0; --n) sum += terms[n];
  return sum;
}

// 2^k; k from -1022 to 1023.
double power_of_two(int k) { return std::ldexp(1.0, k); }

// log(1 + f) for 1 + f from 1/sqrt(2) to sqrt(2): 2 atanh(s), s = f / (2 + f), |s| < 0.172.
double small_log1p(double f) {
  const double s = f / (2 + f), z = s * s;
  double sum = 0;
  for (int n = 23; n >= 3; n -= 2) sum = sum * z + 1.0 / n;
  // f - s (f - 2 s^2 sum): the largest part, f, is exact.
  return f - s * (f - 2 * z * sum);
}

struct Angle {
  double rest;  // -pi/4 to pi/4
  int quadrant;
};
Angle reduce(double x) {
  const double turns = std::floor(x / kHalfPiHigh + 0.5);
  const double rest = ((x - turns * kHalfPiHigh) - turns * kHalfPiMiddle) - turns * kHalfPiLow;
  return {rest, static_cast<int>(std::fmod(turns, 4.0) + 4) % 4};
}
double small_sin(double x) {
  const double z = x * x;
  double sum = 0;
  for (int n = 19; n >= 3; n -= 2) sum = (sum + 1) * (-z / (n * (n - 1)));
  return x + x * sum;
}
double small_cos(double x) {
  const double z = x * x;
  double sum = 0;
  for (int n = 20; n >= 4; n -= 2) sum = (sum + 1) * (-z / (n * (n - 1)));
  // 1 - z/2 + z^2/24 - ...; what 1 - z/2 rounds away is put back.
  const double half = 0.5 * z, first = 1 - half;
  return first + (((1 - first) - half) - half * sum);
}

}  // namespace

double portable_exp(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.782712893384) return kInfinity;
  if (x < -708.0) return 0;
  const double k = std::floor(x * kLog2E + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  const double value = 1 + small_expm1(r);
  if (k > 1023) return value * 2 * power_of_two(1023);
  return value * power_of_two(static_cast<int>(k));
}

double portable_log(double x) {
  if (std::isnan(x) || x == kInfinity) return x;
  if (x == 0) return -kInfinity;
  if (x < 0) return kNaN;
  int k = 0;
  double m = std::frexp(x, &k);  // 0.5 <= m < 1
  if (m < 0x1.6a09e667f3bcdp-1) {
    m *= 2;
    --k;
  }
  const double log = small_log1p(m - 1);
  return k * kLn2High + (log + k * kLn2Low);
}

// What 1 + x rounds away is made up for to first order (W. Kahan).
double portable_log1p(double x) {
  if (x > -0.29 && x < 0.41) return small_log1p(x);
  const double u = 1 + x;
  if (!(u > 0) || u == kInfinity) return portable_log(u);
  return portable_log(u) + (x - (u - 1)) / u;
}

double portable_sin(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Angle a = reduce(x);
  const double value = a.quadrant % 2 == 0 ? small_sin(a.rest) : small_cos(a.rest);
  return a.quadrant < 2 ? value : -value;
}

double portable_cos(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Angle a = reduce(x);
  const double value = a.quadrant % 2 == 0 ? small_cos(a.rest) : small_sin(a.rest);
  return a.quadrant == 1 || a.quadrant == 2 ? -value : value;
}

// 1 - 2 / (e^2x + 1) loses the digits of a small x: there, e^2x - 1 comes from its series.
double portable_tanh(double x) {
  const double size = std::fabs(x);
  if (!(size < 20)) return std::isnan(x) ? x : std::copysign(1.0, x);
  if (size < 0.17) {
    const double e = small_expm1(2 * x);
    return e / (e + 2);
  }
  return std::copysign(1 - 2 / (portable_exp(2 * size) + 1), x);
}

// 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)), all of one sign (Abramowitz, Stegun 7.1.6);
// from 2 on, where the sum is large, 1 less the continued fraction of what is missing (7.1.14).
double portable_erf(double x) {
  const double size = std::fabs(x);
  if (!(size < 6)) return std::isnan(x) ? x : std::copysign(1.0, x);
  const double gauss = portable_exp(-size * size);
  if (size > 2) {
    double fraction = size;
    for (int n = 80; n >= 1; --n) fraction = size + 0.5 * n / fraction;
    return std::copysign(1 - gauss / (kRootPi * fraction), x);
  }
  double term = size, sum = size;
  for (int n = 1; term > 1e-17 * sum; ++n) {
    term *= 2 * size * size / (2 * n + 1);
    sum += term;
  }
  return std::copysign(2 / kRootPi * gauss * sum, x);
}

}  // namespace headroom
