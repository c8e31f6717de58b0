// The numbers that nearly all fields of nearly all files hold: [-] digits [mark digits], at most 15 digits in
// all. Their value is an exact whole number divided by an exact power of ten, so correctly rounded (Clinger
// 1990). Whatever else a field holds is left to csv_values.h.
//
// No branch depends on a sign or on the number of digits, which differ from field to field and would be
// mispredicted; and fields are cut before they are read (csv_stops.h), so the processor works on several at
// once.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom {

// So many bytes before and behind a text must be readable.
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

// Reads the fields up to the first that is no plain number or ends otherwise; returns how many that were. A
// carriage return before a line feed belongs to the line end.
using ReadPlainFields = std::size_t (*)(const PlainFields& fields);

std::size_t read_plain_fields_portable(const PlainFields& fields);
// The fastest that this processor can run.
ReadPlainFields best_read_plain_fields();

}  // namespace headroom
