#include "core/data/writing/number_parts.h"

#include "core/data/writing/spelling.h"

namespace headroom {

namespace {

// A blank between digits is a group mark when exactly three digits follow.
bool three_digits_at(std::string_view text, std::size_t i) {
  for (std::size_t k = 0; k < 3; ++k) {
    if (i + k >= text.size() || !is_ascii_digit(text[i + k])) return false;
  }
  return i + 3 >= text.size() || !is_ascii_digit(text[i + 3]);
}

bool digit_at(std::string_view text, std::size_t i) { return i < text.size() && is_ascii_digit(text[i]); }

// Bytes of a mark at i that has digits behind it.
std::size_t inner_mark(std::string_view text, std::size_t i) {
  const char c = text[i];
  if (c == '.' || c == ',' || c == '_') return digit_at(text, i + 1) ? 1 : 0;
  if (const std::size_t apostrophe = apostrophe_at(text, i)) {
    return digit_at(text, i + apostrophe) ? apostrophe : 0;
  }
  const std::size_t blank = blank_at(text, i);
  return blank > 0 && c != '\t' && three_digits_at(text, i + blank) ? blank : 0;
}

std::size_t end_of_exponent(std::string_view text, std::size_t i) {
  if (i >= text.size() || (text[i] != 'e' && text[i] != 'E')) return i;
  std::size_t end = i + 1;
  if (byte_at(text, end) == '+') {
    ++end;
  } else {
    end += minus_at(text, end);
  }
  if (!digit_at(text, end)) return i;
  while (digit_at(text, end)) ++end;
  return end;
}

std::size_t end_of_digits(std::string_view text, std::size_t i) {
  while (i < text.size()) {
    if (is_ascii_digit(text[i])) {
      ++i;
    } else if (const std::size_t mark = inner_mark(text, i)) {
      i += mark;
    } else {
      break;
    }
  }
  const bool mark = i < text.size() && (text[i] == '.' || text[i] == ',');
  if (mark && (i + 1 == text.size() || end_of_exponent(text, i + 1) > i + 1)) ++i;  // "5.", "5.e3"
  return i;
}

// Takes a sign off the front; false at a second one.
bool take_sign(std::string_view& text, NumberParts& parts) {
  if (text.empty()) return true;
  const bool plus = text.front() == '+';
  const std::size_t minus = minus_at(text, 0);
  if (!plus && minus == 0) return true;
  if (parts.plus || parts.negative) return false;
  (plus ? parts.plus : parts.negative) = true;
  text = trim_front(text.substr(plus ? 1 : minus));
  return true;
}

// "$", "$-", "$(" or "EUR " before the first digit.
bool split_head(std::string_view head, NumberParts& parts, bool& bracket_open) {
  head = trim_back(head);
  if (!head.empty() && head.back() == '(') {
    if (parts.brackets) return false;
    bracket_open = true;
    head = trim_back(head.substr(0, head.size() - 1));
  } else {
    const bool plus = !head.empty() && head.back() == '+';
    const bool hyphen = !head.empty() && head.back() == '-';
    const bool minus = head.size() >= 3 && minus_at(head, head.size() - 3) == 3;
    if (plus || hyphen || minus) {
      if (parts.plus || parts.negative) return false;
      (plus ? parts.plus : parts.negative) = true;
      head = trim_back(head.substr(0, head.size() - (minus ? 3 : 1)));
    }
  }
  parts.prefix = head;
  return true;
}

// What follows the digits: ")", "-" at the end, a unit.
bool split_tail(std::string_view tail, NumberParts& parts, bool bracket_open) {
  parts.attached = blank_at(tail, 0) == 0;
  tail = trim_front(tail);
  if (bracket_open) {
    if (tail.empty() || tail.front() != ')') return false;
    parts.brackets = true;
    tail = trim_front(tail.substr(1));
  } else if (const std::size_t minus = minus_at(tail, 0)) {
    // "25-" and "25- EUR", but "5-door" and "5-10" are something else, and "12.-" is a price.
    if (!parts.attached || !is_ascii_digit(parts.digits.back())) return false;
    if (tail.size() > minus && blank_at(tail, minus) == 0) return false;
    parts.trailing_minus = true;
    tail = trim_front(tail.substr(minus));
  }
  parts.suffix = tail;
  return true;
}

}  // namespace

bool split_number(std::string_view spelling, NumberParts& parts) {
  parts = {};
  std::string_view text = trim_blanks(spelling);
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
    parts.brackets = true;
    text = trim_blanks(text.substr(1, text.size() - 2));
  }
  if (!take_sign(text, parts)) return false;

  std::size_t begin = 0;
  while (begin < text.size() && !is_ascii_digit(text[begin])) ++begin;
  if (begin == text.size()) return false;
  bool bracket_open = false;
  if (begin > 0) {
    // ".5" and "$.50" begin with the mark, "Rs.5" has a name with a point.
    const char before = text[begin - 1];
    const bool of_number =
        (before == '.' || before == ',') && (begin == 1 || !is_ascii_letter(text[begin - 2]));
    if (of_number) --begin;
    if (!split_head(text.substr(0, begin), parts, bracket_open)) return false;
  }
  const std::size_t end = end_of_digits(text, begin + (is_ascii_digit(text[begin]) ? 0 : 1));
  const std::size_t exponent_end = end_of_exponent(text, end);
  parts.digits = text.substr(begin, end - begin);
  parts.exponent = text.substr(end, exponent_end - end);
  if (!split_tail(text.substr(exponent_end), parts, bracket_open)) return false;
  const int signs = int{parts.plus} + int{parts.negative} + int{parts.brackets} + int{parts.trailing_minus};
  return signs <= 1;
}

GroupMark group_mark(std::string_view group) {
  if (group.empty()) return GroupMark::kNone;
  if (group == ".") return GroupMark::kPoint;
  if (group == ",") return GroupMark::kComma;
  if (group == "_") return GroupMark::kUnderscore;
  if (apostrophe_at(group, 0) == group.size()) return GroupMark::kApostrophe;
  if (blank_at(group, 0) == group.size()) return GroupMark::kBlank;
  return GroupMark::kOther;
}

namespace {

// The mark at i, and its bytes.
GroupMark mark_at(std::string_view digits, std::size_t i, std::size_t& bytes) {
  bytes = 1;
  switch (digits[i]) {
    case '.': return GroupMark::kPoint;
    case ',': return GroupMark::kComma;
    case '_': return GroupMark::kUnderscore;
    default: break;
  }
  bytes = apostrophe_at(digits, i);
  if (bytes > 0) return GroupMark::kApostrophe;
  bytes = blank_at(digits, i);
  return bytes > 0 ? GroupMark::kBlank : GroupMark::kOther;
}

// Sizes of the groups of one number, looked at as they come.
class Groups {
 public:
  bool used() const { return used_; }
  GroupMark mark() const { return mark_; }

  // `size` digits stood before this mark.
  bool at_mark(GroupMark mark, std::size_t size) {
    if (!used_) {
      used_ = true;
      mark_ = mark;
      western_ = size >= 1 && size <= 3;
      indian_ = mark == GroupMark::kComma && size >= 1 && size <= 2;
    } else {
      western_ = western_ && size == 3;
      indian_ = indian_ && size == 2;
      if (mark != mark_) return false;
    }
    return western_ || indian_;
  }

  bool good_end(std::size_t size) const { return !used_ || size == 3; }

 private:
  bool used_ = false;
  bool western_ = false;
  bool indian_ = false;
  GroupMark mark_ = GroupMark::kNone;
};

}  // namespace

bool read_digits(std::string_view digits, bool with_exponent, char decimal, GroupMark group,
                 PlainDigits& plain) {
  if (digits.size() >= PlainDigits::kRoom) return false;
  const GroupMark point = decimal == ',' ? GroupMark::kComma : GroupMark::kPoint;
  Groups groups;
  plain.size = 0;
  std::size_t size = 0;  // digits since the last mark
  bool behind = false;   // the decimal mark
  for (std::size_t i = 0; i < digits.size();) {
    if (is_ascii_digit(digits[i])) {
      plain.text[plain.size++] = digits[i++];
      ++size;
      continue;
    }
    if (behind) return false;
    std::size_t bytes = 0;
    const GroupMark mark = mark_at(digits, i, bytes);
    if (mark == point) {
      if (!groups.good_end(size)) return false;
      plain.text[plain.size++] = '.';
      behind = true;
    } else {
      if (mark != group && no_break_at(digits, i) == 0) return false;
      if (plain.size > 0 && plain.text[0] == '0') return false;  // 0,123 is not grouped
      if (!groups.at_mark(mark, size)) return false;
    }
    i += bytes;
    size = 0;
  }
  if (!behind && !groups.good_end(size)) return false;
  plain.grouped = groups.used();
  return plain.size > 0 && !(plain.grouped && with_exponent);
}

}  // namespace headroom
