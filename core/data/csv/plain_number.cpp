#include "core/data/csv/plain_number.h"

#include <array>
#include <bit>
#include <cstring>

#include "core/data/csv/decimal.h"

// Sanitizers cannot look into a processor's table lookups: their builds take the portable way.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define HEADROOM_CSV_SHUFFLES 1
#include <smmintrin.h>
#endif

namespace headroom {

namespace {

constexpr std::array<std::uint64_t, 9> kWhole = {1,      10,      100,      1000,     10000,
                                                 100000, 1000000, 10000000, 100000000};
constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

double scaled(std::uint64_t digits, std::size_t decimals, bool negative) {
  const double magnitude = static_cast<double>(static_cast<std::int64_t>(digits)) / kPowers[decimals];
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(magnitude) | std::uint64_t{negative} << 63);
}

// --- The portable way: eight characters are loaded as one integer, and arithmetic on all its bytes at once
// finds where the digits end and adds them up.

// The first character becomes the lowest byte.
std::uint64_t load(const char* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// How many of the eight characters, from the first on, are digits.
std::size_t leading_digits(std::uint64_t word) {
  const std::uint64_t distance = word ^ 0x3030303030303030ULL;  // 0 to 9 for digits
  const std::uint64_t others = ((distance + 0x7676767676767676ULL) | distance) & 0x8080808080808080ULL;
  return static_cast<std::size_t>(std::countr_zero(others)) / 8;
}

// Whether each of the eight bytes is at most 9.
bool all_digits(std::uint64_t numbers) {
  return (((numbers + 0x7676767676767676ULL) | numbers) & 0x8080808080808080ULL) == 0;
}

// Eight numbers below ten, the first in the lowest byte, as one. Pairs of digits become numbers below 100,
// pairs of those numbers below 10,000, and so on.
std::uint64_t sum_of(std::uint64_t numbers) {
  numbers = (numbers * 10 + (numbers >> 8)) & 0x00FF00FF00FF00FFULL;
  numbers = (numbers * 100 + (numbers >> 16)) & 0x0000FFFF0000FFFFULL;
  return (numbers * 10000 + (numbers >> 32)) & 0xFFFFFFFFULL;
}

// The value of the first `count` (0 to 8) characters: they move to the high end, zeros before them.
std::uint64_t value_of(std::uint64_t word, std::size_t count) {
  if (count == 0) return 0;
  return sum_of((word ^ 0x3030303030303030ULL) << (64 - 8 * count));
}

#ifdef HEADROOM_NEAREST_DOUBLE

constexpr std::uint64_t ten_to(std::size_t n) { return n == 0 ? 1 : 10 * ten_to(n - 1); }

// Row n: what n decimals leave room for before the mark, when all digits make a number below 10^19.
struct Room {
  std::uint64_t power = 0;  // 10^n; 0 when the decimals take all the room
  std::uint64_t least_too_many = 1;
};
constexpr auto kRooms = [] {
  std::array<Room, kMostDecimals + 1> rooms{};
  for (std::size_t n = 0; n <= 19; ++n) rooms[n] = {ten_to(n), ten_to(19 - n)};
  return rooms;
}();

// The last `count` (0 to 8) of the eight characters as numbers, zeros before them.
std::uint64_t last_of(std::uint64_t word, std::size_t count) {
  const std::size_t half = 32 - 4 * count;
  return (word ^ 0x3030303030303030ULL) & (~std::uint64_t{0} << half << half);
}

// Seventeen characters and more, as programs write numbers that should come back as the same double. The mark
// is among the first eight, and the decimals are read from the end: 24 of them at most, at least nine.
bool read_long(const char* p, const char* end, char mark, bool negative, double& value) {
  const std::uint64_t front = load(p);
  const std::size_t digits = leading_digits(front);
  if (digits == 0 || digits == 8 || p[digits] != mark) return false;
  const auto decimals = static_cast<std::size_t>(end - p) - digits - 1;
  if (decimals > kMostDecimals) return false;
  const std::size_t above = decimals - 8;  // those before the last eight
  const std::uint64_t last = load(end - 8) ^ 0x3030303030303030ULL;
  const std::uint64_t middle = last_of(load(end - 16), above < 8 ? above : 8);
  const std::uint64_t first = last_of(load(end - 24), above < 8 ? 0 : above - 8);
  if (!all_digits(last) || !all_digits(middle) || !all_digits(first)) return false;
  const std::uint64_t whole = value_of(front, digits), most = sum_of(first);
  const Room& room = kRooms[decimals];
  if (whole >= room.least_too_many || most >= 1000) return false;  // more than nineteen digits
  const std::uint64_t all =
      whole * room.power + (most * kWhole[8] + sum_of(middle)) * kWhole[8] + sum_of(last);
  value = nearest_double(all, decimals);
  value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) | std::uint64_t{negative} << 63);
  return true;
}

#else

bool read_long(const char*, const char*, char, bool, double&) { return false; }

#endif

// The number in [p, end). Between 1 and 7 digits before the mark.
bool read_portable(const char* p, const char* end, char mark, double& value) {
  const bool negative = *p == '-';
  p += negative ? 1 : 0;
  if (end - p > 16) return read_long(p, end, mark, negative, value);
  const std::uint64_t front = load(p);
  const std::size_t digits = leading_digits(front);
  if (digits == 0 || digits == 8) return false;
  std::uint64_t all = value_of(front, digits);
  p += digits;
  std::size_t decimals = 0;
  if (*p == mark && p < end) {
    ++p;
    const std::uint64_t back = load(p);
    decimals = leading_digits(back);
    all = all * kWhole[decimals] + value_of(back, decimals);
    p += decimals;
    if (decimals == 8) {
      const std::uint64_t rest = load(p);
      const std::size_t more = leading_digits(rest);
      decimals += more;
      if (digits + decimals > 15) return false;
      all = all * kWhole[more] + value_of(rest, more);
      p += more;
    }
  }
  value = scaled(all, decimals, negative);
  return p == end;
}

using ReadNumber = bool (*)(const char* p, const char* end, char mark, double& value);

template <ReadNumber read_number>
[[gnu::always_inline]] inline std::size_t read_fields(const PlainFields& fields) {
  const char* begin = fields.text + fields.first;
  for (std::size_t i = 0; i < fields.count; ++i) {
    const char* const stop = fields.text + fields.stops[i];
    if ((*stop == '\n') != (i == fields.last)) return i;
    const char* const end = i == fields.last && stop[-1] == '\r' ? stop - 1 : stop;
    if (!read_number(begin, end, fields.marks[i], fields.values[i * fields.stride])) return i;
    begin = stop + 1;
  }
  return fields.count;
}

// --- The way of processors with SSE 4.1 (all since 2008): the last sixteen characters of the field in one
// register, the mark shuffled out of them, digits added up in pairs.

#ifdef HEADROOM_CSV_SHUFFLES

// Sixteen bytes from kLast + n on: the last n are set.
alignas(32) constexpr std::array<std::uint8_t, 32> kLast = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

// Row i takes the character at place i out: those before it move up by one. Row 16 takes none.
constexpr auto kWithoutPlace = [] {
  std::array<std::array<std::uint8_t, 16>, 17> rows{};
  for (std::size_t i = 0; i < 17; ++i) {
    for (std::size_t to = 0; to < 16; ++to) {
      const std::size_t from = i < 16 && to <= i ? to - 1 : to;
      rows[i][to] = i < 16 && to == 0 ? 0x80 : static_cast<std::uint8_t>(from);  // 0x80: a zero
    }
  }
  return rows;
}();

[[gnu::target("sse4.1")]] inline bool read_with_shuffles(const char* p, const char* end, char mark,
                                                         double& value) {
  const bool negative = *p == '-';
  const auto length = static_cast<std::size_t>(end - p) - (negative ? 1 : 0);
  if (length - 1 > 15) return length > 16 && read_long(end - length, end, mark, negative, value);
  __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(end - 16));
  v = _mm_xor_si128(v, _mm_set1_epi8('0'));  // 0 to 9 for digits
  v = _mm_and_si128(v, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLast.data() + length)));
  const __m128i beyond = _mm_or_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(9)), v);  // its high bits: no digit
  const auto others = static_cast<unsigned>(_mm_movemask_epi8(beyond)) | 0x10000U;
  const auto place = static_cast<std::size_t>(__builtin_ctz(others));  // of the mark; 16 without one
  // At most one mark, and a digit before it; sixteen digits may be too many for a double.
  if ((others & (others - 1) & 0xFFFFU) != 0) return false;
  if (place < 16 ? end[static_cast<std::ptrdiff_t>(place) - 16] != mark || place + length == 16
                 : length == 16) {
    return false;
  }
  v = _mm_shuffle_epi8(v, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kWithoutPlace[place].data())));
  v = _mm_maddubs_epi16(v, _mm_set1_epi16(1 << 8 | 10));
  v = _mm_madd_epi16(v, _mm_set1_epi32(1 << 16 | 100));
  v = _mm_packus_epi32(v, v);
  v = _mm_madd_epi16(v, _mm_set1_epi32(1 << 16 | 10000));
  const auto halves = static_cast<std::uint64_t>(_mm_cvtsi128_si64(v));  // eight digits each
  const std::uint64_t all = (halves & 0xFFFFFFFFU) * kWhole[8] + (halves >> 32);
  value = scaled(all, place < 16 ? 15 - place : 0, negative);
  return true;
}

[[gnu::target("sse4.1")]] std::size_t read_plain_fields_shuffled(const PlainFields& fields) {
  return read_fields<read_with_shuffles>(fields);
}

#endif

}  // namespace

std::size_t read_plain_fields_portable(const PlainFields& fields) {
  return read_fields<read_portable>(fields);
}

ReadPlainFields best_read_plain_fields() {
#ifdef HEADROOM_CSV_SHUFFLES
  if (__builtin_cpu_supports("sse4.1")) return read_plain_fields_shuffled;
#endif
  return read_plain_fields_portable;
}

}  // namespace headroom
