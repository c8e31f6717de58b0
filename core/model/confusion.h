// Which class was taken for which: the counts behind accuracy, precision and recall, and the pairs that are
// confused most often.
//
//   const std::vector<std::int64_t> counts = confusion_counts(truth, said, 10);   // [class, said]
//   class_metrics_of(counts).classes[8].recall;
//   const ConfusedPair worst = most_confused(counts, 8).front();  // {8, 3, 5}: five rows of class 8 were
//   called 3
//
// As sklearn.metrics.confusion_matrix: a row for each true class, a column for each answer.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/metrics.h"

namespace headroom {

// truth[rows], said[rows]: classes from 0 to classes - 1. [classes, classes]
std::vector<std::int64_t> confusion_counts(std::span<const std::int64_t> truth,
                                           std::span<const std::int64_t> said, std::int64_t classes);
// So many classes do these counts have.
std::int64_t classes_of(std::span<const std::int64_t> counts);

// The same figures as class_metrics() of the rows that were counted.
ClassMetrics class_metrics_of(std::span<const std::int64_t> counts);

// Means over the classes that have rows, each class counting the same ("macro"). Without such a class NaN.
struct ClassMeans {
  double precision = 0, recall = 0, f1 = 0;
};
ClassMeans class_means(const ClassMetrics& metrics);

struct ConfusedPair {
  std::int64_t truth = 0, said = 0, rows = 0;
  bool operator==(const ConfusedPair&) const = default;
};
// At most `most`, the most frequent first; of equals the first in the matrix. Pairs without rows are left
// out.
std::vector<ConfusedPair> most_confused(std::span<const std::int64_t> counts, std::size_t most);

// The classes so that those which are taken for each other stand side by side. Two classes are as similar as
// the share of their rows that goes from one to the other; the most similar groups are joined first, by the
// mean over their pairs (average linkage: Sokal and Michener, 1958), each turned so that the ends that meet
// are the most similar. Of equals the first.
std::vector<std::int64_t> order_by_similarity(std::span<const std::int64_t> counts);

}  // namespace headroom
