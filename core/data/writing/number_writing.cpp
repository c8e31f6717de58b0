#include "core/data/writing/number_writing.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/data/csv/values.h"
#include "core/data/writing/multipliers.h"
#include "core/data/writing/number_parts.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"

namespace headroom {

namespace {

// Appends the exponent with ASCII signs. False where there is no room.
bool append_exponent(std::string_view exponent, PlainDigits& plain) {
  if (plain.size + exponent.size() > PlainDigits::kRoom) return false;
  for (std::size_t i = 0; i < exponent.size();) {
    const std::size_t minus = minus_at(exponent, i);
    plain.text[plain.size++] = minus > 0 ? '-' : exponent[i];
    i += minus > 0 ? minus : 1;
  }
  return true;
}

std::optional<double> value_of(std::string_view plain) {
  double value = 0.0;
  if (parse_number(plain, false, value) != NumberParse::kNumber) return std::nullopt;
  return value;
}

// The usual case in one pass: a minus or none, the prefix, digits with groups of three and a decimal mark,
// the suffix, with at most one space between. Fifteen digits are exact in a double, and so is the power of
// ten: one division gives the correctly rounded number (Clinger 1990), as parse_number() does. False is "not
// seen", not "not a number".
class QuickNumber {
 public:
  explicit QuickNumber(const NumberWriting& writing) : writing_(writing) {}

  bool read(std::string_view text, double& value) const {
    bool negative = false;
    if (writing_.brackets && text.size() > 2 && text.front() == '(' && text.back() == ')') {
      negative = true;
      text = text.substr(1, text.size() - 2);
    }
    if (const std::size_t minus = minus_at(text, 0)) {
      if (negative) return false;
      negative = true;
      text.remove_prefix(minus);
    }
    if (!take_affixes(text) || !digits(text, value)) return false;
    if (negative) value = -value;
    return true;
  }

 private:
  bool take_affixes(std::string_view& text) const {
    const std::string& prefix = writing_.prefix;
    const std::string& suffix = writing_.suffix;
    if (!prefix.empty() && text.starts_with(prefix)) {
      if (std::any_of(prefix.begin(), prefix.end(), is_ascii_digit)) return false;
      text.remove_prefix(prefix.size());
      // "Rs.5" has another name, with a point.
      if (text.starts_with(writing_.decimal) && is_ascii_letter(prefix.back())) return false;
      text.remove_prefix(blank_at(text, 0));
    }
    if (!suffix.empty() && text.ends_with(suffix)) {
      if (!begins_as_unit(suffix)) return false;
      text.remove_suffix(suffix.size());
      if (text.ends_with(' ')) text.remove_suffix(1);
      if (text.ends_with("\u00A0")) text.remove_suffix(2);
    }
    return true;
  }

  // Not what could also be the end of the number.
  static bool begins_as_unit(std::string_view suffix) {
    const char first = suffix.front();
    if (is_ascii_letter(first)) return first != 'e' && first != 'E';
    return first == '%' || suffix.starts_with("\u20AC") || suffix.starts_with("\u00B0");
  }

  bool digits(std::string_view text, double& value) const {
    static constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const std::string_view group = writing_.group;
    std::uint64_t mantissa = 0;
    std::size_t all = 0;  // digits
    std::size_t group_size = 0;
    std::size_t decimals = 0;
    bool grouped = false;
    bool behind = false;
    for (std::size_t i = 0; i < text.size();) {
      const char c = text[i];
      if (is_ascii_digit(c)) {
        mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
        ++all;
        ++group_size;
        if (behind) ++decimals;
        ++i;
      } else if (c == writing_.decimal && !behind && (!grouped || group_size == 3)) {
        behind = true;
        ++i;
      } else if (!group.empty() && !behind && text.substr(i).starts_with(group)) {
        if (group_size == 0 || group_size > 3 || (grouped && group_size != 3) || text[0] == '0') return false;
        grouped = true;
        group_size = 0;
        i += group.size();
      } else {
        return false;
      }
    }
    if (all == 0 || all > 15 || (behind && decimals == 0) || (grouped && !behind && group_size != 3))
      return false;
    value = static_cast<double>(mantissa) / kPowers[decimals];
    return true;
  }

  const NumberWriting& writing_;
};

std::string group_name(std::string_view group) {
  if (group_mark(group) != GroupMark::kBlank) return "'" + std::string(group) + "'";
  return no_break_at(group, 0) > 0 ? "no-break space" : "space";
}

// "10k is 10000, 10M is 10000000"
std::string multipliers_text(const NumberWriting& writing) {
  std::string text;
  for (const std::string& word : writing.multipliers) {
    const std::string zeros(static_cast<std::size_t>(multiplier_of(word).power) + 1, '0');
    text += (text.empty() ? "10" : ", 10") + std::string(word.size() > 1 ? " " : "") + word + " is 1" + zeros;
  }
  return text;
}

}  // namespace

bool NumberWriting::plain() const {
  return decimal == '.' && group.empty() && prefix.empty() && suffix.empty() && !brackets &&
         !trailing_minus && multipliers.empty();
}

std::optional<double> read_number(std::string_view spelling, const NumberWriting& writing) {
  double quick = 0.0;
  if (QuickNumber(writing).read(spelling, quick)) return quick;
  NumberParts parts;
  if (!split_number(spelling, parts)) return std::nullopt;
  if (parts.brackets && !writing.brackets) return std::nullopt;
  if (parts.trailing_minus && !writing.trailing_minus) return std::nullopt;
  if (!parts.prefix.empty() && parts.prefix != writing.prefix) return std::nullopt;
  Multiplier times;
  if (!writing.multipliers.empty()) times = multiplier_of(parts.suffix);
  const std::string_view suffix = times.word.empty() ? parts.suffix : times.rest;
  if (!suffix.empty() && !same_unit(suffix, writing.suffix)) return std::nullopt;
  if (times.power > 0 && !parts.exponent.empty()) return std::nullopt;

  if (is_telephone(parts)) return std::nullopt;

  const GroupMark group = group_mark(writing.group);
  PlainDigits plain;
  if (!read_digits(parts.digits, !parts.exponent.empty(), writing.decimal, group, plain)) return std::nullopt;
  // As an exponent: 1.005 times 1000 would not be 1005 in a double.
  const std::string power = times.power > 0 ? "e" + std::to_string(times.power) : std::string();
  if (!append_exponent(power.empty() ? parts.exponent : power, plain)) return std::nullopt;
  std::optional<double> value = value_of({plain.text, plain.size});
  if (value && (parts.negative || parts.brackets || parts.trailing_minus)) value = -*value;
  return value;
}

std::string describe(const NumberWriting& writing) {
  if (writing.plain()) return "";
  const std::string number =
      (writing.group.empty() ? std::string("12") : "1" + writing.group + "234") + writing.decimal + "5";
  const std::string blank = is_word(writing.prefix) ? " " : "";
  const std::string unit = is_word(writing.suffix) ? " " + writing.suffix : writing.suffix;
  const std::string example = writing.prefix + blank + number + unit;

  std::string facts;
  const auto add = [&facts](const std::string& fact) { facts += (facts.empty() ? "" : ", ") + fact; };
  if (writing.decimal == ',') add("decimal comma");
  if (!writing.group.empty()) add("thousands mark " + group_name(writing.group));
  for (const std::string& affix : {writing.prefix, writing.suffix}) {
    if (affix.empty()) continue;
    if (affix == "%") {
      add("per cent: " + example + " is " + number);
    } else {
      add((is_currency(affix) ? "currency '" : "unit '") + affix + "'");
    }
  }
  if (!writing.multipliers.empty()) add(multipliers_text(writing));
  if (writing.brackets) add("(25) is -25");
  if (writing.trailing_minus) add("25- is -25");
  return example + " (" + facts + ")";
}

}  // namespace headroom
