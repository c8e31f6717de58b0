// What a finished training is worth: the figures of every network beside those of the baselines, once or over
// several folds or seeds.
//
//   const TrainResults results = judge(run, true, stop_request());
//   results.validation.front().classes->balanced_accuracy;
//
// Thread rule: the thread that owns the device.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/base/progress.h"
#include "core/run/baseline.h"
#include "core/run/quality.h"
#include "core/run/repeats.h"
#include "core/run/run.h"

namespace headroom::cli {

struct TrainResults {
  std::vector<Quality> validation;           // of run.training_lanes()
  std::vector<std::optional<Quality>> test;  // the same; nothing without a test part
  std::optional<Baseline> baseline;
};

TrainResults judge(const Run& run, bool with_baseline, const Progress& progress);

// {"rows","loss"} and the metrics of classes or of values.
Json quality_json(const Quality& quality, const std::vector<std::string>& class_names);
// {"majority","linear"} or {"rmse","r2"}, with what else is known of it.
Json baseline_json(const Baseline& baseline);
// ", accuracy 96.7 % (balanced 95.8 %)" or ", RMSE 3.2, R2 0.8931"
std::string quality_text(const Quality& quality);

// {"accuracy":{"mean","std","n"}, ...} of network `lane`.
Json repeats_summary(const std::vector<Repeat>& repeats, std::size_t network);
// A table of the repeats, and "accuracy 0.958 +/- 0.012 over 5 folds".
void print_repeats(const std::vector<Repeat>& repeats, std::ostream& out);

}  // namespace headroom::cli
