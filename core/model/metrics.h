// How good answers are, from what was said and what is true: what `train`, `predict` and the baselines
// report.
//
//   const ClassMetrics metrics = class_metrics(truth, said, 3);
//   metrics.balanced_accuracy;
//
// Shares are 0 to 1. Formulas are scikit-learn's (sklearn.metrics): precision = right / said, recall = right
// / rows, F1 = 2 right / (said + rows), each 0 where its divisor is 0; balanced accuracy = mean recall of the
// classes that have rows; R2 = 1 - SSE / SST, of constant truth 1 when every answer is right and 0 otherwise.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

// One class: how many rows are of it and what became of them.
struct ClassMetric {
  std::int64_t rows = 0;
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

struct ClassMetrics {
  std::int64_t rows = 0;
  std::int64_t correct = 0;
  double accuracy = 0;
  double balanced_accuracy = 0;
  double majority_accuracy = 0;      // of always answering these rows' most frequent class
  std::int64_t majority_class = -1;  // the first of equals
  std::vector<ClassMetric> classes;  // [classes]
};

struct ValueMetrics {
  std::int64_t rows = 0;
  double rmse = 0;  // in the unit of the values, as mae
  double mae = 0;
  double r2 = 0;
};

// What was counted of each class: its rows, how many of them were right, how often it was the answer.
struct ClassTallies {
  explicit ClassTallies(std::size_t classes) : rows(classes), right(classes), answers(classes) {}
  std::vector<std::int64_t> rows, right, answers;
};
ClassMetrics class_metrics(const ClassTallies& tallies);

// truth[rows], said[rows]: classes from 0 to classes - 1. Without rows every figure is NaN.
ClassMetrics class_metrics(std::span<const std::int64_t> truth, std::span<const std::int64_t> said,
                           std::int64_t classes);
ValueMetrics value_metrics(std::span<const double> truth, std::span<const double> said);

// A figure over several trainings: its mean, and its standard deviation (of a sample: divided by n - 1), NaN
// for one.
struct Spread {
  double mean = 0;
  double deviation = 0;
  std::int64_t count = 0;
};
Spread spread_of(std::span<const double> values);

}  // namespace headroom
