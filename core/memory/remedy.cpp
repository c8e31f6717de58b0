#include "core/memory/remedy.h"

namespace headroom {

std::string from_to(const std::string& what, std::int64_t from, std::int64_t to) {
  return what + " " + format_count(from) + " → " + format_count(to);
}

std::int64_t rounded_to_two_digits(std::int64_t value) {
  std::int64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  return value / unit * unit;
}

}  // namespace headroom
