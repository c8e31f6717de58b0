#include "core/base/utf8.h"

#include <algorithm>

namespace headroom {

namespace {

// Length of the valid UTF-8 sequence at p (1 to 4), 0 when it is none. RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF.
std::size_t utf8_length(const unsigned char* p, std::size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || left < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((p[i] & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && p[1] < 0xA0) return 0;
  if (lead == 0xED && p[1] > 0x9F) return 0;
  if (lead == 0xF0 && p[1] < 0x90) return 0;
  if (lead == 0xF4 && p[1] > 0x8F) return 0;
  return length;
}

// True when none of the bytes is NUL or beyond ASCII. Without a branch inside, so that it is vectorised.
bool all_plain(const unsigned char* p, std::size_t count) {
  unsigned char beyond = 0;
  unsigned char zeros = 0;
  for (std::size_t i = 0; i < count; ++i) {
    beyond |= p[i];
    zeros |= static_cast<unsigned char>(p[i] == 0 ? 1 : 0);
  }
  return beyond < 0x80 && zeros == 0;
}

}  // namespace

std::size_t find_bad_byte(std::string_view text) {
  const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
  constexpr std::size_t kBlock = 512;
  std::size_t i = 0;
  while (i < text.size()) {
    while (i + kBlock <= text.size() && all_plain(data + i, kBlock)) i += kBlock;
    // The block that is not plain, or the rest of the text, byte by byte.
    for (const std::size_t stop = std::min(i + kBlock, text.size()); i < stop;) {
      if (data[i] == 0) return i;
      const std::size_t length = utf8_length(data + i, text.size() - i);
      if (length == 0) return i;
      i += length;
    }
  }
  return std::string_view::npos;
}

std::string in_quotes(std::string_view value) {
  constexpr std::size_t kShown = 40;
  if (value.size() <= kShown) return "'" + std::string(value) + "'";
  std::size_t end = kShown;  // not in the middle of a character
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(value.substr(0, end)) + "...'";
}

}  // namespace headroom
