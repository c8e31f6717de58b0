#include "core/model/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

}  // namespace

ClassMetrics class_metrics(const ClassTallies& tallies) {
  ClassMetrics metrics;
  metrics.classes.resize(tallies.rows.size());
  std::int64_t present = 0, most = 0;
  double recalls = 0;
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    ClassMetric& metric = metrics.classes[c];
    metric.rows = tallies.rows[c];
    metric.precision = share(tallies.right[c], tallies.answers[c]);
    metric.recall = share(tallies.right[c], metric.rows);
    metric.f1 = share(2 * tallies.right[c], tallies.answers[c] + metric.rows);
    metrics.rows += metric.rows;
    metrics.correct += tallies.right[c];
    if (metric.rows == 0) continue;
    ++present;
    recalls += metric.recall;
    if (metric.rows > most) {
      most = metric.rows;
      metrics.majority_class = static_cast<std::int64_t>(c);
    }
  }
  if (metrics.rows == 0) {
    metrics.accuracy = metrics.balanced_accuracy = metrics.majority_accuracy = kNan;
    return metrics;
  }
  metrics.accuracy = share(metrics.correct, metrics.rows);
  metrics.balanced_accuracy = recalls / static_cast<double>(present);
  metrics.majority_accuracy = share(most, metrics.rows);
  return metrics;
}

ClassMetrics class_metrics(std::span<const std::int64_t> truth, std::span<const std::int64_t> said,
                           std::int64_t classes) {
  ClassTallies tallies(static_cast<std::size_t>(classes));
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto own = static_cast<std::size_t>(truth[i]), given = static_cast<std::size_t>(said[i]);
    ++tallies.rows[own];
    ++tallies.answers[given];
    if (own == given) ++tallies.right[own];
  }
  return class_metrics(tallies);
}

ValueMetrics value_metrics(std::span<const double> truth, std::span<const double> said) {
  ValueMetrics metrics;
  metrics.rows = static_cast<std::int64_t>(truth.size());
  if (truth.empty()) {
    metrics.rmse = metrics.mae = metrics.r2 = kNan;
    return metrics;
  }
  const auto rows = static_cast<double>(truth.size());
  double mean = 0;
  for (const double t : truth) mean += t / rows;
  double errors = 0, distances = 0, spread = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double off = said[i] - truth[i];
    errors += off * off;
    distances += std::abs(off);
    spread += (truth[i] - mean) * (truth[i] - mean);
  }
  metrics.rmse = std::sqrt(errors / rows);
  metrics.mae = distances / rows;
  // As r2_score: equal targets leave nothing to explain.
  const bool constant = std::all_of(truth.begin(), truth.end(), [&](double t) { return t == truth.front(); });
  metrics.r2 = constant ? (errors == 0 ? 1 : 0) : 1 - errors / spread;
  return metrics;
}

Spread spread_of(std::span<const double> values) {
  Spread spread{kNan, kNan, static_cast<std::int64_t>(values.size())};
  if (values.empty()) return spread;
  const auto n = static_cast<double>(values.size());
  spread.mean = 0;
  for (const double value : values) spread.mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  if (values.size() > 1) spread.deviation = std::sqrt(squares / (n - 1));
  return spread;
}

}  // namespace headroom
