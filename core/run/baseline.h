// What a network has to beat: always answering the most frequent class, and a linear model on the same
// prepared rows, fitted in some milliseconds.
//
//   const Baseline baseline = fit_baseline(run.data(), progress);
//   if (baseline.classes) baseline.classes->accuracy;      // of the linear model, over the validation rows
//
// Bounded work: of many rows a part is fitted on, spread evenly over the training rows, and `note` says so;
// of more than kMostFeatures features there is no linear model. Some 0.1 s at most, but for features by the
// hundred: they need rows to match.
//
// Thread rule: the thread that owns the device. Throws Error{kCancelled} soon after progress.cancel().
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/progress.h"
#include "core/model/metrics.h"
#include "core/pipeline/pipeline.h"

namespace headroom {

struct Baseline {
  static constexpr std::int64_t kMostFeatures = 512;

  std::optional<double> majority;       // accuracy of one answer for all validation rows; classification
  std::optional<ClassMetrics> classes;  // of the linear model
  std::optional<ValueMetrics> values;   // the same of a regression, in the file's unit
  std::int64_t rows = 0;                // it was fitted on
  std::string note = {};                // where that is not all there are, or why there is none
  double seconds = 0;
};

Baseline fit_baseline(const PreparedData& data, const Progress& progress);
// What a network with this accuracy (of a regression: R2) is no better than, the simplest first: "always
// answering the most frequent class (62.7 %)", "the linear model (96.1 %)". Empty: it is better than both.
std::string not_beaten(const Baseline& baseline, double quality);
// "majority 33.3 %, linear model 93.3 %", "linear model RMSE 3.2, R2 0.8931"; with its note.
std::string baseline_text(const Baseline& baseline);

}  // namespace headroom
