// How well numbers tell a target by themselves: the area under the ROC curve from ranks, two columns
// together, and the correlation with a number.
//
//   const std::vector<double> auc = auc_by_rank(values, labels, 2);
//   const double second = auc[1];   // as sklearn.metrics.roc_auc_score(labels, values)
//
// The area is that of Mann and Whitney's U: (R - n1 (n1 + 1) / 2) / (n1 n0), R the sum of the ranks of a
// class and equal values sharing the mean of their ranks (Hanley and McNeil 1982,
// doi:10.1148/radiology.143.1.7063747).
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

// Of every class against all others, from values that rise with it; NaN for a class without rows or without
// others. values, labels: [rows], finite, labels from 0.
std::vector<double> auc_by_rank(std::span<const float> values, std::span<const std::int32_t> labels,
                                std::int32_t classes);

// The AUC of class 1 of two by a least-squares fit of the label on 1, x, y, x^2, x y and y^2: what the two
// columns say together with their products. Measured on the rows it was fitted on.
double auc_of_pair(std::span<const float> x, std::span<const float> y, std::span<const std::int32_t> labels);

// Pearson's; NaN where either is constant.
double correlation(std::span<const float> x, std::span<const float> y);

}  // namespace headroom
