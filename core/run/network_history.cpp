#include "core/run/network_history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace headroom {
namespace {

constexpr std::size_t kHistoryBins = NetworkHistory::kBins;

// Keeps the numbers of the moments for which it holds; `each`: numbers of a moment.
template <typename Number, typename Keeps>
void keep_moments(std::vector<Number>& numbers, std::size_t moments, const Keeps& keeps) {
  if (numbers.empty()) return;
  const std::size_t each = numbers.size() / moments;
  std::size_t to = 0;
  for (std::size_t m = 0; m < moments; ++m) {
    if (!keeps(m)) continue;
    std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(m * each), each,
                numbers.begin() + static_cast<std::ptrdiff_t>(to * each));
    ++to;
  }
  numbers.resize(to * each);
}

template <typename Keeps>
void keep_moments(NetworkHistory& history, const Keeps& keeps) {
  const std::size_t moments = history.steps.size();
  for (NetworkHistory::Layer& layer : history.layers) {
    for (auto* const curve : {&layer.gradient_norm, &layer.update_ratio, &layer.dead_share}) {
      keep_moments(*curve, moments, keeps);
    }
    keep_moments(layer.density, moments, keeps);
    keep_moments(layer.weights, moments, keeps);
    keep_moments(layer.biases, moments, keeps);
  }
  keep_moments(history.steps, moments, keeps);
}

// Twice as far: the old bins become the middle half.
void widen(NetworkHistory::Layer& layer) {
  layer.low *= 2;
  layer.high *= 2;
  constexpr std::size_t kQuarter = kHistoryBins / 4;
  for (std::size_t at = 0; at < layer.density.size(); at += kHistoryBins) {
    std::vector<std::uint32_t> wide(kHistoryBins);
    for (std::size_t b = 0; b < kHistoryBins; ++b) wide[kQuarter + b / 2] += layer.density[at + b];
    std::copy(wide.begin(), wide.end(), layer.density.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

void add_density(NetworkHistory::Layer& layer, const LayerFigures& figures,
                 const std::vector<float>& weights) {
  const double most = std::max(std::abs(figures.min), std::abs(figures.max));
  if (layer.high == 0 && std::isfinite(most)) {
    layer.high = most > 0 ? std::exp2(std::ceil(std::log2(most))) : 1;
    layer.low = -layer.high;
  }
  while (std::isfinite(most) && most > layer.high) widen(layer);
  const std::size_t first = layer.density.size();
  layer.density.resize(first + kHistoryBins);
  if (!(layer.high > 0)) return;
  const double scale = static_cast<double>(kHistoryBins) / (layer.high - layer.low);
  const std::size_t step = (weights.size() - 1) / NetworkHistory::kMostCounted + 1;
  for (std::size_t i = 0; i < weights.size(); i += step) {
    const float weight = weights[i];
    if (!std::isfinite(weight)) continue;
    const double at = std::clamp((static_cast<double>(weight) - layer.low) * scale, 0.0,
                                 static_cast<double>(kHistoryBins - 1));
    ++layer.density[first + static_cast<std::size_t>(at)];
  }
}

// Of each moment of the merged history: whether it is one of `more`, and which.
struct Origin {
  std::int64_t step;
  bool more;
  std::size_t moment;
};

std::vector<Origin> merged_moments(const NetworkHistory& own, const NetworkHistory& more) {
  std::vector<Origin> order;
  for (std::size_t m = 0; m < own.steps.size(); ++m) order.push_back({own.steps[m], false, m});
  for (std::size_t m = 0; m < more.steps.size(); ++m) {
    if (!std::binary_search(own.steps.begin(), own.steps.end(), more.steps[m]))
      order.push_back({more.steps[m], true, m});
  }
  std::sort(order.begin(), order.end(), [](const Origin& a, const Origin& b) { return a.step < b.step; });
  return order;
}

// Numbers of both in that order; empty where one of the two has none.
template <typename Number>
std::vector<Number> merge_moments(const std::vector<Number>& own, std::size_t own_moments,
                                  const std::vector<Number>& more, const std::vector<Origin>& order) {
  std::vector<Number> merged;
  if (own.empty() || more.empty()) return merged;
  const std::size_t each = own.size() / own_moments;
  merged.reserve(order.size() * each);
  for (const Origin& from : order) {
    const std::vector<Number>& source = from.more ? more : own;
    const auto first = source.begin() + static_cast<std::ptrdiff_t>(from.moment * each);
    merged.insert(merged.end(), first, first + static_cast<std::ptrdiff_t>(each));
  }
  return merged;
}

void merge_layer(NetworkHistory::Layer& own, std::size_t own_moments, NetworkHistory::Layer more,
                 const std::vector<Origin>& order) {
  while (own.high > 0 && more.high > own.high) widen(own);
  while (more.high > 0 && own.high > more.high) widen(more);
  for (auto curve : {&NetworkHistory::Layer::gradient_norm, &NetworkHistory::Layer::update_ratio,
                     &NetworkHistory::Layer::dead_share}) {
    own.*curve = merge_moments(own.*curve, own_moments, more.*curve, order);
  }
  own.density = merge_moments(own.density, own_moments, more.density, order);
  own.weights = merge_moments(own.weights, own_moments, more.weights, order);
  own.biases = merge_moments(own.biases, own_moments, more.biases, order);
}

}  // namespace

// What was gathered after this step is of a run that went back; the last moment gives way to a nearer one.
void NetworkHistoryKeeper::keep_until(NetworkHistory& history, std::int64_t steps) const {
  const std::size_t count = history.steps.size();
  const bool replaces = count >= 2 && history.steps[count - 1] - history.steps[count - 2] < spacing_;
  keep_moments(history,
               [&](std::size_t m) { return history.steps[m] < steps && !(replaces && m + 1 == count); });
}

void NetworkHistoryKeeper::thin(NetworkHistory& history) {
  if (history.steps.size() <= NetworkHistory::kMost) return;
  keep_moments(history, [](std::size_t m) { return m % 2 == 0; });
  spacing_ =
      (history.steps.back() - history.steps.front()) / static_cast<std::int64_t>(NetworkHistory::kMost / 2);
}

void NetworkHistoryKeeper::add(const LayersFigures& layers, const Weights* weights) {
  auto made = told_ ? std::make_shared<NetworkHistory>(*told_) : std::make_shared<NetworkHistory>();
  NetworkHistory& history = *made;
  history.layers.resize(layers.of.size());
  keep_until(history, layers.steps);
  std::int64_t parameters = 0;
  for (const LayerFigures& layer : layers.of) parameters += layer.parameters;
  history.steps.push_back(layers.steps);
  for (std::size_t l = 0; l < layers.of.size(); ++l) {
    const LayerFigures& figures = layers.of[l];
    NetworkHistory::Layer& layer = history.layers[l];
    layer.gradient_norm.push_back(figures.gradient_norm);
    layer.update_ratio.push_back(figures.update_ratio);
    layer.dead_share.push_back(figures.dead < 0
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : static_cast<double>(figures.dead) / static_cast<double>(figures.out));
    if (!weights) continue;
    const LayerWeights& now = weights->layers[l];
    add_density(layer, figures, now.weight);
    if (parameters > NetworkHistory::kMostTracked) continue;
    layer.weights.insert(layer.weights.end(), now.weight.begin(), now.weight.end());
    layer.biases.insert(layer.biases.end(), now.bias.begin(), now.bias.end());
  }
  thin(history);
  told_ = std::move(made);
}

void NetworkHistoryKeeper::insert(const NetworkHistory& more) {
  if (!told_ || told_->layers.size() != more.layers.size()) return;
  auto made = std::make_shared<NetworkHistory>(*told_);
  const std::size_t moments = made->steps.size();
  const std::vector<Origin> order = merged_moments(*made, more);
  for (std::size_t l = 0; l < made->layers.size(); ++l)
    merge_layer(made->layers[l], moments, more.layers[l], order);
  made->steps.clear();
  for (const Origin& from : order) made->steps.push_back(from.step);
  thin(*made);
  told_ = std::move(made);
}

}  // namespace headroom
