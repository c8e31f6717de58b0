#include "core/data/writing/units.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/data/writing/spelling.h"

namespace headroom {

namespace {

// The code point at i and its bytes; 0 where the UTF-8 is broken.
std::uint32_t code_point_at(std::string_view text, std::size_t i, std::size_t& bytes) {
  const unsigned first = byte_at(text, i);
  bytes = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (bytes == 0 || i + bytes > text.size()) {
    bytes = 1;
    return 0;
  }
  if (bytes == 1) return first;
  std::uint32_t point = first & (0x7FU >> bytes);
  for (std::size_t k = 1; k < bytes; ++k) {
    const unsigned next = byte_at(text, i + k);
    if ((next & 0xC0U) != 0x80U) {
      bytes = 1;
      return 0;
    }
    point = point << 6U | (next & 0x3FU);
  }
  return point;
}

bool is_money_sign(std::uint32_t point) {
  return point == '$' || (point >= 0xA2 && point <= 0xA5) || point == 0x0E3F ||
         (point >= 0x20A0 && point <= 0x20CF) || point == 0xFF04 || point == 0xFFE1 || point == 0xFFE5;
}

// Codes of ISO 4217 that do not look like other words (not ALL, TOP, TRY, PEN ...), and abbreviations.
constexpr std::string_view kCurrencies[] = {
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
    "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NGN",
    "NOK", "NZD", "PHP", "PKR", "PLN", "RMB", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TWD",
    "UAH", "USD", "VND", "ZAR", "kr",  "kr.", "Kr",  "Kr.", "Rs",  "Rs.", "Fr",  "Fr.", "SFr.",
    "Kč",  "zł",  "Ft",  "lei", "R",   "Rp",  "Rp.", "TL",  "%"};

bool is_letter(std::uint32_t point) {
  const bool ascii = (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
  const bool latin = point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7;
  return ascii || latin || (point >= 0x370 && point <= 0x52F && point != 0x3A9);  // Greek, Cyrillic; not ohm
}

bool may_begin_unit(std::uint32_t point) {
  if (point == 0) return false;
  if (point < 0x80) return is_letter(point) || point == '%' || point == '$' || point == '/' || point == '"';
  if (point >= 0x2010 && point <= 0x202F) return false;                            // dashes, quotes, dots
  if (point >= 0x2030 && point <= 0x2033) return true;                             // per mille, prime
  return !(point >= 0x2190 && point <= 0x22FF) && point != 0xD7 && point != 0xF7;  // arrows, mathematics
}

// Powers only: one digit 2 or 3 behind a letter, ^ or a minus, and no further digit.
bool power_at(std::string_view unit, std::size_t i) {
  if (i == 0 || (unit[i] != '2' && unit[i] != '3')) return false;
  if (i + 1 < unit.size() && is_ascii_digit(unit[i + 1])) return false;
  const char before = unit[i - 1];
  return is_ascii_letter(before) || before == '^' || before == '-';
}

bool characters_of_unit(std::string_view unit) {
  int words = 1;
  for (std::size_t i = 0; i < unit.size();) {
    std::size_t bytes = 1;
    if (const std::size_t blank = blank_at(unit, i)) {
      ++words;
      i += blank;
      continue;
    }
    const std::uint32_t point = code_point_at(unit, i, bytes);
    if (point == 0 || point < 0x20) return false;
    if (point < 0x80 && is_ascii_digit(unit[i])) {
      if (!power_at(unit, i)) return false;
    } else if (point < 0x80 && !is_ascii_letter(unit[i])) {
      if (std::string_view("%$/\".^*-").find(unit[i]) == std::string_view::npos) return false;
    }
    i += bytes;
  }
  return words <= 3;
}

}  // namespace

bool is_currency(std::string_view prefix) {
  if (prefix.empty() || prefix.size() > 8) return false;
  if (std::find(std::begin(kCurrencies), std::end(kCurrencies), prefix) != std::end(kCurrencies)) return true;
  std::size_t letters = 0;  // US$, R$, NT$
  while (letters < prefix.size() && prefix[letters] >= 'A' && prefix[letters] <= 'Z') ++letters;
  if (letters > 3 || letters == prefix.size()) return false;
  std::size_t bytes = 0;
  return is_money_sign(code_point_at(prefix, letters, bytes)) && letters + bytes == prefix.size();
}

bool is_unit(std::string_view suffix, bool attached) {
  if (suffix.empty() || suffix.size() > 24) return false;
  std::size_t bytes = 0;
  if (!may_begin_unit(code_point_at(suffix, 0, bytes))) return false;
  if (suffix[0] == '/' && (suffix.size() == 1 || is_ascii_digit(suffix[1]))) return false;
  if ((suffix[0] == 'x' || suffix[0] == 'X') && suffix.size() > 1 && !is_ascii_letter(suffix[1]))
    return false;
  if (attached) {
    for (const char* ordinal : {"st", "nd", "rd", "th"}) {
      if (equals_lower(suffix, ordinal)) return false;
    }
  }
  for (const char* half : {"am", "pm", "a.m.", "p.m."}) {
    if (equals_lower(suffix, half)) return false;
  }
  return characters_of_unit(suffix);
}

bool is_single_letter(std::string_view suffix) {
  std::size_t bytes = 0;
  return !suffix.empty() && is_letter(code_point_at(suffix, 0, bytes)) && bytes == suffix.size();
}

bool is_word(std::string_view affix) {
  return !affix.empty() && std::all_of(affix.begin(), affix.end(), [](char c) {
    return is_ascii_letter(c) || c == '.' || c == '/' || static_cast<signed char>(c) < 0;
  }) && is_ascii_letter(affix.front());
}

bool same_unit(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() > b.size()) std::swap(a, b);
  return a.size() >= 3 && b.size() == a.size() + 1 && b.back() == 's' && b.starts_with(a);
}

}  // namespace headroom
