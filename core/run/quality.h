// How good a trained network is on rows that it was not trained on: the rows that validate, or the test part
// that nothing has looked at before.
//
//   const Quality quality = validation_quality(lane, run.data(), run.config(), progress);
//   if (quality.classes) quality.classes->balanced_accuracy;
//
// One forward pass by the engine, a few rows at a time: QualityJudge does them one call after the other, for
// a thread that has other things to do in between.
//
// Thread rule: the thread that owns the device. Throws Error{kCancelled} soon after progress.cancel().
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/model/metrics.h"
#include "core/pipeline/pipeline.h"
#include "core/predict/row_preparation.h"
#include "core/run/run.h"

namespace headroom {

struct Quality {
  std::int64_t rows = 0;
  double loss = 0;  // mean over rows, not weighted by class; of a regression that of the scaled target
  std::optional<ClassMetrics> classes;
  std::optional<ValueMetrics> values;  // of a regression, in the file's unit
};

enum class JudgedPart { kValidation, kTest };

// Lane, data and configuration must outlive it, and the lane must stay on the device.
class QualityJudge {
 public:
  QualityJudge(const Lane& lane, const PreparedData& data, const RunConfig& config, JudgedPart part);
  bool done() const { return next_ == std::ssize(rows_); }
  void advance();           // some rows more
  Quality quality() const;  // once it is done

 private:
  std::vector<float> features(std::int64_t first, std::int64_t count) const;

  const Lane& lane_;
  const PreparedData& data_;
  JudgedPart part_;
  std::optional<RowPreparation> prepare_;  // of the test part, which is not on the device
  std::span<const std::uint32_t> rows_;    // of the dataset
  std::int64_t next_ = 0;
  std::vector<std::int64_t> truth_, said_;  // of classes
  std::vector<double> wanted_, given_;      // of values
  double loss_ = 0;
};

// The lane must be on the device.
Quality validation_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                           const Progress& progress);
// Nothing without a test part.
std::optional<Quality> test_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                                    const Progress& progress);

}  // namespace headroom
