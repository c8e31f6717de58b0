// Feature scaling, fitted on training rows only. The host version is the oracle for the devices.
//
// min-max:      x' = (x - min) / (max - min)   as scikit-learn's MinMaxScaler, constant column -> 0
// standardise:  x' = (x - mean) / stddev       as StandardScaler (population deviation), constant -> 0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/names.h"

namespace headroom {

enum class ScaleKind { kNone, kMinMax, kStandard };

inline constexpr auto kScaleNames = names<ScaleKind>(
    {{ScaleKind::kNone, "none"}, {ScaleKind::kMinMax, "minmax"}, {ScaleKind::kStandard, "standard"}});
inline std::string_view scale_name(ScaleKind kind) { return kScaleNames.name(kind); }

// x' = (x - offset[c]) * factor[c]; both [columns]. kNone: 0 and 1. A constant column has factor 0.
struct ScalerParams {
  ScaleKind kind = ScaleKind::kNone;
  std::vector<float> offset;
  std::vector<float> factor;
};

// A target as a network for regression learns it, (t - mean) / deviation, so that a price of 400 000 is no
// harder than one of 0.4. By default the target as it is.
struct TargetScale {
  double mean = 0;
  double deviation = 1;  // > 0
  double scaled(double target) const { return (target - mean) / deviation; }
  double original(double output) const { return mean + deviation * output; }
  bool operator==(const TargetScale&) const = default;
};
// Mean and population deviation of the first `fit_rows`; equal targets keep deviation 1.
TargetScale fit_target(std::span<const float> targets, std::int64_t fit_rows);

// x: [rows, columns] row-major; fitted on rows [0, fit_rows).
ScalerParams fit_scaler(std::span<const float> x, std::int64_t columns, std::int64_t fit_rows,
                        ScaleKind kind);
// In place. x: [rows, columns] row-major.
void apply_scaler(const ScalerParams& params, std::span<float> x, std::int64_t columns);

}  // namespace headroom
