#include "core/model/confusion.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom {

std::vector<std::int64_t> confusion_counts(std::span<const std::int64_t> truth,
                                           std::span<const std::int64_t> said, std::int64_t classes) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(classes * classes));
  for (std::size_t r = 0; r < truth.size(); ++r)
    ++counts[static_cast<std::size_t>(truth[r] * classes + said[r])];
  return counts;
}

std::int64_t classes_of(std::span<const std::int64_t> counts) {
  auto classes = static_cast<std::int64_t>(std::sqrt(static_cast<double>(counts.size())));
  while (classes * classes < static_cast<std::int64_t>(counts.size())) ++classes;
  return classes;
}

ClassMetrics class_metrics_of(std::span<const std::int64_t> counts) {
  const auto classes = static_cast<std::size_t>(classes_of(counts));
  ClassTallies tallies(classes);
  for (std::size_t own = 0; own < classes; ++own) {
    for (std::size_t given = 0; given < classes; ++given) {
      const std::int64_t count = counts[own * classes + given];
      tallies.rows[own] += count;
      tallies.answers[given] += count;
    }
    tallies.right[own] = counts[own * classes + own];
  }
  return class_metrics(tallies);
}

ClassMeans class_means(const ClassMetrics& metrics) {
  ClassMeans means;
  double present = 0;
  for (const ClassMetric& metric : metrics.classes) {
    if (metric.rows == 0) continue;
    present += 1;
    means.precision += metric.precision;
    means.recall += metric.recall;
    means.f1 += metric.f1;
  }
  if (present == 0) {
    means.precision = means.recall = means.f1 = std::numeric_limits<double>::quiet_NaN();
    return means;
  }
  return {means.precision / present, means.recall / present, means.f1 / present};
}

std::vector<ConfusedPair> most_confused(std::span<const std::int64_t> counts, std::size_t most) {
  const std::int64_t classes = classes_of(counts);
  std::vector<ConfusedPair> pairs;
  const auto more = [](const ConfusedPair& a, const ConfusedPair& b) { return a.rows > b.rows; };
  for (std::int64_t own = 0; own < classes; ++own) {
    for (std::int64_t given = 0; given < classes; ++given) {
      const std::int64_t rows = counts[static_cast<std::size_t>(own * classes + given)];
      if (own == given || rows == 0) continue;
      pairs.push_back({own, given, rows});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), more);
  if (pairs.size() > most) pairs.resize(most);
  return pairs;
}

}  // namespace headroom
