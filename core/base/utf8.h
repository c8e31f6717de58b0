// Text that somebody else wrote: whether it is text at all, and how messages show a piece of it.
//
//   if (find_bad_byte(text) != text.npos) throw Error(ErrorCode::kBadInput, "is not text in UTF-8", name);
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headroom {

// The first byte that is NUL or not valid UTF-8; npos when there is none.
std::size_t find_bad_byte(std::string_view text);

// A value as messages show it: 'in quotes', cut off when it is long.
std::string in_quotes(std::string_view value);

}  // namespace headroom
