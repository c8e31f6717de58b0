// What a stage's card opens to show: the same rows before and after, ranges, and facts in words.
//
// Everything is taken from the real values, the device's copy where the stage ran on the device.
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/data/scaler.h"
#include "core/data/split.h"
#include "core/device/device.h"
#include "core/pipeline/stage.h"

namespace headroom {

inline constexpr std::int64_t kFollowedRows = 8;

// Smallest and largest value of each column, ignoring missing numbers; 0 where all are missing.
struct Ranges {
  std::vector<float> low, high;  // [columns]
  std::int64_t rows = 0;         // how many were read
};

// x: [rows, columns] row-major.
Ranges host_ranges(std::span<const float> x, std::int64_t columns);
// Of the training rows as the device holds them: raw columns, or what the network sees. Reads at most
// 128 MiB back; `rows` says how far that went.
Ranges device_column_ranges(const DeviceData& data, const Progress& progress);
Ranges device_feature_ranges(const DeviceData& data, const Progress& progress);

using Detail = std::shared_ptr<const StageDetail>;
using FollowedRows = std::vector<FollowedRow>;

// The first rows of the dataset, and where the split puts them.
FollowedRows followed_rows(const Dataset& dataset, const Split& split);

Detail load_detail(const Dataset& dataset, FollowedRows followed);
Detail transfer_detail(const Dataset& dataset, FollowedRows followed, const PreparedRows& rows,
                       const DeviceData& data, const SplitSettings& split, std::uint64_t seed);
Detail preprocess_detail(const Dataset& dataset, const Split& split, FollowedRows followed,
                         const PreparedRows& rows, const ScalerParams& scaler, const TargetScale& target,
                         const DeviceData& data, const Progress& progress);
Detail features_detail(const Dataset& dataset, FollowedRows followed, const DeviceData& data,
                       const Ranges& before, const Progress& progress);

}  // namespace headroom
