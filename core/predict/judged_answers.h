// Predictions of a file's rows against the targets that stand in it: the same figures as after a training,
// and labels that the run has never seen, each with the nearest known one ('>50K.' beside '>50K').
//
//   const JudgedAnswers judged = judge_answers(record, predictions, rows.targets);
//   for (const UnknownLabel& label : judged.unknown) std::cout << label.label << " may be " << label.nearest;
//
// Rows without a target, and rows whose label is unknown, are left out of the figures and counted.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/io/run_record.h"
#include "core/model/metrics.h"
#include "core/predict/predictor.h"

namespace headroom {

struct UnknownLabel {
  std::string label;
  std::int64_t rows = 0;
  std::string nearest = {};  // of the run's classes; empty where none is near, and for regression
};

struct JudgedAnswers {
  std::optional<ClassMetrics> classes;
  std::optional<ValueMetrics> values;  // of a regression
  double loss = 0;                     // mean over the rows that count, of the scaled target; NaN without one
  std::int64_t without_target = 0;
  std::vector<UnknownLabel> unknown;  // in the order of the file; for regression what is no number
  // The rows that count, in the order of the file, with their classes or, of a regression, their values.
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> truth;
  std::vector<double> wanted;
  std::int64_t unknown_rows() const;
};

// targets[rows]: class names or numbers as text, empty where there is none.
JudgedAnswers judge_answers(const RunRecord& record, const std::vector<PredictedRow>& predictions,
                            const std::vector<std::string>& targets);

// The class whose name is nearest: by the fewest letters to change, add or take away (Levenshtein), first
// without the case of letters and without blanks and sentence marks at the end. Empty where more than half of
// the letters differ.
std::string nearest_label(const std::string& label, const std::vector<std::string>& names);

}  // namespace headroom
