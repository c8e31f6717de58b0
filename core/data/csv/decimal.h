// The double nearest to digits / 10^decimals, for up to nineteen digits; of two equally near the even one, as
// strtod() and PyTorch's or NumPy's parsers have it.
//
//   nearest_double(3455260831295742, 16);   // 0.3455260831295742
//
// How (after Eisel and Lemire, see Lemire 2021, "Number Parsing at a Gigabyte per Second"): the digits times
// a reciprocal of 5^decimals of 128 bits, rounded up. Let the product's first bit be worth 2^127. It is too
// large by less than 8. A quotient that is not half-way between two doubles misses the half-way point h, of
// 54 bits, by |digits 2^a - h 5^decimals| / 5^decimals with a whole numerator, so by at least 1 part in h
// 5^decimals < 2^54 2^56, which is 2^17 here. So a product less than 2^17 above half-way is exactly half-way,
// and no case is left to a slower way.
//
// Thread rule: pure functions.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SIZEOF_INT128__)
#define HEADROOM_NEAREST_DOUBLE 1

namespace headroom {

constexpr std::size_t kMostDecimals = 24;  // 5^24 < 2^56

__extension__ using Wide = unsigned __int128;

struct Reciprocal {
  std::uint64_t high = 0, low = 0;  // the least whole number that is at least 2^(128 + exponent) / 5^n
  int exponent = 0;                 // 2^exponent is the greatest power of two in 5^n
};

inline constexpr auto kReciprocals = [] {
  std::array<Reciprocal, kMostDecimals + 1> all{};
  std::uint64_t power = 1;
  for (std::size_t n = 1; n <= kMostDecimals; ++n) {
    power *= 5;
    all[n].exponent = 63 - std::countl_zero(power);
    Wide quotient = 0;
    std::uint64_t rest = std::uint64_t{1} << all[n].exponent;
    for (int bit = 0; bit < 128; ++bit) {
      rest *= 2;
      quotient = quotient << 1 | (rest >= power ? 1 : 0);
      if (rest >= power) rest -= power;
    }
    ++quotient;  // no power of five divides one of two
    all[n].high = static_cast<std::uint64_t>(quotient >> 64);
    all[n].low = static_cast<std::uint64_t>(quotient);
  }
  return all;
}();

// 1 <= decimals <= kMostDecimals.
inline double nearest_double(std::uint64_t digits, std::size_t decimals) {
  if (digits == 0) return 0;
  const Reciprocal& factor = kReciprocals[decimals];
  const int zeros = std::countl_zero(digits);
  digits <<= zeros;
  Wide product = Wide{digits} * factor.high + (Wide{digits} * factor.low >> 64);
  const int shift = static_cast<int>(product >> 127) ^ 1;
  product <<= shift;
  const auto high = static_cast<std::uint64_t>(product >> 64);
  const std::uint64_t kept = high >> 11;  // 53 bits
  // Of what is cut off, the first 64 bits are enough: half-way is 2^63, and 2^17 of the product 64.
  const auto cut = static_cast<std::uint64_t>(product >> 11);
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
  const bool up = cut >= kHalf + (kept & 1 ? 0 : 64);
  const auto exponent = static_cast<std::uint64_t>(
      11 - shift - factor.exponent - zeros - static_cast<int>(decimals) + 1074);  // of the last bit kept
  return std::bit_cast<double>((exponent << 52) + kept + (up ? 1 : 0));
}

}  // namespace headroom

#endif
