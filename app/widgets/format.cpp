#include "app/widgets/format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// `format`: of the digits and the value.
std::string print(const char* format, int digits, double value) {
  std::array<char, 400> text{};  // of the largest double 309 digits stand before the point
  const int n = std::snprintf(text.data(), text.size(), format, digits, value);
  return local_number({text.data(), static_cast<std::size_t>(std::clamp(n, 0, 399))});
}

// Three digits: 1.23, 12.3, 123.
std::string three_digits(double value) {
  const double size = std::abs(value);
  return decimals_text(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

constexpr std::size_t kMetricWidth = 6;

std::string padded(const std::string& text) {
  return std::string(text.size() < kMetricWidth ? kMetricWidth - text.size() : 0, ' ') + text;
}

// "2.97e5", "1.2e-5": as many digits as there is room for.
std::string short_power(double value) {
  std::string text;
  for (const int decimals : {2, 1, 0}) {
    text = power_text(value, decimals);
    std::size_t at = text.find('e') + 1;
    if (text[at] == '+') {
      text.erase(at, 1);
    } else {
      ++at;
    }
    while (at + 1 < text.size() && text[at] == '0') text.erase(at, 1);
    if (text.size() <= kMetricWidth) break;
  }
  return padded(text);
}

}  // namespace

std::string decimals_text(double value, int decimals) { return print("%.*f", decimals, value); }

std::string signed_decimals_text(double value, int decimals) { return print("%+.*f", decimals, value); }

std::string digits_text(double value, int digits) {
  const double size = std::abs(value);
  const bool whole = size + 0.5 >= std::pow(10.0, digits) && size < 999'999.5;
  return whole ? decimals_text(value, 0) : print("%.*g", digits, value);
}

std::string power_text(double value, int decimals) { return print("%.*e", decimals, value); }

std::string compact_count(std::int64_t value) {
  struct Unit {
    double size;
    const char* sign;
  };
  constexpr std::array<Unit, 4> kUnits{{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
  const double v = static_cast<double>(value);
  for (const Unit& unit : kUnits) {
    if (std::abs(v) < unit.size * 0.9995) continue;
    std::string text = three_digits(v / unit.size);
    if (text.find_first_of(".,") != std::string::npos) {
      while (text.back() == '0') text.pop_back();
      if (text.back() == '.' || text.back() == ',') text.pop_back();
    }
    return text + unit.sign;
  }
  return std::to_string(value);
}

std::string counted_text(std::int64_t count, std::string_view what) {
  return format_count(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string shape_text(const std::vector<std::int64_t>& shape, bool exact) {
  std::string text;
  for (const std::int64_t n : shape) {
    if (!text.empty()) text += " × ";
    text += exact ? format_count(n) : compact_count(n);
  }
  return text;
}

std::string duration_text(double seconds) {
  if (!(seconds >= 0)) return "–";
  if (seconds < 0.9995e-3) return three_digits(seconds * 1e6) + " µs";
  if (seconds < 0.9995) return three_digits(seconds * 1e3) + " ms";
  if (seconds < 99.95) return three_digits(seconds) + " s";
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  std::array<char, 48> text{};
  if (whole < 3600) {
    std::snprintf(text.data(), text.size(), "%d min %02d s", static_cast<int>(whole / 60),
                  static_cast<int>(whole % 60));
  } else {
    std::snprintf(text.data(), text.size(), "%lld h %02d min", static_cast<long long>(whole / 3600),
                  static_cast<int>(whole % 3600 / 60));
  }
  return text.data();
}

std::string percent_text(double fraction) {
  if (std::isnan(fraction)) return "–";
  return decimals_text(fraction * 100, 1) + " %";
}

std::string metric_text(double value) {
  if (std::isnan(value)) return "   NaN";
  if (std::isinf(value)) return value > 0 ? "  +inf" : "  -inf";
  const double size = std::abs(value);
  if (size >= 99'999.5 || (size > 0 && size < 1e-3)) return short_power(value);
  if (size >= 999.95) {
    const std::string text = format_count(std::llround(value));
    return text.size() > kMetricWidth ? short_power(value) : padded(text);
  }
  if (size >= 100) return padded(decimals_text(value, 1));
  if (size >= 10) return padded(decimals_text(value, 2));
  return padded(decimals_text(value, 3));
}

std::string per_second_text(double per_second) {
  if (!(per_second > 0)) return "0";
  if (per_second < 10) return decimals_text(per_second, 2);
  // Three significant digits: the last ones of a measured rate only flicker.
  const double digits = std::pow(10.0, std::floor(std::log10(per_second)) - 2);
  return format_count(std::llround(std::round(per_second / digits) * digits));
}

std::string bandwidth_text(std::int64_t bytes, double seconds) {
  if (bytes <= 0 || seconds < 1e-6) return {};
  return format_bytes(static_cast<std::int64_t>(static_cast<double>(bytes) / seconds)) + "/s";
}

std::string learning_rate_text(double value) {
  std::array<char, 64> text{};
  const bool plain = value == 0 || (std::abs(value) >= 1e-5 && std::abs(value) < 1e7);
  const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value, form);
  return local_number({text.data(), written.ptr});
}

std::string short_rate(double value) { return digits_text(value, 2); }

double two_digits(double value) { return std::stod(plain_number(short_rate(value))); }

std::string padded_epoch(std::int64_t epoch, std::int64_t wanted) {
  const int width =
      static_cast<int>(std::max<std::size_t>(3, std::to_string(std::max(epoch, wanted)).size()));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%0*lld", width, static_cast<long long>(epoch));
  return text.data();
}

std::string factor_text(double factor) { return decimals_text(factor, factor < 99.95 ? 1 : 0) + "×"; }

}  // namespace headroom::app
