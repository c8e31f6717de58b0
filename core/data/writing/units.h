// What may stand before a number (currencies) and behind it (currencies and units).
//
// Example:
//   is_currency("US$");            // true
//   is_unit("km/h", false);        // true: "12 km/h"
//   is_unit("-10", true);          // false: "5-10" is a range
//
// Thread rule: pure functions that do not allocate.
#pragma once

#include <string_view>

namespace headroom {

// A sign of money, alone or behind a country's letters, a usual code of ISO 4217 or a usual abbreviation
// ("kr", "Rs."); case matters ("rs123" is a gene). Also "%", which Turkish puts in front.
bool is_currency(std::string_view prefix);

// Could be a unit: a few letters and signs without numbers, except for powers (m2, m^3). Not: ordinals (5th),
// times of day (5 pm), and the rest of a range, date, time, address, or fraction. `attached`: no blank before
// it.
bool is_unit(std::string_view suffix, bool attached);

// One letter directly behind the digits is rather a code ("12A") than a unit.
bool is_single_letter(std::string_view suffix);

// Letters all through, so that a blank belongs before or after it.
bool is_word(std::string_view affix);

// Equal, or one is the plural of the other by an s, from three letters on (year, years; but not m, ms).
bool same_unit(std::string_view a, std::string_view b);

}  // namespace headroom
