#include "core/data/scaler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace headroom {

namespace {

// Sums run in double, row by row, so that a million float rows lose nothing that float could show.
struct ColumnStats {
  std::vector<double> min, max, mean, deviation;
};

ColumnStats column_stats(std::span<const float> x, std::size_t columns, std::size_t rows, bool moments) {
  ColumnStats s;
  s.min.assign(columns, std::numeric_limits<double>::infinity());
  s.max.assign(columns, -std::numeric_limits<double>::infinity());
  s.mean.assign(columns, 0.0);
  s.deviation.assign(columns, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    const float* const row = x.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) {
      const double value = row[c];
      s.min[c] = std::min(s.min[c], value);
      s.max[c] = std::max(s.max[c], value);
      s.mean[c] += value;
    }
  }
  if (!moments) return s;
  const auto count = static_cast<double>(rows);
  for (double& mean : s.mean) mean /= count;
  // A second pass around the mean: no cancellation between large squares.
  for (std::size_t r = 0; r < rows; ++r) {
    const float* const row = x.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) {
      const double distance = row[c] - s.mean[c];
      s.deviation[c] += distance * distance;
    }
  }
  for (double& deviation : s.deviation) deviation = std::sqrt(deviation / count);
  return s;
}

// 1 / spread, 0 for a constant column; kept finite, because 0 * infinity would put NaN into the data.
float reciprocal(double spread) {
  if (!(spread > 0)) return 0.0F;
  return static_cast<float>(std::min(1.0 / spread, double{std::numeric_limits<float>::max()}));
}

}  // namespace

std::string_view scale_name(ScaleKind kind) {
  switch (kind) {
    case ScaleKind::kNone: return "none";
    case ScaleKind::kMinMax: return "minmax";
    case ScaleKind::kStandard: return "standard";
  }
  return "none";
}

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

  const ColumnStats stats = column_stats(x, n, rows, kind == ScaleKind::kStandard);
  for (std::size_t c = 0; c < n; ++c) {
    const double range = stats.max[c] - stats.min[c];
    if (kind == ScaleKind::kMinMax) {
      params.offset[c] = static_cast<float>(stats.min[c]);
      params.factor[c] = reciprocal(range);
    } else {
      params.offset[c] = static_cast<float>(stats.mean[c]);
      // The mean of equal values may be off by a rounding: the range says "constant" exactly.
      params.factor[c] = range > 0 ? reciprocal(stats.deviation[c]) : 0.0F;
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
  for (std::size_t first = 0; first < x.size(); first += n) {
    float* const row = x.data() + first;
    for (std::size_t c = 0; c < n; ++c) row[c] = (row[c] - params.offset[c]) * params.factor[c];
  }
}

}  // namespace headroom
