#include "core/data/csv/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace headroom {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// `word` is lower case.
bool equals_ignoring_case(std::string_view field, std::string_view word) {
  return field.size() == word.size() &&
         std::equal(field.begin(), field.end(), word.begin(), [](char a, char b) { return lower(a) == b; });
}

// A number whose digits form an integer below 2^53 with at most 22 decimals is one exact division
// away from the correctly rounded double (Clinger 1990). That is nearly every number in real files.
bool parse_short_decimal(std::string_view digits, double& value) {
  static constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (digits.size() > 16) return false;  // 15 digits and a point, always below 2^53
  std::uint64_t mantissa = 0;
  std::size_t i = 0;
  while (i < digits.size() && is_digit(digits[i])) {
    mantissa = mantissa * 10 + static_cast<std::uint64_t>(digits[i++] - '0');
  }
  std::size_t decimals = 0;
  if (i < digits.size() && digits[i] == '.') {
    const std::size_t first = ++i;
    while (i < digits.size() && is_digit(digits[i])) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(digits[i++] - '0');
    }
    decimals = i - first;
  }
  if (i != digits.size() || decimals > 15 || mantissa >= (std::uint64_t{1} << 53)) return false;
  value = static_cast<double>(mantissa) / kPowers[decimals];
  return true;
}

// from_chars says "out of range" for too large and too small alike; the digits tell which.
bool is_tiny(std::string_view digits) {
  const std::size_t exponent = digits.find_first_of("eE");
  if (exponent != std::string_view::npos) return digits[exponent + 1] == '-';
  return digits.front() == '0' || digits.front() == '.';
}

NumberParse parse_any_decimal(std::string_view digits, double& value) {
  const char* const end = digits.data() + digits.size();
  const std::from_chars_result result = std::from_chars(digits.data(), end, value);
  if (result.ptr != end) return NumberParse::kText;
  if (result.ec == std::errc()) return NumberParse::kNumber;
  if (!is_tiny(digits)) return NumberParse::kOutOfRange;
  value = 0.0;
  return NumberParse::kNumber;
}

}  // namespace

NumberParse parse_number(std::string_view field, bool decimal_comma, double& value) {
  std::string_view digits = field;
  const bool negative = !digits.empty() && digits.front() == '-';
  if (negative || (!digits.empty() && digits.front() == '+')) digits.remove_prefix(1);
  if (digits.empty()) return NumberParse::kText;

  std::string with_point;  // only for decimal commas; short, so it does not allocate
  if (decimal_comma) {
    const std::size_t comma = digits.find(',');
    if (comma != std::string_view::npos && digits.find('.') == std::string_view::npos) {
      with_point = digits;
      with_point[comma] = '.';
      digits = with_point;
    }
  }
  // from_chars would also take "inf" and "nan": a number begins with a digit, or a point and a digit.
  const bool begins_well =
      is_digit(digits[0]) || (digits[0] == '.' && digits.size() > 1 && is_digit(digits[1]));
  if (!begins_well) {
    const bool infinite = equals_ignoring_case(digits, "inf") || equals_ignoring_case(digits, "infinity");
    return infinite ? NumberParse::kOutOfRange : NumberParse::kText;
  }
  NumberParse parse = NumberParse::kNumber;
  if (!parse_short_decimal(digits, value)) parse = parse_any_decimal(digits, value);
  if (parse != NumberParse::kNumber) return parse;
  if (value > double{std::numeric_limits<float>::max()}) return NumberParse::kOutOfRange;
  if (negative) value = -value;
  return NumberParse::kNumber;
}

bool is_missing(std::string_view field) {
  switch (field.size()) {
    case 0: return true;
    case 1: return field[0] == '?';
    case 2: return equals_ignoring_case(field, "na");
    case 3: return equals_ignoring_case(field, "nan") || equals_ignoring_case(field, "n/a");
    case 4: return equals_ignoring_case(field, "null") || equals_ignoring_case(field, "#n/a");
    default: return false;
  }
}

std::string_view trimmed(std::string_view field, bool tabs_too) {
  const auto blank = [tabs_too](char c) { return c == ' ' || (tabs_too && c == '\t'); };
  while (!field.empty() && blank(field.front())) field.remove_prefix(1);
  while (!field.empty() && blank(field.back())) field.remove_suffix(1);
  return field;
}

}  // namespace headroom
