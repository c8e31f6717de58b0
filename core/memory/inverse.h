// The inverse questions of the plan: how large may something grow until the plan no longer fits.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "core/memory/headroom.h"

namespace headroom {

// The largest x in [1, most] with fits(x), 0 when not even 1 does. fits must be monotone: once it is
// false, it stays false.
template <typename Fits>
std::int64_t largest_that(std::int64_t most, const Fits& fits) {
  if (most < 1 || !fits(1)) return 0;
  if (fits(most)) return most;
  std::int64_t good = 1;
  std::int64_t bad = most;
  while (bad - good > 1) {
    const std::int64_t middle = good + (bad - good) / 2;
    (fits(middle) ? good : bad) = middle;
  }
  return good;
}

// 4 837 211 -> 4 800 000: a figure one can type; smaller, so it fits when the exact one does.
std::int64_t two_digits(std::int64_t value);

// The same question with one thing changed.
MemoryQuestion with_batch(MemoryQuestion question, std::int64_t batch);
// The share of training rows stays.
MemoryQuestion with_rows(MemoryQuestion question, std::int64_t rows);
// Every hidden layer of the model with the most parameters gets this width.
MemoryQuestion with_width(MemoryQuestion question, std::int64_t width);
// No hidden layer of any model is wider than this.
MemoryQuestion with_width_at_most(MemoryQuestion question, std::int64_t width);
// Raw columns only; the models' inputs shrink with them.
MemoryQuestion without_products(MemoryQuestion question);

std::int64_t widest_hidden(const MemoryQuestion& question);  // 0 when no model has a hidden layer

// What could be changed, cheapest for the user first; changes that save nothing are left out. `need` counts
// that many kept copies (core/memory/headroom.h).
std::vector<Lever> find_levers(const MemoryQuestion& question, Bytes need, Bytes available, Bytes margin,
                               int copies = 0);

}  // namespace headroom
