// Blanks, minus signs and marks at a place of a UTF-8 text. Where there are none the answer is 0 bytes.
//
// Example:
//   trim_blanks("\t5 ");   // "5"
//   minus_at("5-", 1);     // 1
//
// Thread rule: pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace headroom {

inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_ascii_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
inline unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

// `word` is in lower case.
inline bool equals_lower(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return ascii_lower(a) == b; });
}

// Space, tab, U+00A0, U+2000..U+200A (thin, figure, ...), U+202F, U+3000.
inline std::size_t blank_at(std::string_view text, std::size_t i) {
  const unsigned first = byte_at(text, i);
  if (first == ' ' || first == '\t') return 1;
  if (first < 0xC2) return 0;
  const unsigned second = byte_at(text, i + 1);
  if (first == 0xC2 && second == 0xA0) return 2;
  const unsigned third = byte_at(text, i + 2);
  if (first == 0xE2 && second == 0x80 && ((third >= 0x80 && third <= 0x8A) || third == 0xAF)) return 3;
  if (first == 0xE3 && second == 0x80 && third == 0x80) return 3;
  return 0;
}

// The two that stand between the digits of a number and nowhere else: U+00A0 and U+202F.
inline std::size_t no_break_at(std::string_view text, std::size_t i) {
  if (byte_at(text, i) == 0xC2 && byte_at(text, i + 1) == 0xA0) return 2;
  if (byte_at(text, i) == 0xE2 && byte_at(text, i + 1) == 0x80 && byte_at(text, i + 2) == 0xAF) return 3;
  return 0;
}

// Hyphen or U+2212.
inline std::size_t minus_at(std::string_view text, std::size_t i) {
  if (byte_at(text, i) == '-') return 1;
  return byte_at(text, i) == 0xE2 && byte_at(text, i + 1) == 0x88 && byte_at(text, i + 2) == 0x92 ? 3 : 0;
}

// ' or U+2019.
inline std::size_t apostrophe_at(std::string_view text, std::size_t i) {
  if (byte_at(text, i) == '\'') return 1;
  return byte_at(text, i) == 0xE2 && byte_at(text, i + 1) == 0x80 && byte_at(text, i + 2) == 0x99 ? 3 : 0;
}

inline std::string_view trim_front(std::string_view text) {
  while (const std::size_t blank = blank_at(text, 0)) text.remove_prefix(blank);
  return text;
}

inline std::string_view trim_back(std::string_view text) {
  for (;;) {
    std::size_t blank = 0;
    for (std::size_t bytes = 1; bytes <= 3 && bytes <= text.size() && blank == 0; ++bytes) {
      if (blank_at(text, text.size() - bytes) == bytes) blank = bytes;
    }
    if (blank == 0) return text;
    text.remove_suffix(blank);
  }
}

inline std::string_view trim_blanks(std::string_view text) { return trim_back(trim_front(text)); }

}  // namespace headroom
