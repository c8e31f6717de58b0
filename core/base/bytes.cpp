#include "core/base/bytes.h"

#include <cstdio>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {

namespace {

[[noreturn]] void overflow() {
  throw Error(ErrorCode::kOutOfMemory,
              "a size exceeds 2^63 bytes: use fewer rows or columns, a smaller batch or sequence, or a "
              "smaller network");
}

}  // namespace

std::int64_t checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (a < 0 || b < 0 || __builtin_add_overflow(a, b, &sum)) overflow();
  return sum;
}

std::int64_t checked_mul(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product)) overflow();
  return product;
}

std::int64_t checked_product(std::initializer_list<std::int64_t> factors) {
  std::int64_t product = 1;
  for (const std::int64_t factor : factors) product = checked_mul(product, factor);
  return product;
}

std::int64_t ceil_div(std::int64_t a, std::int64_t b) {
  if (a < 0 || b < 1) overflow();
  return a / b + (a % b != 0 ? 1 : 0);
}

std::int64_t align_up(std::int64_t bytes, std::int64_t alignment) {
  return checked_add(bytes, alignment - 1) & ~(alignment - 1);
}

std::string format_bytes(Bytes bytes) {
  const char* const sign = bytes < 0 ? "-" : "";
  // The magnitude as double: exact below 2^53, and only three digits are shown.
  double value = bytes < 0 ? -static_cast<double>(bytes) : static_cast<double>(bytes);
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  int unit = 0;
  while (value >= 999.5 && unit < 6) {
    value /= 1024.0;
    ++unit;
  }
  const int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  char text[48];
  std::snprintf(text, sizeof text, "%s%.*f %s", sign, decimals, value, kUnits[unit]);
  return local_number(text);
}

std::string format_count(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, 1, ' ');
  return digits;
}

}  // namespace headroom
