// The numbers that nearly all fields of nearly all files hold, read eight digits at a time:
// [-] 1 to 7 digits [mark, at most 15 digits behind it], at most 15 digits in all.
//
// Eight characters are loaded as one integer; arithmetic on all its bytes at once finds where the digits end
// and adds them up ("SIMD within a register"). Without a branch on the number of digits, which differs from
// field to field and would be mispredicted. The value is exact digits divided by an exact power of ten, so
// correctly rounded (Clinger 1990).
//
// Thread rule: pure functions.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace headroom {

// How far read_plain_number() may look behind the first character: so many bytes must be readable.
constexpr std::size_t kPlainNumberReach = 40;

namespace plain_number {

// The first character becomes the lowest byte.
inline std::uint64_t load(const char* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// How many of the eight characters, from the first on, are digits.
inline int leading_digits(std::uint64_t word) {
  const std::uint64_t distance = word ^ 0x3030303030303030ULL;  // 0 to 9 for digits
  const std::uint64_t others = ((distance + 0x7676767676767676ULL) | distance) & 0x8080808080808080ULL;
  return std::countr_zero(others) / 8;
}

// The value of the first `count` (0 to 8) characters: they move to the high end, zeros before them. Then
// pairs of digits become numbers below 100, pairs of those numbers below 10,000, and so on.
inline std::uint64_t value_of(std::uint64_t word, int count) {
  if (count == 0) return 0;
  word = (word ^ 0x3030303030303030ULL) << (64 - 8 * count);
  word = (word * 10 + (word >> 8)) & 0x00FF00FF00FF00FFULL;
  word = (word * 100 + (word >> 16)) & 0x0000FFFF0000FFFFULL;
  return (word * 10000 + (word >> 32)) & 0xFFFFFFFFULL;
}

inline constexpr std::array<std::uint64_t, 9> kWhole = {1,      10,      100,      1000,     10000,
                                                        100000, 1000000, 10000000, 100000000};
inline constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

}  // namespace plain_number

// Returns the character behind the number at p, or null for what this function does not understand: it may
// be a number all the same. `mark` separates the decimals; 0 when none are expected.
inline const char* read_plain_number(const char* p, char mark, double& value) {
  using namespace plain_number;
  const bool negative = *p == '-';
  p += negative ? 1 : 0;
  const std::uint64_t front = load(p);
  const int digits = leading_digits(front);
  if (digits == 0 || digits == 8) return nullptr;
  std::uint64_t all = value_of(front, digits);
  p += digits;
  int decimals = 0;
  if (*p == mark) {
    ++p;
    const std::uint64_t back = load(p);
    decimals = leading_digits(back);
    all = all * kWhole[static_cast<std::size_t>(decimals)] + value_of(back, decimals);
    p += decimals;
    if (decimals == 8) {
      const std::uint64_t rest = load(p);
      const int more = leading_digits(rest);
      decimals += more;
      if (digits + decimals > 15) return nullptr;
      all = all * kWhole[static_cast<std::size_t>(more)] + value_of(rest, more);
      p += more;
    }
  }
  const double magnitude =
      static_cast<double>(static_cast<std::int64_t>(all)) / kPowers[static_cast<std::size_t>(decimals)];
  value = negative ? -magnitude : magnitude;
  return p;
}

}  // namespace headroom
