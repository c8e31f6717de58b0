// The numbers behind the tab of errors as CSV files.
//
//   const ErrorsSource source = errors_source(scene);
//   std::string csv = matrix_csv(source);  // in a job
//
// Thread rule: pure; a source holds what it needs and may go to a job.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/views/errors_scene.h"
#include "core/run/snapshot.h"

namespace headroom::app {

struct ErrorsSource {
  std::shared_ptr<const Inspection> seen;  // of Inspect::kErrors
  std::shared_ptr<const Dataset> dataset;
  std::string model;  // that is looked at
  TargetScale target;

  const ErrorFigures::Model& looked() const;
  std::string class_name(std::int64_t index) const;
};
ErrorsSource errors_source(const ErrorsScene& scene);

std::string matrix_csv(const ErrorsSource& source);   // true classes down, said ones across
std::string classes_csv(const ErrorsSource& source);  // precision, recall, F1 and rows of each class
std::string pairs_csv(const ErrorsSource& source);    // the pairs that are confused most
std::string calibration_csv(const ErrorsSource& source);
// Of one class against the rest: what ROC and precision-recall are drawn from.
std::string ranks_csv(const ErrorsSource& source, std::int64_t own);
// Indices of answers in this order, with the three likeliest classes.
std::string answers_csv(const ErrorsSource& source, const std::vector<std::uint32_t>& listed);
std::string residuals_csv(const ErrorsSource& source);  // in the file's unit
std::string worst_csv(const ErrorsSource& source);      // the same, the largest miss first
std::string residual_bins_csv(const ErrorsSource& source);
std::string importance_csv(const Importance& importance);

}  // namespace headroom::app
