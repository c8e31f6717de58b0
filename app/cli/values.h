// Parses option values as numbers: the whole text, else Error{kUsage} that names the option.
#pragma once

#include <cstdint>
#include <string>

namespace headroom::cli {

// Of epochs, batches, steps: keeps products in range.
inline constexpr std::int64_t kMostCount = std::int64_t{1} << 40;

// lo <= value <= hi.
std::int64_t parse_integer(const std::string& text, const std::string& option, std::int64_t lo,
                           std::int64_t hi);
std::uint64_t parse_seed(const std::string& text, const std::string& option);
// Finite, and lo < value < hi.
double parse_between(const std::string& text, const std::string& option, double lo, double hi);

}  // namespace headroom::cli
