#include "core/data/writing/date_writing.h"

#include <array>
#include <cmath>
#include <cstdio>

#include <utility>

#include "core/data/writing/date_fields.h"

namespace headroom {

namespace {

constexpr double kDay = 86400.0;
// Years to some 300 million: beyond it days no longer fit the calendar's integers, and mean nothing.
constexpr double kFarthest = 1e16;

}  // namespace

std::string describe(const DateWriting& writing) {
  static constexpr std::pair<char, std::string_view> kWords[] = {
      {'Y', "YYYY"}, {'y', "YY"}, {'m', "MM"}, {'d', "DD"}, {'b', "month"}, {'a', "weekday"},
      {'H', "hh"},   {'I', "hh"}, {'p', "AM"}, {'M', "mm"}, {'S', "ss"},    {'z', "zone"}};
  std::string text;
  for (std::size_t i = 0; i < writing.pattern.size(); ++i) {
    if (writing.pattern[i] != '%' || i + 1 == writing.pattern.size()) {
      text += writing.pattern[i];
      continue;
    }
    ++i;
    for (const auto& [sign, word] : kWords) {
      if (sign == writing.pattern[i]) text += word;
    }
  }
  return text;
}

bool DateWriting::has_date() const {
  for (const char* sign : {"%Y", "%y", "%m", "%b", "%d"}) {
    if (pattern.find(sign) != std::string::npos) return true;
  }
  return false;
}

std::optional<bool> day_first(const DateWriting& writing) {
  const std::size_t day = writing.pattern.find("%d"), month = writing.pattern.find("%m");
  if (day == std::string::npos || month == std::string::npos) return std::nullopt;
  return day < month;
}

bool DateWriting::has_time() const {
  return pattern.find("%H") != std::string::npos || pattern.find("%I") != std::string::npos;
}

std::optional<double> read_date(std::string_view spelling, const DateWriting& writing) {
  DateFields fields;
  if (!read_fields(spelling, writing.pattern, fields)) return std::nullopt;
  return seconds_of(fields);
}

DateParts date_parts(double seconds) {
  if (!(std::abs(seconds) < kFarthest)) return {};
  const double day = std::floor(seconds / kDay);
  const auto days = static_cast<std::int64_t>(day);
  DateParts parts;
  parts.days = seconds / kDay;
  parts.month = civil_from_days(days).month;
  parts.weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  parts.hour = (seconds - day * kDay) / 3600.0;
  return parts;
}

std::string date_text(double seconds) {
  if (!(std::abs(seconds) < kFarthest)) return "";
  const double rounded = std::nearbyint(seconds);
  const double day = std::floor(rounded / kDay);
  const Civil civil = civil_from_days(static_cast<std::int64_t>(day));
  const int second = static_cast<int>(rounded - day * kDay);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04lld-%02d-%02d",
                                 static_cast<long long>(civil.year), civil.month, civil.day);
  if (second > 0) {
    std::snprintf(text.data() + size, text.size() - static_cast<std::size_t>(size), " %02d:%02d:%02d",
                  second / 3600, second / 60 % 60, second % 60);
  }
  return text.data();
}

}  // namespace headroom
