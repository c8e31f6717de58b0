#include "app/cli/values.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace headroom::cli {

namespace {

template <typename T>
bool whole_text(const std::string& text, T& value) {
  const char* end = text.data() + text.size();
  const std::from_chars_result result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc() && result.ptr == end;
}

[[noreturn]] void refuse(const std::string& text, const std::string& option, const std::string& wanted) {
  throw Error(ErrorCode::kUsage, "\"" + text + "\" cannot be used: give " + wanted, option);
}

std::string short_text(double value) {
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value);
  return std::string(text, end.ptr);
}

}  // namespace

std::int64_t parse_integer(const std::string& text, const std::string& option, std::int64_t lo,
                           std::int64_t hi) {
  std::int64_t value = 0;
  if (whole_text(text, value) && value >= lo && value <= hi) return value;
  const bool open = hi == std::numeric_limits<std::int64_t>::max();
  refuse(text, option,
         "a whole number " + (open ? "of at least " + std::to_string(lo)
                                   : "from " + std::to_string(lo) + " to " + std::to_string(hi)));
}

std::uint64_t parse_seed(const std::string& text, const std::string& option) {
  std::uint64_t value = 0;
  if (whole_text(text, value)) return value;
  refuse(text, option, "a whole number from 0 to 18446744073709551615");
}

double parse_between(const std::string& text, const std::string& option, double lo, double hi) {
  double value = 0;
  if (whole_text(text, value) && std::isfinite(value) && value > lo && value < hi) return value;
  const bool open = hi == std::numeric_limits<double>::max();
  refuse(text, option,
         open ? "a number greater than " + short_text(lo)
              : "a number between " + short_text(lo) + " and " + short_text(hi));
}

}  // namespace headroom::cli
