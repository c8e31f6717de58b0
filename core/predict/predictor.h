// Applies a trained network of a run record to rows: from raw numbers to a prediction, on the host and in
// double precision, with everything in between on request.
//
//   const Predictor predictor(record, record.models.front());
//   predictor.predict(raw);          // one row or many
//   predictor.trace(one_row);        // with every intermediate step
//   predictor.backward(predictor.trace(one_row), 1);    // and how the loss of that row flows back
//
// Thread rule: const functions from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/io/run_record.h"
#include "core/model/layer_trace.h"
#include "core/model/unit_trace.h"
#include "core/predict/row_preparation.h"

namespace headroom {

// What a network says about one row.
struct PredictedRow {
  std::vector<double> output;         // [outputs] probabilities, or the value
  std::vector<double> probabilities;  // [classes]; empty for regression
  std::int64_t class_index = -1;      // the likeliest class; -1 for regression
};

// The meaning of a network's outputs, whether an engine or a trace computed them.
PredictedRow prediction_of(const ModelSpec& model, std::vector<double> output);

struct PredictionTrace {
  std::vector<double> raw;      // [columns] as in the file; NaN where a number was missing
  std::vector<float> filled;    // [columns] less its origin, the column's mean where it was missing
  std::vector<float> scaled;    // [columns]
  std::vector<float> features;  // [inputs] what the network sees
  std::vector<LayerTrace> layers;
  PredictedRow prediction;  // in the target's own unit; the last layer's output may be a scaled one
};

class Predictor {
 public:
  // `record` must outlive it.
  Predictor(const RunRecord& record, const ModelRecord& model);

  // raw[rows, columns], each less its origin (FeatureOrigin): one prediction per row.
  std::vector<PredictedRow> predict(std::span<const float> raw) const;
  PredictionTrace trace(std::span<const float> raw) const;  // [columns]

  // Of a row whose target is known: class index, or the value in the target's own unit.
  BackwardTrace backward(const PredictionTrace& trace, double target) const;
  // One unit in its numbers, both ways, with the optimizer as the record has it. Throws Error{kUsage} where
  // there is no such unit.
  UnitTrace unit(const PredictionTrace& trace, const BackwardTrace& back, std::int64_t layer,
                 std::int64_t unit) const;

  const ModelRecord& model() const { return model_; }
  const std::vector<std::string>& columns() const { return preparation_.column_names(); }
  const std::vector<std::string>& features() const { return preparation_.feature_names(); }
  bool regression() const { return record_.task == Task::kRegression; }
  const std::string& class_name(std::int64_t index) const;

 private:
  PredictedRow prediction(std::vector<double> output) const;

  const RunRecord& record_;
  const ModelRecord& model_;
  RowPreparation preparation_;
};

}  // namespace headroom
