#include "core/data/scaler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/data/row_blocks.h"

namespace headroom {

namespace {

// Smallest and largest value of each column: [columns].
struct Ranges {
  std::vector<float> min, max;
};

Ranges ranges_of(const float* x, std::size_t columns, std::size_t first, std::size_t end) {
  Ranges r;
  r.min.assign(columns, std::numeric_limits<float>::infinity());
  r.max.assign(columns, -std::numeric_limits<float>::infinity());
  float* const __restrict min = r.min.data();
  float* const __restrict max = r.max.data();
  for (std::size_t row = first; row < end; ++row) {
    const float* const __restrict value = x + row * columns;
    for (std::size_t c = 0; c < columns; ++c) {
      min[c] = std::min(min[c], value[c]);
      max[c] = std::max(max[c], value[c]);
    }
  }
  return r;
}

Ranges column_ranges(std::span<const float> x, std::size_t columns, std::size_t rows) {
  std::vector<Ranges> parts(row_blocks(rows, columns));
  for_row_blocks(rows, columns, [&](std::size_t block, std::size_t first, std::size_t end) {
    parts[block] = ranges_of(x.data(), columns, first, end);
  });
  Ranges all = parts.front();
  for (const Ranges& part : parts) {
    for (std::size_t c = 0; c < columns; ++c) {
      all.min[c] = std::min(all.min[c], part.min[c]);
      all.max[c] = std::max(all.max[c], part.max[c]);
    }
  }
  return all;
}

// Sums of term(value, column) over the rows, in double: a million float rows lose nothing that float could
// show.
template <typename Term>
std::vector<double> column_sums(std::span<const float> x, std::size_t columns, std::size_t rows,
                                const Term& term) {
  std::vector<std::vector<double>> parts(row_blocks(rows, columns));
  for_row_blocks(rows, columns, [&](std::size_t block, std::size_t first, std::size_t end) {
    std::vector<double> sums(columns, 0.0);
    for (std::size_t row = first; row < end; ++row) {
      const float* const value = x.data() + row * columns;
      for (std::size_t c = 0; c < columns; ++c) sums[c] += term(value[c], c);
    }
    parts[block] = std::move(sums);
  });
  std::vector<double> all(columns, 0.0);
  for (const std::vector<double>& part : parts) {
    for (std::size_t c = 0; c < columns; ++c) all[c] += part[c];
  }
  return all;
}

// 1 / spread, 0 for a constant column; kept finite, because 0 * infinity would put NaN into the data.
float reciprocal(double spread) {
  if (!(spread > 0)) return 0.0F;
  return static_cast<float>(std::min(1.0 / spread, double{std::numeric_limits<float>::max()}));
}

}  // namespace

ScalerParams fit_scaler(std::span<const float> x, std::int64_t columns, std::int64_t fit_rows,
                        ScaleKind kind) {
  const auto n = static_cast<std::size_t>(columns);
  const auto rows = static_cast<std::size_t>(fit_rows);
  if (columns < 1 || fit_rows < 1 || x.size() < n * rows) {
    throw Error(ErrorCode::kInternal, "fit_scaler: fewer values than rows to fit on");
  }
  ScalerParams params;
  params.kind = kind;
  params.offset.assign(n, 0.0F);
  params.factor.assign(n, 1.0F);
  if (kind == ScaleKind::kNone) return params;

  const Ranges ranges = column_ranges(x, n, rows);
  std::vector<double> mean, deviation;
  if (kind == ScaleKind::kStandard) {
    const auto count = static_cast<double>(rows);
    mean = column_sums(x, n, rows, [](double value, std::size_t) { return value; });
    for (double& sum : mean) sum /= count;
    // A second pass around the mean: no cancellation between large squares.
    deviation = column_sums(
        x, n, rows, [&](double value, std::size_t c) { return (value - mean[c]) * (value - mean[c]); });
    for (double& sum : deviation) sum = std::sqrt(sum / count);
  }
  for (std::size_t c = 0; c < n; ++c) {
    const double range = double{ranges.max[c]} - double{ranges.min[c]};
    if (kind == ScaleKind::kMinMax) {
      params.offset[c] = ranges.min[c];
      params.factor[c] = reciprocal(range);
    } else {
      params.offset[c] = static_cast<float>(mean[c]);
      // The mean of equal values may be off by a rounding: the range says "constant" exactly.
      params.factor[c] = range > 0 ? reciprocal(deviation[c]) : 0.0F;
    }
  }
  return params;
}

void apply_scaler(const ScalerParams& params, std::span<float> x, std::int64_t columns) {
  const auto n = static_cast<std::size_t>(columns);
  if (n == 0 || params.offset.size() != n || params.factor.size() != n || x.size() % n != 0) {
    throw Error(ErrorCode::kInternal, "apply_scaler: the scaler was fitted on other columns");
  }
  if (params.kind == ScaleKind::kNone) return;
  const float* const __restrict offset = params.offset.data();
  const float* const __restrict factor = params.factor.data();
  for_row_blocks(x.size() / n, n, [&](std::size_t, std::size_t first, std::size_t end) {
    for (std::size_t r = first; r < end; ++r) {
      float* const __restrict row = x.data() + r * n;
      for (std::size_t c = 0; c < n; ++c) row[c] = (row[c] - offset[c]) * factor[c];
    }
  });
}

TargetScale fit_target(std::span<const float> targets, std::int64_t fit_rows) {
  const std::span<const float> fitted = targets.first(static_cast<std::size_t>(fit_rows));
  const auto n = static_cast<double>(fitted.size());
  TargetScale scale;
  for (const float target : fitted) scale.mean += target / n;
  double squares = 0;
  for (const float target : fitted) squares += (target - scale.mean) * (target - scale.mean);
  const auto [low, high] = std::minmax_element(fitted.begin(), fitted.end());
  // The mean of equal values may be off by a rounding: the range says "constant" exactly.
  if (!fitted.empty() && *low < *high) scale.deviation = std::sqrt(squares / n);
  return scale;
}

}  // namespace headroom
