// How good answers are, as documents and as tables: shared by `train` and `predict`.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/model/metrics.h"

namespace headroom::cli {

// {"rows","accuracy","balanced_accuracy","majority_accuracy","per_class":[{"class","precision","recall","f1",
// "rows"}]}
Json class_metrics_json(const ClassMetrics& metrics, const std::vector<std::string>& class_names);
// {"rows","rmse","mae","r2"}
Json value_metrics_json(const ValueMetrics& metrics);

// A line for each class; of more than kMostClassLines the first.
inline constexpr std::size_t kMostClassLines = 20;
void print_classes(const ClassMetrics& metrics, const std::vector<std::string>& class_names,
                   std::ostream& out);
// Of any size, five digits: "0.01234", "49062".
std::string figure(double value);

}  // namespace headroom::cli
