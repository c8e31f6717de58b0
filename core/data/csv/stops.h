// Where the fields of a CSV text may end: every separator and every line feed, also those inside quotes.
//
// To know them all beforehand lets the processor read several fields at once, where it would else have to
// find the end of one before it could begin the next.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace headroom {

// Writes their offsets in order and returns how many they are; what else `stops` holds means nothing. Of a
// text beyond 1 GiB only those in its first.
std::size_t find_stops(std::string_view text, char separator, std::vector<std::uint32_t>& stops);

}  // namespace headroom
