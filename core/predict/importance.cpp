#include "core/predict/importance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/error.h"
#include "core/base/permutation.h"
#include "core/data/polynomial.h"
#include "core/model/layer_trace.h"

namespace headroom {

std::vector<ColumnGroup> column_groups(std::span<const std::string> names,
                                       std::span<const FeatureOrigin> origins) {
  std::vector<ColumnGroup> groups;
  std::map<std::string, std::size_t> places;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::string& name = c < origins.size() ? origins[c].column : names[c];
    const auto [place, added] = places.emplace(name, groups.size());
    if (added) groups.push_back({name, {}});
    groups[place->second].columns.push_back(c);
  }
  return groups;
}

ImportanceSize importance_size(std::int64_t rows, std::int64_t groups, std::int64_t repeats) {
  constexpr std::int64_t kFewest = 64, kMost = 1000;
  const std::int64_t passes = kImportancePasses / std::max<std::int64_t>(1, repeats);
  ImportanceSize size;
  size.rows = std::min(rows, std::clamp(passes / std::max<std::int64_t>(1, groups), kFewest, kMost));
  size.groups = std::min(groups, std::max<std::int64_t>(1, passes / std::max<std::int64_t>(1, size.rows)));
  return size;
}

PermutationImportance::PermutationImportance(ImportanceJob job) : job_(std::move(job)) {
  result_.rows = static_cast<std::int64_t>(job_.targets.size());
  result_.repeats = job_.repeats;
  if (job_.targets.empty())
    throw Error(ErrorCode::kBadInput, "there are no rows to tell the importance of columns by");
  columns_ = static_cast<std::int64_t>(job_.scaled.size()) / result_.rows;
  double mean = 0;
  for (const double target : job_.targets) mean += target / static_cast<double>(result_.rows);
  for (const double target : job_.targets) spread_ += (target - mean) * (target - mean);
}

// The rows that come next, with the values of this pass's group from other rows.
std::vector<float> PermutationImportance::next_rows() const {
  const std::int64_t count = std::min(kTraceRows, result_.rows - row_);
  const auto first = job_.scaled.begin() + static_cast<std::ptrdiff_t>(row_ * columns_);
  std::vector<float> rows(first, first + static_cast<std::ptrdiff_t>(count * columns_));
  if (pass_ > 0) {
    const ColumnGroup& group = job_.groups[static_cast<std::size_t>((pass_ - 1) / job_.repeats)];
    const Permutation order(static_cast<std::uint32_t>(result_.rows), job_.seed,
                            static_cast<std::uint64_t>(pass_));
    for (std::int64_t r = 0; r < count; ++r) {
      const auto other = static_cast<std::int64_t>(order(static_cast<std::uint32_t>(row_ + r)));
      for (const std::size_t c : group.columns) {
        const auto column = static_cast<std::int64_t>(c);
        rows[static_cast<std::size_t>(r * columns_ + column)] =
            job_.scaled[static_cast<std::size_t>(other * columns_ + column)];
      }
    }
  }
  if (job_.degree < 2) return rows;
  std::vector<float> features(static_cast<std::size_t>(count * feature_count(columns_, job_.degree)));
  expand_features(rows, columns_, job_.degree, features);
  return features;
}

bool PermutationImportance::advance() {
  const auto groups = static_cast<std::int64_t>(job_.groups.size());
  if (pass_ > groups * job_.repeats) return true;
  const std::vector<LayerTrace> layers = trace_layers(job_.spec, job_.weights, next_rows());
  const std::vector<double>& z = layers.back().pre_activation;
  const auto outputs = static_cast<std::size_t>(job_.spec.outputs());
  for (std::size_t r = 0; r * outputs < z.size(); ++r, ++row_) {
    const double target = job_.targets[static_cast<std::size_t>(row_)];
    if (job_.spec.output == Output::kLinear) {
      squares_ += (z[r] - target) * (z[r] - target);
    } else if (predicted_class(job_.spec.output, std::span(z).subspan(r * outputs, outputs)) ==
               static_cast<std::int64_t>(target)) {
      ++right_;
    }
  }
  if (row_ < result_.rows) return false;
  finish_pass();
  return pass_ > groups * job_.repeats;
}

void PermutationImportance::finish_pass() {
  const auto score = [&] {
    if (job_.spec.output != Output::kLinear) return right_ / static_cast<double>(result_.rows);
    return spread_ > 0 ? 1 - squares_ / spread_ : squares_ == 0 ? 1.0 : 0.0;
  }();
  if (pass_ == 0) {
    result_.score = score;
  } else {
    drops_.push_back(result_.score - score);
  }
  if (static_cast<std::int64_t>(drops_.size()) == job_.repeats) {
    Importance::Column column{job_.groups[result_.columns.size()].name};
    const auto count = static_cast<double>(drops_.size());
    for (const double drop : drops_) column.mean += drop / count;
    double squares = 0;
    for (const double drop : drops_) squares += (drop - column.mean) * (drop - column.mean);
    column.deviation = std::sqrt(squares / count);
    result_.columns.push_back(std::move(column));
    drops_.clear();
  }
  ++pass_;
  row_ = 0;
  right_ = squares_ = 0;
}

}  // namespace headroom
