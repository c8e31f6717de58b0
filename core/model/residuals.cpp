#include "core/model/residuals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headroom {

ResidualHistogram residual_histogram(std::span<const double> residuals, std::int64_t bins) {
  ResidualHistogram histogram;
  histogram.low = std::numeric_limits<double>::infinity();
  histogram.high = -histogram.low;
  double count = 0, sum = 0;
  for (const double r : residuals) {
    if (!std::isfinite(r)) {
      ++histogram.not_finite;
      continue;
    }
    histogram.low = std::min(histogram.low, r);
    histogram.high = std::max(histogram.high, r);
    sum += r;
    ++count;
  }
  if (count == 0) {
    histogram.low = histogram.high = histogram.mean = histogram.deviation =
        std::numeric_limits<double>::quiet_NaN();
    return histogram;
  }
  histogram.mean = sum / count;
  if (histogram.low == histogram.high) {  // as numpy: one unit around the only value
    histogram.low -= 0.5;
    histogram.high += 0.5;
  }
  histogram.counts.resize(static_cast<std::size_t>(bins));
  double squares = 0;
  for (const double r : residuals) {
    if (!std::isfinite(r)) continue;
    const double share = (r - histogram.low) / (histogram.high - histogram.low);
    const auto bin = static_cast<std::int64_t>(share * static_cast<double>(bins));
    ++histogram.counts[static_cast<std::size_t>(std::clamp<std::int64_t>(bin, 0, bins - 1))];
    squares += (r - histogram.mean) * (r - histogram.mean);
  }
  histogram.deviation = std::sqrt(squares / count);
  return histogram;
}

std::vector<std::size_t> worst_rows(std::span<const double> residuals, std::size_t most) {
  std::vector<std::size_t> rows(residuals.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto miss = [&](std::size_t r) {
    const double size = std::abs(residuals[r]);
    return std::isfinite(size) ? size : std::numeric_limits<double>::infinity();
  };
  const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(std::min(most, rows.size()));
  std::partial_sort(rows.begin(), middle, rows.end(), [&](std::size_t a, std::size_t b) {
    return miss(a) != miss(b) ? miss(a) > miss(b) : a < b;
  });
  rows.erase(middle, rows.end());
  return rows;
}

}  // namespace headroom
