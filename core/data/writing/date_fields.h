// The parts of a date and time as a pattern reads them, and the calendar behind.
//
// Example:
//   DateFields fields;
//   read_fields("31.1.2020", "%d.%m.%Y", fields);   // true; fields.day 31
//   seconds_of(fields);                             // 1580428800
//
// Thread rule: pure functions that do not allocate.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headroom {

// What a part was written with, for composing a pattern of the time.
struct TimeShape {
  bool time = false;
  bool seconds = false;
  bool half_day = false;  // AM, PM
  bool blank_before_half = false;
  bool zone = false;
  bool blank_before_zone = false;
  bool letter_t = false;  // between date and time
  bool comma = false;     // between date and time
};

struct DateFields {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  double second = 0.0;
  int offset_minutes = 0;
  bool afternoon = false;
  bool half_day = false;
  int digits_of_year = 0;
};

// Reads text by the pattern (see DateWriting). False where they do not match; ranges of the numbers are
// looked at, days of the month are not.
bool read_fields(std::string_view text, std::string_view pattern, DateFields& fields);

// Reads a date by the pattern and whatever time follows it.
bool read_date_and_time(std::string_view text, std::string_view date_pattern, DateFields& fields,
                        TimeShape& shape);

// Nullopt on a day or hour that does not exist.
std::optional<double> seconds_of(const DateFields& fields);

// Days since 1970-01-01 and back, proleptic Gregorian. Source: H. Hinnant, chrono-compatible low-level date
// algorithms (days_from_civil, civil_from_days).
std::int64_t days_from_civil(std::int64_t year, int month, int day);
struct Civil {
  std::int64_t year;
  int month;
  int day;
};
Civil civil_from_days(std::int64_t days);

}  // namespace headroom
