// Numbers as the window shows them: short, with units, with the decimal mark of the language, and of a width
// that does not jump.
//
// Pure functions. Bytes and exact counts are core/base/bytes.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::app {

// "950", "10k", "12.3k", "1M", "81.2M", "1.5G": at most three digits.
std::string compact_count(std::int64_t value);
// 1, "row" -> "1 row"; 2000 -> "2 000 rows".
std::string counted_text(std::int64_t count, std::string_view what);
// {10000, 230} -> "10k × 230", or with exact digits "10 000 × 230".
std::string shape_text(const std::vector<std::int64_t>& shape, bool exact = false);
// So many decimals ("0.50"), with a sign before them ("+0.50"), so many digits ("0.5", "1.2e+07" from a
// million on, "1234" before), or a power of ten ("5e-06"). How many is the place's business, how they are
// written is said here.
std::string decimals_text(double value, int decimals);
std::string signed_decimals_text(double value, int decimals);
std::string digits_text(double value, int digits);
std::string power_text(double value, int decimals);
// "0.62 µs", "3.10 ms", "12.4 s", "3 min 05 s", "2 h 04 min".
std::string duration_text(double seconds);
// 0.874 -> "87.4 %"; NaN -> "–".
std::string percent_text(double fraction);
// Up to four significant places, fixed width of 6: " 0.312", " 12.50", "67 312", "2.97e5", "1.2e-5"; NaN ->
// "   NaN".
std::string metric_text(double value);
// "67 300", or "0.42" below ten.
std::string per_second_text(double per_second);
// "781 KiB/s" from bytes and seconds; empty when it means nothing (under a microsecond, no bytes).
std::string bandwidth_text(std::int64_t bytes, double seconds);
// "0.003", "1e-07": the shortest that reads back the same.
std::string learning_rate_text(double value);
// Two significant digits, for suggestions: "0.00033".
std::string short_rate(double value);
// The number that short_rate() shows.
double two_digits(double value);
// 7, 20 -> "007", as wide as the wanted number, at least three.
std::string padded_epoch(std::int64_t epoch, std::int64_t wanted);
// 2.53 -> "2.5×", 14.64 -> "14.6×", 120.4 -> "120×".
std::string factor_text(double factor);

}  // namespace headroom::app
