#include "app/cli/quality_json.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "app/cli/output.h"
#include "core/base/bytes.h"
#include "core/base/json.h"

namespace headroom::cli {

Json class_metrics_json(const ClassMetrics& metrics, const std::vector<std::string>& class_names) {
  Json classes = Json::array();
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    const ClassMetric& metric = metrics.classes[c];
    classes.push_back({{"class", class_names[c]},
                       {"precision", metric.precision},
                       {"recall", metric.recall},
                       {"f1", metric.f1},
                       {"rows", metric.rows}});
  }
  return {{"rows", metrics.rows},
          {"accuracy", number(metrics.accuracy)},
          {"balanced_accuracy", number(metrics.balanced_accuracy)},
          {"majority_accuracy", number(metrics.majority_accuracy)},
          {"per_class", classes}};
}

Json value_metrics_json(const ValueMetrics& metrics) {
  return {{"rows", metrics.rows},
          {"rmse", number(metrics.rmse)},
          {"mae", number(metrics.mae)},
          {"r2", number(metrics.r2)}};
}

void print_classes(const ClassMetrics& metrics, const std::vector<std::string>& class_names,
                   std::ostream& out) {
  Table table({"class", ">precision", ">recall", ">F1", ">rows"});
  const std::size_t shown = std::min(metrics.classes.size(), kMostClassLines);
  for (std::size_t c = 0; c < shown; ++c) {
    const ClassMetric& metric = metrics.classes[c];
    table.add({class_names[c], percent(metric.precision), percent(metric.recall), fixed(metric.f1, 4),
               format_count(metric.rows)});
  }
  table.print(out);
  if (shown < metrics.classes.size()) {
    out << "and " << format_count(static_cast<std::int64_t>(metrics.classes.size() - shown))
        << " more classes (--json lists them)\n";
  }
}

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", value);
  return text;
}

}  // namespace headroom::cli
