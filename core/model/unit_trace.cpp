#include "core/model/unit_trace.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/model/optimizer_step.h"

namespace headroom {
namespace {

// What a layer reads, for one row.
std::vector<double> inputs_of(std::span<const float> features, const std::vector<LayerTrace>& layers,
                              std::int64_t layer) {
  if (layer > 0) return layers[static_cast<std::size_t>(layer - 1)].activation;
  return {features.begin(), features.end()};
}

// The first `count` by size stand in front, largest first, of equals the first.
template <typename Item, typename Size>
void largest_first(std::vector<Item>& items, std::size_t count, const Size& size) {
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(std::min(count, items.size()));
  std::partial_sort(items.begin(), middle, items.end(), [&](const Item& a, const Item& b) {
    const double sa = std::abs(size(a)), sb = std::abs(size(b));
    if (std::isnan(sa) || std::isnan(sb)) return std::isnan(sa) && !std::isnan(sb);
    return sa > sb;
  });
}

// Cuts what follows the first `count`; how many that were, and their sum.
template <typename Item>
std::pair<std::int64_t, double> cut(std::vector<Item>& items, std::size_t count) {
  std::pair<std::int64_t, double> rest{0, 0.0};
  for (std::size_t i = count; i < items.size(); ++i) {
    ++rest.first;
    rest.second += items[i].product();
  }
  if (items.size() > count) items.resize(count);
  return rest;
}

void add_consequences(UnitTrace& unit, const OneRow& row) {
  const auto above = static_cast<std::size_t>(unit.layer + 1);
  if (above >= row.layers.size()) return;
  const LayerWeights& layer = row.weights.layers[above];
  const std::size_t in = row.layers[above - 1].activation.size();
  const std::vector<double>& d_z = row.back.layers[above].d_pre_activation;
  for (std::size_t o = 0; o < d_z.size(); ++o) {
    const float weight = layer.weight[o * in + static_cast<std::size_t>(unit.unit)];
    unit.consequences.push_back({static_cast<std::int64_t>(o), d_z[o], static_cast<double>(weight)});
  }
  largest_first(unit.consequences, UnitTrace::kConsequences,
                [](const UnitTrace::Consequence& c) { return c.product(); });
  std::tie(unit.other_consequences, unit.other_consequences_sum) =
      cut(unit.consequences, UnitTrace::kConsequences);
}

}  // namespace

UnitTrace trace_unit(const ModelSpec& spec, const Weights& weights, std::span<const float> features,
                     const std::vector<LayerTrace>& layers, std::int64_t layer, std::int64_t unit) {
  UnitTrace trace;
  trace.layer = std::clamp<std::int64_t>(layer, 0, spec.layers() - 1);
  const auto l = static_cast<std::size_t>(trace.layer);
  trace.unit = std::clamp<std::int64_t>(unit, 0, spec.widths[l + 1] - 1);
  const auto u = static_cast<std::size_t>(trace.unit);
  const std::vector<double> inputs = inputs_of(features, layers, trace.layer);
  trace.bias = static_cast<double>(weights.layers[l].bias[u]);
  trace.z = layers[l].pre_activation[u];
  trace.a = layers[l].activation[u];
  const float* const row = weights.layers[l].weight.data() + u * inputs.size();
  for (std::size_t i = 0; i < inputs.size(); ++i)
    trace.largest.push_back({static_cast<std::int64_t>(i), static_cast<double>(row[i]), inputs[i]});
  largest_first(trace.largest, UnitTrace::kLargest, [](const UnitTrace::Source& s) { return s.product(); });
  std::tie(trace.others, trace.others_sum) = cut(trace.largest, UnitTrace::kLargest);
  return trace;
}

void trace_unit_backward(UnitTrace& unit, const OneRow& row, const OptimizerSettings& optimizer,
                         const UnitMoments& moments, std::int64_t updates) {
  const auto l = static_cast<std::size_t>(unit.layer), u = static_cast<std::size_t>(unit.unit);
  const LayerBackward& back = row.back.layers[l];
  unit.has_backward = true;
  unit.d_a = back.d_activation[u];
  unit.d_z = back.d_pre_activation[u];
  const bool hidden = l + 1 < row.layers.size();
  unit.slope = hidden                               ? activation_slope(row.spec.activation, unit.z)
               : row.spec.output == Output::kLinear ? 1
                                                    : unit.a * (1 - unit.a);
  add_consequences(unit, row);
  const std::vector<double> inputs = inputs_of(row.features, row.layers, unit.layer);
  const float* const weights = row.weights.layers[l].weight.data() + u * inputs.size();
  const auto change = [&](double weight, double gradient, const std::vector<double>& before) {
    return optimizer_step(optimizer, weight, gradient, before, updates).change;
  };
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    unit.steepest.push_back(
        {static_cast<std::int64_t>(i), static_cast<double>(weights[i]), inputs[i], unit.d_z * inputs[i], 0});
  }
  largest_first(unit.steepest, UnitTrace::kLargest, [](const UnitTrace::Steepest& s) { return s.gradient; });
  if (unit.steepest.size() > UnitTrace::kLargest) unit.steepest.resize(UnitTrace::kLargest);
  for (UnitTrace::Steepest& steep : unit.steepest) {
    std::vector<double> before;
    for (const std::vector<float>& moment : moments.weight)
      before.push_back(static_cast<double>(moment[static_cast<std::size_t>(steep.source)]));
    steep.change = change(steep.weight, steep.gradient, before);
  }
  const std::vector<double> before(moments.bias.begin(), moments.bias.end());
  unit.bias_step = {-1, unit.bias, 1, unit.d_z, change(unit.bias, unit.d_z, before)};
}

}  // namespace headroom
