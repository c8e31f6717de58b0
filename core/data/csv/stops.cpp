#include "core/data/csv/stops.h"

#include <algorithm>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace headroom {

namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

// Bit i: byte i of the block is a separator or a line feed.
#if defined(__SSE2__)  // every x86-64 processor
std::uint64_t stop_bits(const char* block, char separator) {
  const __m128i separators = _mm_set1_epi8(separator);
  const __m128i newlines = _mm_set1_epi8('\n');
  std::uint64_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, separators), _mm_cmpeq_epi8(bytes, newlines));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << (16 * i);
  }
  return bits;
}
#else
std::uint64_t stop_bits(const char* block, char separator) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    bits |= static_cast<std::uint64_t>(block[i] == separator || block[i] == '\n' ? 1 : 0) << i;
  }
  return bits;
}
#endif

// As std::popcount(), which is a function call where the compiler may not use the newer instruction.
std::size_t count_bits(std::uint64_t bits) {
  bits -= (bits >> 1) & 0x5555555555555555ULL;
  bits = (bits & 0x3333333333333333ULL) + ((bits >> 2) & 0x3333333333333333ULL);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FULL;
  return static_cast<std::size_t>((bits * 0x0101010101010101ULL) >> 56);
}

}  // namespace

std::size_t find_stops(std::string_view text, char separator, std::vector<std::uint32_t>& stops) {
  text = text.substr(0, kMostBytes);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    if (stops.size() < count + 2 * kBlock) stops.resize(2 * stops.size() + 2 * kBlock);
    std::uint64_t bits = 0;
    if (at + kBlock <= text.size()) {
      bits = stop_bits(text.data() + at, separator);
    } else {
      char rest[kBlock] = {};
      std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), rest);
      bits = stop_bits(rest, separator);
    }
    const std::size_t found = count_bits(bits);
    // Eight at a time, the last ones in vain: how many there are cannot be predicted, how many eights can.
    std::uint32_t* to = stops.data() + count;
    for (std::size_t done = 0; done < found; done += 8) {
      for (int i = 0; i < 8; ++i) {
        *to++ = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(bits));
        bits &= bits - 1;
      }
    }
    count += found;
  }
  return count;
}

}  // namespace headroom
