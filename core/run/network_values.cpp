#include "core/run/network_values.h"

#include <algorithm>

#include "core/run/learned_order.h"

namespace headroom {

void NetworkValuesMaker::begin(const Lane& lane, const NetworkWeights& weights, const NetworkRows& rows) {
  begun_ = true;
  layers_ = static_cast<std::size_t>(lane.spec.layers());
  units_ = order_ ? order_->units : LearnedOrder::by_index(lane.spec);
  values_.steps = weights.steps();
  if (values_.values == NetworkValues::kChange) values_.since = weights.since();
  if (values_.values == NetworkValues::kGradients) read_gradients(lane);
  if (values_.values != NetworkValues::kActivations) return;
  const std::int64_t count = std::min(rows.count(), kMostRows);
  for (std::int64_t i = 0; i < count; ++i) {
    lines_.push_back(static_cast<std::int32_t>(i * rows.count() / count));
    values_.rows.push_back(rows.rows()[static_cast<std::size_t>(lines_.back())]);
  }
}

// At once: they belong to one step, and are computed anew when they are read after another.
void NetworkValuesMaker::read_gradients(const Lane& lane) {
  values_.steps = lane.trainer->steps();
  for (std::size_t l = 0; l < layers_; ++l) {
    const std::int64_t size = lane.spec.widths[l] * lane.spec.widths[l + 1];
    gradients_.push_back(lane.trainer->engine().read("gradient." + layer_tensor(l) + ".weight", 0, size));
  }
}

MatrixSource NetworkValuesMaker::source(const NetworkWeights& weights, const NetworkRows& rows) const {
  const std::size_t l = values_.layers.size();
  MatrixSource source{.numbers = {},
                      .minus = {},
                      .columns = static_cast<std::int64_t>(units_[l].size()),
                      .line_order = units_[l + 1],
                      .column_order = units_[l]};
  switch (values_.values) {
    case NetworkValues::kChange: source.minus = weights.start().layers[l].weight; [[fallthrough]];
    case NetworkValues::kWeights: source.numbers = weights.now().layers[l].weight; break;
    case NetworkValues::kGradients: source.numbers = gradients_[l]; break;
    case NetworkValues::kActivations:
      source = {.numbers = rows.activations(static_cast<std::int64_t>(l)),
                .minus = {},
                .columns = static_cast<std::int64_t>(units_[l + 1].size()),
                .line_order = lines_,
                .column_order = units_[l + 1]};
      break;
  }
  return source;
}

void NetworkValuesMaker::add_biases(const NetworkWeights& weights) {
  const bool change = values_.values == NetworkValues::kChange;
  if (!change && values_.values != NetworkValues::kWeights) return;
  const std::size_t l = values_.biases.size();
  const std::vector<float>&now = weights.now().layers[l].bias, &start = weights.start().layers[l].bias;
  std::vector<float> biases;
  for (const std::int32_t unit : units_[l + 1]) {
    const auto u = static_cast<std::size_t>(unit);
    biases.push_back(change ? now[u] - start[u] : now[u]);
  }
  values_.biases.push_back(std::move(biases));
}

bool NetworkValuesMaker::advance(const Lane& lane, const NetworkWeights& weights, const NetworkRows& rows) {
  if (!begun_) {
    begin(lane, weights, rows);
    return false;
  }
  if (!matrix_) matrix_.emplace(source(weights, rows));
  if (!matrix_->advance()) return false;
  values_.layers.push_back(matrix_->take());
  matrix_.reset();
  add_biases(weights);
  return values_.layers.size() == layers_;
}

}  // namespace headroom
