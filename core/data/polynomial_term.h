// Which columns feature k of a degree-2 expansion multiplies, in the order of core/data/polynomial.h. It is
// computed from k alone, so that each thread of a device kernel can find its own factors.
//
//   const PolynomialTerm t = polynomial_term(20, 20);   // x0 * x0: {0, 0}
//
// Compiled for the device too: it uses no standard library.
#pragma once

#include <cstdint>

#include "core/base/host_device.h"

namespace headroom {

struct PolynomialTerm {
  std::int64_t left;   // column of the first factor
  std::int64_t right;  // column of the second, >= left; -1 for the column itself
};

// n + n(n+1)/2. The caller has checked that it fits (feature_count does).
HEADROOM_HD inline std::int64_t polynomial_term_count(std::int64_t n) { return n + n * (n + 1) / 2; }

// Pairs (i, j), i <= j < n, that come before the first pair of i: i rows of n, n - 1, ... pairs.
HEADROOM_HD inline std::int64_t pairs_before(std::int64_t n, std::int64_t i) {
  return i * (2 * n - i + 1) / 2;
}

// Feature k of n columns; 0 <= k < polynomial_term_count(n).
HEADROOM_HD inline PolynomialTerm polynomial_term(std::int64_t n, std::int64_t k) {
  if (k < n) return {k, -1};
  const std::int64_t pair = k - n;
  // The largest i with pairs_before(n, i) <= pair, by bisection: exact, no square root to round.
  std::int64_t low = 0;
  std::int64_t high = n - 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (pairs_before(n, middle) <= pair) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return {low, low + pair - pairs_before(n, low)};
}

}  // namespace headroom
