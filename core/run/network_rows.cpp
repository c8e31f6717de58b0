#include "core/run/network_rows.h"

#include <algorithm>
#include <numeric>

#include "core/run/inspections.h"

namespace headroom {
namespace {

constexpr double kMostTraceProducts = 1e9;             // of all rows
constexpr std::int64_t kMostTraceNumbers = 8'000'000;  // that are kept of them

}  // namespace

std::vector<std::uint32_t> even_rows(const Split& split, std::int64_t first, std::int64_t of,
                                     std::int64_t count) {
  std::vector<std::uint32_t> rows;
  rows.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    rows.push_back(split.order[static_cast<std::size_t>(first + i * of / count)]);
  }
  return rows;
}

void NetworkRows::choose(const RowStages& stages, const Split& split, const ModelSpec& spec) {
  const std::int64_t numbers = std::accumulate(spec.widths.begin(), spec.widths.end(), std::int64_t{0});
  const auto products = static_cast<double>(parameter_count(spec));
  const std::int64_t wanted = std::min(
      {kMost, static_cast<std::int64_t>(kMostTraceProducts / products), kMostTraceNumbers / numbers});
  const std::int64_t count = std::min(split.train_rows, std::max<std::int64_t>(wanted, 16));
  rows_ = even_rows(split, 0, split.train_rows, count);
  all_ = count == split.train_rows;
  features_ = stages.features_of(rows_);
  const Dataset& dataset = stages.dataset();
  groups_ = std::max<std::int64_t>(dataset.classes(), 1);
  group_.clear();
  for (const std::uint32_t row : rows_) {
    group_.push_back(dataset.classes() > 0 ? static_cast<std::int64_t>(dataset.targets[row]) : 0);
  }
  activations_.clear();
  for (std::size_t l = 1; l < spec.widths.size(); ++l) {
    activations_.emplace_back(static_cast<std::size_t>(count * spec.widths[l]));
  }
  traced_ = 0;
}

bool NetworkRows::trace(const Lane& lane) {
  if (traced_ == count()) return true;
  const std::int64_t rows = std::min(rows_a_piece(lane.spec), count() - traced_);
  const std::int64_t inputs = lane.spec.inputs();
  const auto piece = std::span(features_).subspan(static_cast<std::size_t>(traced_ * inputs),
                                                  static_cast<std::size_t>(rows * inputs));
  const std::vector<LayerRows> layers = lane.trainer->engine().trace_rows(piece);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const std::vector<float>& values = layers[l].activation;
    const std::int64_t out = static_cast<std::int64_t>(values.size()) / rows;
    std::copy(values.begin(), values.end(),
              activations_[l].begin() + static_cast<std::ptrdiff_t>(traced_ * out));
  }
  traced_ += rows;
  return traced_ == count();
}

std::vector<bool> NetworkRows::dead(const ModelSpec& spec, std::int64_t layer) const {
  if (spec.activation != Activation::kRelu || layer + 1 == spec.layers()) return {};
  const std::span<const float> values = activations(layer);
  const auto out = static_cast<std::size_t>(spec.widths[static_cast<std::size_t>(layer + 1)]);
  std::vector<bool> dead(out, true);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t u = 0; u < out; ++u) {
      if (values[row * out + u] != 0) dead[u] = false;  // NaN is not off either
    }
  }
  return dead;
}

std::vector<float> NetworkRows::means(std::int64_t layer) const {
  const std::span<const float> values = activations(layer);
  const std::size_t out = values.size() / rows_.size(), groups = static_cast<std::size_t>(groups_);
  std::vector<double> sums(out * groups);
  std::vector<double> counts(groups);
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const auto group = static_cast<std::size_t>(group_[row]);
    ++counts[group];
    for (std::size_t u = 0; u < out; ++u)
      sums[u * groups + group] += static_cast<double>(values[row * out + u]);
  }
  std::vector<float> means(sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) means[i] = static_cast<float>(sums[i] / counts[i % groups]);
  return means;
}

}  // namespace headroom
