// Where the fields of a CSV text may end: every separator and every line feed, also those inside quotes.
//
// Knowing them all beforehand lets the processor parse several fields at once; otherwise it would have to
// find the end of one field before starting the next.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace headroom {

// Writes their offsets in order and returns how many there are; the rest of `stops` is unspecified. Of a text
// larger than 1 GiB, only the first GiB is searched.
std::size_t find_stops(std::string_view text, char separator, std::vector<std::uint32_t>& stops);

}  // namespace headroom
