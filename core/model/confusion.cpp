#include "core/model/confusion.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

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

namespace {

// Share of the rows of each two classes that goes from one to the other. [classes, classes]
std::vector<double> similarities(std::span<const std::int64_t> counts, std::size_t classes) {
  std::vector<double> rows(classes), alike(classes * classes);
  for (std::size_t own = 0; own < classes; ++own) {
    for (std::size_t said = 0; said < classes; ++said)
      rows[own] += static_cast<double>(counts[own * classes + said]);
  }
  for (std::size_t a = 0; a < classes; ++a) {
    for (std::size_t b = 0; b < classes; ++b) {
      const auto both = static_cast<double>(counts[a * classes + b] + counts[b * classes + a]);
      alike[a * classes + b] = a != b && both > 0 ? both / (rows[a] + rows[b]) : 0;
    }
  }
  return alike;
}

using ClassGroup = std::vector<std::size_t>;

// Both in one line, turned so that the ends that meet are the most similar.
ClassGroup joined(ClassGroup a, ClassGroup b, const std::vector<double>& alike, std::size_t classes) {
  const auto meet = [&](std::size_t x, std::size_t y) { return alike[x * classes + y]; };
  const double ends[] = {meet(a.back(), b.front()), meet(a.front(), b.front()), meet(a.back(), b.back()),
                         meet(a.front(), b.back())};
  const std::ptrdiff_t best = std::max_element(std::begin(ends), std::end(ends)) - std::begin(ends);
  if (best == 1 || best == 3) std::reverse(a.begin(), a.end());
  if (best == 2 || best == 3) std::reverse(b.begin(), b.end());
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

std::vector<std::int64_t> order_by_similarity(std::span<const std::int64_t> counts) {
  const auto classes = static_cast<std::size_t>(classes_of(counts));
  const std::vector<double> alike = similarities(counts, classes);
  std::vector<double> between = alike;  // summed over the pairs of two groups
  std::vector<ClassGroup> groups(classes);
  for (std::size_t c = 0; c < classes; ++c) groups[c] = {c};
  for (std::size_t left = classes; left > 1; --left) {
    std::size_t a = 0, b = 0;
    double most = -1;
    for (std::size_t i = 0; i < classes; ++i) {
      for (std::size_t j = i + 1; j < classes; ++j) {
        if (groups[i].empty() || groups[j].empty()) continue;
        const double mean =
            between[i * classes + j] / static_cast<double>(groups[i].size() * groups[j].size());
        if (mean <= most) continue;
        most = mean;
        a = i;
        b = j;
      }
    }
    groups[a] = joined(std::move(groups[a]), std::exchange(groups[b], {}), alike, classes);
    for (std::size_t k = 0; k < classes; ++k) {
      between[a * classes + k] += between[b * classes + k];
      between[k * classes + a] = between[a * classes + k];
    }
  }
  std::vector<std::int64_t> order;
  if (!groups.empty()) order.assign(groups.front().begin(), groups.front().end());
  return order;
}

}  // namespace headroom
