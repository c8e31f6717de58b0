// A trained network of a run record, asked about rows: the way from raw numbers to a prediction, on the host
// and in double precision, with everything in between where that is wanted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/io/run_record.h"
#include "core/model/layer_trace.h"

namespace headroom::cli {

struct Prediction {
  std::vector<float> raw;       // [columns] NaN where a number was missing
  std::vector<float> filled;    // [columns] the column's mean in its place
  std::vector<float> scaled;    // [columns]
  std::vector<float> features;  // [inputs] what the network sees
  std::vector<LayerTrace> layers;
  std::vector<double> output;         // [outputs] probabilities, or the value
  std::vector<double> probabilities;  // [classes]; empty for regression
  std::int64_t class_index = -1;      // the likeliest class; -1 for regression
};

class Predictor {
 public:
  // `record` must outlive it.
  Predictor(const RunRecord& record, const ModelRecord& model);

  Prediction predict(std::span<const float> raw) const;  // [columns]

  const ModelRecord& model() const { return model_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::string>& features() const { return features_; }
  bool regression() const { return record_.task == Task::kRegression; }
  const std::string& class_name(std::int64_t index) const;

 private:
  const RunRecord& record_;
  const ModelRecord& model_;
  std::vector<std::string> columns_;   // names
  std::vector<std::string> features_;  // names
};

}  // namespace headroom::cli
