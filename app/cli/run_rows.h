// Rows of a file through a saved run: what `predict` and `evaluate` have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/context.h"
#include "core/io/run_record.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

// Throws Error{kUsage} where --run is missing.
void check_run(const std::optional<std::string>& folder);
// The model of --model, or the run's first.
const ModelRecord& named_model(const RunRecord& record, const std::optional<std::string>& id);

// With a bar while it reads.
InputRows read_rows(const std::string& path, const RunRecord& record, Context& context);
// What was decided about the rows, and which columns the run does not know.
void say_notes(const InputRows& rows, Context& context);

// Many rows would hold much that nobody asked for: there are traces only where they are asked for.
struct Predictions {
  std::vector<PredictedRow> rows;
  std::vector<PredictionTrace> traces;
};
// With a bar; Ctrl-C stops it.
Predictions predict_rows(const Predictor& predictor, const InputRows& rows, bool with_traces,
                         Context& context);

}  // namespace headroom::cli
