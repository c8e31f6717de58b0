// One cell of a table in every stage on its way to a network: as it stands in the file, scaled, and the terms
// that are made of it. So a view can show any of a million rows without asking for them.
//
//   const RowStages stages(prepared_dataset, means, scaler, 2);
//   stages.raw(8079, 18);        // 21.95; NaN where the number is missing
//   stages.scaled(8079, 18);     // 0.485
//   stages.feature(8079, 55);    // of names()[55], "x1 x18"
//
// The arithmetic is that of core/data/scaler.h and core/data/polynomial.h, to the bit.
//
// Thread rule: const functions from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/polynomial_term.h"
#include "core/data/scaler.h"

namespace headroom {

enum class DataStage { kRaw, kScaled, kFeatures };
inline constexpr auto kDataStageNames = names<DataStage>(
    {{DataStage::kRaw, "raw"}, {DataStage::kScaled, "scaled"}, {DataStage::kFeatures, "features"}});

class RowStages {
 public:
  // means[columns]: what a missing number becomes. degree: 1 or 2.
  RowStages(std::shared_ptr<const Dataset> dataset, std::vector<float> means, ScalerParams scaler,
            int degree);

  const Dataset& dataset() const { return *dataset_; }
  const std::shared_ptr<const Dataset>& shared_dataset() const { return dataset_; }
  const ScalerParams& scaler() const { return scaler_; }
  const std::vector<float>& means() const { return means_; }
  std::int64_t columns() const { return dataset_->columns; }
  std::int64_t features() const { return features_; }
  int degree() const { return degree_; }

  double origin(std::int64_t column) const;  // what was subtracted from the number in the file
  bool missing(std::int64_t row, std::int64_t column) const;
  double raw(std::int64_t row, std::int64_t column) const;    // as in the file
  float filled(std::int64_t row, std::int64_t column) const;  // less its origin
  float scaled(std::int64_t row, std::int64_t column) const;
  float feature(std::int64_t row, std::int64_t feature) const;
  // From a scaled number back to that in the file; a constant column's only value.
  double unscaled(std::int64_t column, double scaled) const;
  // And from any number of the file's unit to the scaled one.
  float scaled_number(std::int64_t column, double raw) const;

  PolynomialTerm term(std::int64_t feature) const { return polynomial_term(columns(), feature); }
  // As scikit-learn writes it: "x1 x18", "x2^2".
  std::string name(std::int64_t feature) const;
  // The first feature of this name, also as "x1*x18", "x1·x18" or "x2²"; -1: there is none.
  std::int64_t find(const std::string& name) const;

  // [rows, features] of rows of the dataset.
  std::vector<float> features_of(std::span<const std::uint32_t> rows) const;
  // The same from scaled values [rows, columns].
  std::vector<float> expand(std::span<const float> scaled) const;

 private:
  std::shared_ptr<const Dataset> dataset_;
  std::vector<float> means_;
  ScalerParams scaler_;
  int degree_;
  std::int64_t features_;
};

}  // namespace headroom
