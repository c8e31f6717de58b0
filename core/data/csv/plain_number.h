// The kind of number found in nearly every field of nearly every file: [-] digits [mark digits]. With at most
// 15 digits in all its value is an exact integer divided by an exact power of ten, hence correctly rounded
// (Clinger 1990); with up to 19, as programs write numbers that must come back as the same double, decimal.h
// rounds it. Everything else is left to values.h.
//
// No branch depends on the sign or the number of digits, which vary from field to field and would be
// mispredicted; and the ends of fields are known before they are parsed (stops.h), so the processor works on
// several fields at once.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom {

// This many bytes before and after a text must be readable.
constexpr std::size_t kPlainNumberReach = 40;

// Consecutive fields of a record: field i should end at stops[i], the next begins behind. Each should end
// with a separator, number `last` (at or beyond `count` when it is not among these) with a line feed.
struct PlainFields {
  const char* text;
  std::size_t first;           // offset of field 0
  const std::uint32_t* stops;  // [count] offsets
  const char* marks;           // [count] what separates the decimals of field i; 0: none are expected
  std::size_t count;
  std::size_t last;
  double* values;  // value i goes to values[i * stride]
  std::size_t stride;
};

// Reads fields up to the first one that is not a plain number or does not end as expected; returns how many
// were read. A carriage return before a line feed belongs to the line end.
using ReadPlainFields = std::size_t (*)(const PlainFields& fields);

std::size_t read_plain_fields_portable(const PlainFields& fields);
// The fastest version that this processor can run.
ReadPlainFields best_read_plain_fields();

}  // namespace headroom
