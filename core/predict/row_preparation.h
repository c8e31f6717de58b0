// Turns raw rows into what the network sees: filled, scaled, expanded, as the pipeline did it with the
// rows that were trained on.
//
//   const RowPreparation prepare(record);                     // of a saved run, or from a live run's parts
//   engine.predict_rows(prepare.features(raw));               // one row or many
//
// Thread rule: const functions from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/scaler.h"
#include "core/io/run_record.h"

namespace headroom {

class RowPreparation {
 public:
  // means[columns]: what a missing number becomes.
  RowPreparation(std::vector<std::string> columns, std::vector<float> means, ScalerParams scaler, int degree);
  explicit RowPreparation(const RunRecord& record);

  // Names of what comes in and of what the network sees.
  const std::vector<std::string>& column_names() const { return columns_; }
  const std::vector<std::string>& feature_names() const { return features_; }

  // raw[rows, columns], NaN where a number is missing -> [rows, features]. Throws Error{kBadInput} unless it
  // is a whole number of rows.
  std::vector<float> features(std::span<const float> raw) const;
  // The same step by step: [rows, columns], [rows, columns], [rows, features].
  std::vector<float> fill(std::span<const float> raw) const;
  std::vector<float> scale(std::span<const float> filled) const;
  std::vector<float> expand(std::span<const float> scaled) const;

 private:
  std::vector<std::string> columns_, features_;
  std::vector<float> means_;
  ScalerParams scaler_;
  int degree_;
};

}  // namespace headroom
