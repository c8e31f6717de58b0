// A spelling taken apart into prefix, digits with their marks, exponent and suffix, whatever the writing.
//
// Example:
//   NumberParts parts;
//   split_number("-$ 1,234.50 /kg", parts);   // negative, prefix "$", digits "1,234.50", suffix "/kg"
//
// Thread rule: pure functions that do not allocate; the views are into the spelling.
#pragma once

#include <optional>
#include <string_view>

namespace headroom {

struct NumberParts {
  std::string_view prefix, digits, exponent, suffix;  // exponent with its letter; without blanks around them
  bool negative = false;                              // a minus in front
  bool plus = false;
  bool brackets = false;
  bool trailing_minus = false;
  bool attached = false;  // the suffix follows the digits without a blank
};

// False when it cannot be a number in any writing: no digit, or two signs, or more text than one prefix and
// suffix. Whether prefix and suffix make sense is not looked at.
bool split_number(std::string_view spelling, NumberParts& parts);

// "+49 301 234": a plus, and blanks between the digits.
inline bool is_telephone(const NumberParts& parts) {
  return parts.plus && parts.digits.find(' ') != std::string_view::npos;
}

// What stands between groups of digits. kBlank is every blank, kApostrophe both of them.
enum class GroupMark { kNone, kPoint, kComma, kApostrophe, kBlank, kUnderscore, kOther };
GroupMark group_mark(std::string_view group);

// Are the digits well written with this decimal and group mark? `with_exponent`: then groups are not allowed.
// When they are, `plain` holds them with a point and without groups.
struct PlainDigits {
  static constexpr std::size_t kRoom = 400;  // more digits than any float needs; longer numbers are refused
  char text[kRoom];
  std::size_t size = 0;
  bool grouped = false;
};
bool read_digits(std::string_view digits, bool with_exponent, char decimal, GroupMark group,
                 PlainDigits& plain);

}  // namespace headroom
