// What a CSV field contains: nothing, a number, or text.
//
// Thread rule: pure functions.
#pragma once

#include <string_view>

namespace headroom {

enum class NumberParse {
  kNumber,
  kText,        // not a number at all
  kOutOfRange,  // a number, but infinite or too large for a float
};

// Understands [+-] digits [. digits] [e [+-] digits]; with `decimal_comma` a comma may take the place of the
// point. The whole field must match. Correctly rounded to double.
NumberParse parse_number(std::string_view field, bool decimal_comma, double& value);

// Empty, ?, NA, N/A, #N/A, NaN, null; letters in any case.
bool is_missing(std::string_view field);

// Without spaces (and tabs, where they do not separate) at both ends.
std::string_view trimmed(std::string_view field, bool tabs_too);

}  // namespace headroom
