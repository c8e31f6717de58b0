// The layers of a saved network as `inspect-run` tells them, from the record alone.
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "app/cli/inspect_run_report.h"
#include "core/model/leading_pattern.h"
#include "core/model/number_sums.h"
#include "core/pipeline/pipeline.h"

namespace headroom::cli {
namespace {

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

NumberSums sums_of(std::span<const float> numbers) {
  NumberSums sums;
  sums.add(numbers);
  return sums;
}

void count_bins(SavedLayer& layer, std::span<const float> weights) {
  layer.low = layer.min;
  layer.high = layer.max;
  layer.histogram.assign(SavedLayer::kBins, 0);
  const double width = layer.high - layer.low;
  for (const float weight : weights) {
    if (!std::isfinite(weight)) continue;
    const double share = width > 0 ? (static_cast<double>(weight) - layer.low) / width : 0;
    const auto bin = static_cast<std::size_t>(share * static_cast<double>(SavedLayer::kBins));
    ++layer.histogram[std::min(bin, SavedLayer::kBins - 1)];
  }
}

double change_norm(std::span<const float> now, std::span<const float> start) {
  double squares = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const double change = static_cast<double>(now[i]) - static_cast<double>(start[i]);
    squares += change * change;
  }
  return std::sqrt(squares);
}

void compare_with_start(SavedLayer& layer, const LayerWeights& now, const LayerWeights& start) {
  LeadingPattern pattern({now.weight, start.weight, layer.in}, {}, {});
  while (!pattern.advance()) {
  }
  layer.one_pattern = pattern.share();
  layer.moved = std::sqrt(pattern.squares()) / sums_of(start.weight).norm();
}

std::vector<SavedLayer::Unit> units_of(const Weights& now, const Weights& start, std::size_t l) {
  const LayerWeights& layer = now.layers[l];
  const std::size_t out = layer.bias.size(), in = layer.weight.size() / out;
  std::vector<SavedLayer::Unit> units(out);
  for (std::size_t u = 0; u < out; ++u) {
    const auto own = std::span(layer.weight).subspan(u * in, in);
    units[u].bias = static_cast<double>(layer.bias[u]);
    units[u].in = sums_of(own).norm();
    units[u].change = kNotKnown;
    if (!start.layers.empty()) {
      units[u].change = change_norm(own, std::span(start.layers[l].weight).subspan(u * in, in));
    }
    units[u].out = kNotKnown;
    if (l + 1 == now.layers.size()) continue;
    double squares = 0;
    const std::vector<float>& next = now.layers[l + 1].weight;
    for (std::size_t i = u; i < next.size(); i += out) {
      squares += static_cast<double>(next[i]) * static_cast<double>(next[i]);
    }
    units[u].out = std::sqrt(squares);
  }
  return units;
}

}  // namespace

std::vector<SavedLayer> saved_layers(const RunRecord& record, const ModelRecord& model) {
  const Weights& now = model.state.engine.weights;
  Weights start;
  if (!record.given_weights) start = start_weights(record.config, model.spec);
  std::vector<SavedLayer> layers;
  for (std::size_t l = 0; l < now.layers.size(); ++l) {
    SavedLayer layer;
    layer.in = model.spec.widths[l];
    layer.out = model.spec.widths[l + 1];
    const NumberSums sums = sums_of(now.layers[l].weight);
    layer.min = sums.min;
    layer.max = sums.max;
    layer.mean = sums.mean();
    layer.rms = sums.rms();
    layer.zeros = sums.zero_share();
    layer.not_finite = sums.not_finite;
    count_bins(layer, now.layers[l].weight);
    for (const Weights& moment : model.state.engine.moments) {
      layer.moments.push_back(sums_of(moment.layers[l].weight).rms());
    }
    layer.moved = layer.one_pattern = kNotKnown;
    if (!start.layers.empty()) compare_with_start(layer, now.layers[l], start.layers[l]);
    layer.units = units_of(now, start, l);
    layers.push_back(std::move(layer));
  }
  return layers;
}

}  // namespace headroom::cli
