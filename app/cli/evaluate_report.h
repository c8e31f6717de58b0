// What `evaluate` prints: the document, and tables.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/predict/evaluated_answers.h"

namespace headroom::cli {

// Predictions of a file's rows and all that can be said about them.
struct Evaluated {
  const RunRecord& record;
  const std::vector<PredictedRow>& predictions;
  const EvaluatedAnswers& answers;
  std::optional<Importance> importance;  // without rows that count there is none
  std::int64_t columns = 0;              // of the file, that the network uses
};

// Of classes: {"accuracy", "balanced_accuracy", "majority_accuracy", "loss", "classes", "confusion",
// "per_class":
// [{"class", "precision", "recall", "f1", "rows", "auc", "average_precision"}], "mean", "confused", "curves",
// "calibration", "wrong", "importance"}. Of a regression: {"rmse", "mae", "r2", "loss", "residuals", "worst",
// "importance"}.
void add_evaluation(Json& document, const Evaluated& evaluated);
void print_evaluation(const Evaluated& evaluated, std::ostream& out);

}  // namespace headroom::cli
