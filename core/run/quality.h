// How good a trained network is on rows that it was not trained on: the rows that validate, or the test part
// that nothing has looked at before.
//
//   const Quality quality = validation_quality(lane, run.data(), progress);
//   if (quality.classes) quality.classes->balanced_accuracy;
//
// One forward pass by the engine, a few rows at a time.
//
// Thread rule: the thread that owns the device. Throws Error{kCancelled} soon after progress.cancel().
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/progress.h"
#include "core/model/metrics.h"
#include "core/pipeline/pipeline.h"
#include "core/run/run.h"

namespace headroom {

struct Quality {
  std::int64_t rows = 0;
  double loss = 0;  // mean over rows, not weighted by class; of a regression that of the scaled target
  std::optional<ClassMetrics> classes;
  std::optional<ValueMetrics> values;  // of a regression, in the file's unit
};

// The lane must be on the device.
Quality validation_quality(const Lane& lane, const PreparedData& data, const Progress& progress);
// Nothing without a test part.
std::optional<Quality> test_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                                    const Progress& progress);

}  // namespace headroom
