// Byte counts that cannot overflow, and how they are printed.
//
// Sizes are signed 64-bit; every product or sum that could leave the range throws
// Error{kOutOfMemory} instead of wrapping.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace headroom {

using Bytes = std::int64_t;

inline constexpr Bytes kKiB = Bytes{1} << 10;
inline constexpr Bytes kMiB = Bytes{1} << 20;
inline constexpr Bytes kGiB = Bytes{1} << 30;

// Throw Error{kOutOfMemory} on overflow or a negative operand.
std::int64_t checked_add(std::int64_t a, std::int64_t b);
std::int64_t checked_mul(std::int64_t a, std::int64_t b);
// Product of a shape; the empty product is 1.
std::int64_t checked_product(std::initializer_list<std::int64_t> factors);
// a / b rounded up; a >= 0, b >= 1.
std::int64_t ceil_div(std::int64_t a, std::int64_t b);
// The next multiple of `alignment` (a power of two).
std::int64_t align_up(std::int64_t bytes, std::int64_t alignment);

// "781 KiB", "8.78 MiB", "79.2 GiB": three significant digits, binary units only.
std::string format_bytes(Bytes bytes);
// "14 151": groups of three, thin enough for tables, never localised.
std::string format_count(std::int64_t value);

}  // namespace headroom
