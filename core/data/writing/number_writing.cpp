#include "core/data/writing/number_writing.h"

#include <cstring>

#include "core/data/csv/values.h"
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

std::string group_name(std::string_view group) {
  if (group_mark(group) != GroupMark::kBlank) return "'" + std::string(group) + "'";
  return no_break_at(group, 0) > 0 ? "no-break space" : "space";
}

}  // namespace

bool NumberWriting::plain() const {
  return decimal == '.' && group.empty() && prefix.empty() && suffix.empty() && !brackets && !trailing_minus;
}

std::optional<double> read_number(std::string_view spelling, const NumberWriting& writing) {
  if (writing.decimal == '.') {
    double value = 0.0;
    if (parse_number(spelling, false, value) == NumberParse::kNumber) return value;
  }
  NumberParts parts;
  if (!split_number(spelling, parts)) return std::nullopt;
  if (parts.brackets && !writing.brackets) return std::nullopt;
  if (parts.trailing_minus && !writing.trailing_minus) return std::nullopt;
  if (!parts.prefix.empty() && parts.prefix != writing.prefix) return std::nullopt;
  if (!parts.suffix.empty() && !same_unit(parts.suffix, writing.suffix)) return std::nullopt;

  if (is_telephone(parts)) return std::nullopt;

  const GroupMark group = group_mark(writing.group);
  PlainDigits plain;
  if (!read_digits(parts.digits, !parts.exponent.empty(), writing.decimal, group, plain)) return std::nullopt;
  if (!append_exponent(parts.exponent, plain)) return std::nullopt;
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
  if (writing.brackets) add("(25) is -25");
  if (writing.trailing_minus) add("25- is -25");
  return example + " (" + facts + ")";
}

}  // namespace headroom
