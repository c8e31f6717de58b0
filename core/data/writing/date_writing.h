// How a column writes its dates and times, and what each spelling then is: seconds since 1970.
//
// A writing is guessed from the distinct spellings of a whole column, once; from then on every cell of the
// column, and of later files, is read by it.
//
// Example:
//   const std::vector<std::string> spellings = {"31.01.2020 12:30", "01.02.2020 08:00"};
//   const std::vector<std::int64_t> cells = {1, 1};
//   const auto guess = guess_date_writing(spellings, cells);
//   guess->writing.pattern;                            // "%d.%m.%Y %H:%M"
//   const auto when = read_date("31.01.2020 12:30", guess->writing);
//   date_text(*when);                                  // "2020-01-31 12:30:00"
//   date_parts(*when).weekday;                         // 4, a Friday
//
// Units: seconds since 1970-01-01 00:00 UTC in the proleptic Gregorian calendar, without leap seconds.
// Offsets and Z are applied; without an offset it is read as if it were UTC. Thread rule: pure functions.
// Reading does not allocate. Errors: none; a spelling that a writing does not explain is std::nullopt, and
// listed as odd by the guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// The signs of strptime: %Y %y %m %d %b (names of months, English and German, short or whole) %a (of
// weekdays) %H %I %p %M %S (with a fraction, where there is one) %z (Z, UTC, GMT, +02:00, +0200, +02).
// Leading zeros may be absent, save for %Y. A blank is any blanks, or T before a time. The time may be absent
// from the right: "2020-01-31" and "2020-01-31 12:30" beside "%Y-%m-%d %H:%M:%S%z". %y: 69 to 99 are 1969 to
// 1999, 00 to 68 are 2000 to 2068 (POSIX). 24:00 and second 60 are refused.
struct DateWriting {
  std::string pattern;
  bool operator==(const DateWriting&) const = default;
  bool has_date() const;  // not only a time of day
  bool has_time() const;
};

// As people write it: "YYYY-MM-DD hh:mm".
std::string describe(const DateWriting&);

// Of a time of day without a date: the seconds since midnight.
std::optional<double> read_date(std::string_view spelling, const DateWriting&);

// Whether the day stands before the month in numbers; nullopt where the pattern does not have both so.
std::optional<bool> day_first(const DateWriting&);

struct DateHints {
  std::optional<bool> day_first = {};  // decides where the spellings do not
};

struct DateGuess {
  DateWriting writing;
  std::vector<std::size_t>
      odd;            // spellings that it does not explain, in order; missing words are not among them
  std::string doubt;  // "" or what could also be meant: "'03/04/2020' may be 3 April or 4 March 2020: ..."
  std::size_t doubt_at = 0;                  // the spelling that it is about
  std::optional<bool> other_day_first = {};  // what decides the doubt otherwise
};

// The writing that explains most cells of the spellings, and at least half of them, or nullopt. counts: how
// many cells have each spelling. Words of is_missing_word() take no part. Day or month first: a number above
// 12 tells. Where none is, dates with points and hyphens are read day first, with slashes month first, unless
// one of the two is always 1 and the other takes six values or more (monthly figures); that is a doubt,
// except with points and four digits of the year. A hint decides instead, and where it does not fit the
// spellings, that is a doubt. Eight digits (20200131) are never guessed: such a column is
// of numbers until a person says %Y%m%d.
std::optional<DateGuess> guess_date_writing(std::span<const std::string> spellings,
                                            std::span<const std::int64_t> counts,
                                            const DateHints& hints = {});

struct DateParts {
  double days = 0.0;  // since 1970-01-01, with the time as the fraction
  int month = 1;      // 1..12
  int weekday = 3;    // 0 is Monday
  double hour = 0.0;  // 0..24, with minutes and seconds as the fraction
};
DateParts date_parts(double seconds);

// "2020-01-31" at midnight, else "2020-01-31 12:30:00"; fractions of a second are rounded to the nearest one.
std::string date_text(double seconds);

}  // namespace headroom
