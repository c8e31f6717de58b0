// By how much a regression misses: value - target, as a histogram and as the worst rows.
//
//   const ResidualHistogram histogram = residual_histogram(residuals);
//   worst_rows(residuals, 10);              // indices, the largest miss first
//
// Bins of equal width between the least and the largest, as numpy.histogram(residuals, bins) counts them.
// What is not finite is left out and counted.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

struct ResidualHistogram {
  double low = 0, high = 0;          // the edges outside
  std::vector<std::int64_t> counts;  // [bins]; empty without a finite residual
  double mean = 0, deviation = 0;    // of all (divided by n)
  std::int64_t not_finite = 0;
};
inline constexpr std::int64_t kResidualBins = 31;
ResidualHistogram residual_histogram(std::span<const double> residuals, std::int64_t bins = kResidualBins);

// Those that are not finite first, then by |residual|; of equals the first.
std::vector<std::size_t> worst_rows(std::span<const double> residuals, std::size_t most);

}  // namespace headroom
