// Words that programs and people write where a number or a date is missing.
//
// The list is long: among numbers and dates a word of it is a missing value, in a column of texts it may be a
// text like any other ("NA" is Namibia, "none" an answer), so the caller says it as a doubt there.
//
// Example:
//   is_missing_word("#DIV/0!");   // true
//   is_missing_word("n.a.");      // true: letters in any case
//
// Thread rule: pure function that does not allocate.
#pragma once

#include <string_view>

namespace headroom {

bool is_missing_word(std::string_view field);

}  // namespace headroom
