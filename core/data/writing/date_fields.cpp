#include "core/data/writing/date_fields.h"

#include <algorithm>
#include <array>

#include "core/data/writing/spelling.h"

namespace headroom {

namespace {

// Reads along a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }
  void skip(std::size_t bytes) { rest_.remove_prefix(bytes); }

  bool take(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }

  bool take_blanks() {
    const std::size_t before = rest_.size();
    rest_ = trim_front(rest_);
    return rest_.size() < before;
  }

  // At least `least` digits, and of those that follow at most `most`.
  bool take_number(std::size_t least, std::size_t most, int& value) {
    std::size_t n = 0;
    value = 0;
    while (n < most && n < rest_.size() && is_ascii_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
    if (n < least) return false;
    rest_.remove_prefix(n);
    return true;
  }

  bool take_word(std::string_view lower_word) {
    if (rest_.size() < lower_word.size()) return false;
    for (std::size_t i = 0; i < lower_word.size(); ++i) {
      if (ascii_lower(rest_[i]) != lower_word[i]) return false;
    }
    rest_.remove_prefix(lower_word.size());
    return true;
  }

 private:
  std::string_view rest_;
};

struct DateName {
  std::string_view word;
  int number;
};

// English and German; the longer of two with the same beginning first. Upper case of umlauts as in "MÄRZ".
constexpr std::array<DateName, 40> kMonths = {{
    {"january", 1}, {"januar", 1},    {"jänner", 1},    {"jan", 1},  {"february", 2},  {"februar", 2},
    {"feber", 2},   {"feb", 2},       {"march", 3},     {"märz", 3}, {"mÄrz", 3},      {"maerz", 3},
    {"mär", 3},     {"mÄr", 3},       {"mrz", 3},       {"mar", 3},  {"april", 4},     {"apr", 4},
    {"mai", 5},     {"may", 5},       {"june", 6},      {"juni", 6}, {"jun", 6},       {"july", 7},
    {"juli", 7},    {"jul", 7},       {"august", 8},    {"aug", 8},  {"september", 9}, {"sept", 9},
    {"sep", 9},     {"october", 10},  {"oktober", 10},  {"oct", 10}, {"okt", 10},      {"november", 11},
    {"nov", 11},    {"december", 12}, {"dezember", 12}, {"dec", 12},
}};

constexpr std::array<std::string_view, 37> kWeekdays = {
    "monday",   "tuesday",  "wednesday", "thursday",   "friday",  "saturday",  "sunday",  "montag",
    "dienstag", "mittwoch", "freitag",   "donnerstag", "samstag", "sonnabend", "sonntag", "mon",
    "tues",     "tue",      "wed",       "thurs",      "thur",    "thu",       "fri",     "sat",
    "sun",      "mo",       "di",        "mi",         "do",      "fr",        "sa",      "so",
    "tu",       "we",       "th",        "su",         "son"};

// Names with an optional point behind, and no letter.
bool ends_well(const Cursor& cursor) {
  return !is_ascii_letter(cursor.front()) && static_cast<signed char>(cursor.front()) >= 0;
}

bool take_month(Cursor& cursor, int& month) {
  if (cursor.take_word("dez")) {
    cursor.take_word("ember");
    month = 12;
  } else {
    const auto* found = std::find_if(kMonths.begin(), kMonths.end(),
                                     [&](const DateName& name) { return cursor.take_word(name.word); });
    if (found == kMonths.end()) return false;
    month = found->number;
  }
  if (!ends_well(cursor)) return false;
  if (cursor.front() == '.') cursor.skip(1);
  return true;
}

bool take_weekday(Cursor& cursor) {
  if (std::none_of(kWeekdays.begin(), kWeekdays.end(),
                   [&](std::string_view name) { return cursor.take_word(name); })) {
    return false;
  }
  if (!ends_well(cursor)) return false;
  if (cursor.front() == '.') cursor.skip(1);
  return true;
}

// Z, UTC, GMT, +02:00, +0200, +02.
bool take_zone(Cursor& cursor, int& minutes) {
  minutes = 0;
  if (cursor.take_word("utc") || cursor.take_word("gmt") || cursor.take_word("z")) return ends_well(cursor);
  const bool plus = cursor.front() == '+';
  const std::size_t minus = minus_at(cursor.rest(), 0);
  if (!plus && minus == 0) return false;
  cursor.skip(plus ? 1 : minus);
  int hours = 0;
  int behind = 0;
  if (!cursor.take_number(2, 2, hours)) return false;
  if (cursor.front() == ':' || is_ascii_digit(cursor.front())) {
    cursor.take(":");
    if (!cursor.take_number(2, 2, behind)) return false;
  }
  if (hours > 23 || behind > 59) return false;
  minutes = (plus ? 1 : -1) * (hours * 60 + behind);
  return true;
}

bool take_half(Cursor& cursor, bool& afternoon) {
  afternoon = cursor.take_word("pm") || cursor.take_word("p.m.");
  return afternoon || cursor.take_word("am") || cursor.take_word("a.m.");
}

bool take_seconds(Cursor& cursor, double& second) {
  int whole = 0;
  if (!cursor.take_number(2, 2, whole) || whole > 59) return false;
  second = whole;
  const bool mark = cursor.front() == '.' || cursor.front() == ',';
  if (!mark || cursor.rest().size() < 2 || !is_ascii_digit(cursor.rest()[1])) return true;
  cursor.skip(1);
  double numerator = 0.0;  // of at most 15 digits, so that it is exact
  double denominator = 1.0;
  for (; is_ascii_digit(cursor.front()); cursor.skip(1)) {
    if (denominator >= 1e15) continue;
    numerator = numerator * 10.0 + (cursor.front() - '0');
    denominator *= 10.0;
  }
  second += numerator / denominator;
  return true;
}

bool in_range(int value, int least, int most) { return value >= least && value <= most; }

// One sign of a pattern.
bool take_field(Cursor& cursor, char sign, DateFields& f) {
  switch (sign) {
    case 'Y': f.digits_of_year = 4; return cursor.take_number(4, 4, f.year) && f.year > 0;
    case 'y':
      f.digits_of_year = 2;
      if (!cursor.take_number(2, 2, f.year)) return false;
      f.year += f.year >= 69 ? 1900 : 2000;
      return true;
    case 'm': return cursor.take_number(1, 2, f.month) && in_range(f.month, 1, 12);
    case 'd': return cursor.take_number(1, 2, f.day) && in_range(f.day, 1, 31);
    case 'b': return take_month(cursor, f.month);
    case 'a': return take_weekday(cursor);
    case 'H': return cursor.take_number(1, 2, f.hour) && in_range(f.hour, 0, 23);
    case 'I': return cursor.take_number(1, 2, f.hour) && in_range(f.hour, 1, 12);
    case 'M': return cursor.take_number(2, 2, f.minute) && in_range(f.minute, 0, 59);
    case 'S': return take_seconds(cursor, f.second);
    case 'p': f.half_day = true; return take_half(cursor, f.afternoon);
    case 'z': return take_zone(cursor, f.offset_minutes);
    default: return false;
  }
}

// The rest of a pattern is of the time only.
bool only_time(std::string_view pattern) {
  if (pattern.ends_with('%')) return false;
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '%' && std::string_view("HIMSpz").find(pattern[i + 1]) == std::string_view::npos)
      return false;
  }
  return true;
}

bool take_literal(Cursor& cursor, std::string_view& pattern) {
  const char c = pattern.front();
  pattern.remove_prefix(1);
  const bool before_time = pattern.starts_with("%H") || pattern.starts_with("%I");
  if (c == ' ' || (c == 'T' && before_time)) {
    if (before_time && (cursor.take("T") || cursor.take("t"))) return true;
    return cursor.take_blanks() || pattern.starts_with("%p") || pattern.starts_with("%z");
  }
  if (cursor.front() != c) return false;
  cursor.skip(1);
  return true;
}

}  // namespace

bool read_fields(std::string_view text, std::string_view pattern, DateFields& fields) {
  Cursor cursor(trim_blanks(text));
  const std::string_view whole = pattern;
  while (!pattern.empty()) {
    const std::size_t done = whole.size() - pattern.size();
    if (cursor.at_end()) {
      // The time may end early, but not within a date, nor "12" alone, nor before AM and PM once it has
      // begun.
      const bool hour_alone = whole.substr(0, done).ends_with("%H") || whole.substr(0, done).ends_with("%I");
      const bool begun = whole.substr(0, done).find("%I") != std::string_view::npos;
      const bool half_to_come = pattern.find("%p") != std::string_view::npos;
      return done > 0 && only_time(pattern) && !hour_alone && !(begun && half_to_come);
    }
    if (pattern.starts_with(":%S") && cursor.front() != ':') {
      pattern.remove_prefix(3);
    } else if (pattern.front() == '%' && pattern.size() > 1) {
      if (!take_field(cursor, pattern[1], fields)) return false;
      pattern.remove_prefix(2);
    } else if (!take_literal(cursor, pattern)) {
      return false;
    }
  }
  return cursor.at_end();
}

namespace {

bool take_time(Cursor& cursor, DateFields& fields, TimeShape& shape) {
  if (!cursor.take_number(1, 2, fields.hour) || !cursor.take(":")) return false;
  if (!take_field(cursor, 'M', fields)) return false;
  shape.time = true;
  if (cursor.take(":")) {
    if (!take_seconds(cursor, fields.second)) return false;
    shape.seconds = true;
  }
  const bool blank = cursor.take_blanks();
  if (take_half(cursor, fields.afternoon)) {
    shape.half_day = fields.half_day = true;
    shape.blank_before_half = blank;
  }
  const bool blank_again = cursor.take_blanks() || (blank && !shape.half_day);
  if (!cursor.at_end()) {
    if (!take_zone(cursor, fields.offset_minutes)) return false;
    shape.zone = true;
    shape.blank_before_zone = blank_again;
  }
  return cursor.at_end() && (shape.half_day ? in_range(fields.hour, 1, 12) : in_range(fields.hour, 0, 23));
}

}  // namespace

bool read_date_and_time(std::string_view text, std::string_view date_pattern, DateFields& fields,
                        TimeShape& shape) {
  Cursor cursor(trim_blanks(text));
  while (!date_pattern.empty()) {
    if (cursor.at_end()) return false;
    if (date_pattern.front() == '%') {
      if (!take_field(cursor, date_pattern[1], fields)) return false;
      date_pattern.remove_prefix(2);
    } else if (!take_literal(cursor, date_pattern)) {
      return false;
    }
  }
  if (cursor.at_end()) return true;
  if (fields.digits_of_year > 0) {  // there was a date
    shape.comma = cursor.take(",");
    shape.letter_t = !shape.comma && (cursor.take("T") || cursor.take("t"));
    if (!shape.letter_t && !cursor.take_blanks()) return false;
  }
  return take_time(cursor, fields, shape);
}

std::optional<double> seconds_of(const DateFields& f) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = f.year % 4 == 0 && (f.year % 100 != 0 || f.year % 400 == 0);
  const int most = f.month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(f.month - 1)];
  if (f.day > most) return std::nullopt;
  const int hour = f.half_day ? f.hour % 12 + (f.afternoon ? 12 : 0) : f.hour;
  const std::int64_t minutes =
      days_from_civil(f.year, f.month, f.day) * 1440 + hour * 60 + f.minute - f.offset_minutes;
  return static_cast<double>(minutes) * 60.0 + f.second;
}

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

}  // namespace headroom
