// Linear models, to say what a network has to beat: ridge regression and logistic regression, small and
// exact.
//
//   const LinearModel model = fit_logistic(x, features, classes_of_rows, classes);
//   model.class_of(row);
//
// Columns are standardised first (mean 0, population deviation 1 over the given rows; a constant one counts
// for nothing), so that the result does not depend on their units. What is minimised is scikit-learn's, of
// make_pipeline(StandardScaler(), Ridge(alpha=1)) and make_pipeline(StandardScaler(), LogisticRegression()):
//   ridge     sum of (y - w x - b)^2 + alpha |w|^2, by the normal equations (Cholesky)
//   logistic  mean loss + |w|^2 / (2 C rows), C = 1, by L-BFGS (Nocedal & Wright, algorithm 7.5); the loss of
//             two classes is binary cross-entropy with one row of weights, of more that of a softmax
// b is not penalised.
//
// Thread rule: pure functions. Throws Error{kCancelled} soon after progress.cancel().
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/progress.h"

namespace headroom {

struct LinearModel {
  std::vector<double> mean, factor;   // [features] standardised: (x - mean) * factor
  std::vector<double> weights;        // [outputs, features] of standardised columns
  std::vector<double> bias;           // [outputs]
  std::vector<std::int64_t> classes;  // those that were in the rows; empty: a regression

  // features[features] of one row.
  double value(std::span<const float> features, std::size_t output = 0) const;
  std::int64_t class_of(std::span<const float> features) const;
};

// x[rows, features] row-major, y[rows].
LinearModel fit_ridge(std::span<const float> x, std::int64_t features, std::span<const double> y,
                      double alpha = 1, const Progress& progress = {});

struct LogisticOptions {
  double c = 1;
  double tolerance = 1e-4;  // of the largest component of the gradient
  int iterations = 100;     // at most
};
// y[rows]: classes from 0 to classes - 1.
LinearModel fit_logistic(std::span<const float> x, std::int64_t features, std::span<const std::int64_t> y,
                         std::int64_t classes, const LogisticOptions& options = {},
                         const Progress& progress = {});

}  // namespace headroom
