// "1 row", "12 345 rows": how messages count.
//
//   count_of(2, "row");   // "2 rows"
//
// Thread rule: pure function.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"

namespace headroom {

inline std::string count_of(std::int64_t count, const std::string& thing) {
  return format_count(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace headroom
