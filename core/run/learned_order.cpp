#include "core/run/learned_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace headroom {
namespace {

// From most of the pattern to least; what took no part stands in the middle, in the order of indices.
std::vector<std::int32_t> sorted_by(const std::vector<double>& pattern) {
  std::vector<std::int32_t> units(pattern.size());
  std::iota(units.begin(), units.end(), 0);
  std::stable_sort(units.begin(), units.end(), [&](std::int32_t a, std::int32_t b) {
    return pattern[static_cast<std::size_t>(a)] > pattern[static_cast<std::size_t>(b)];
  });
  return units;
}

ChangeMatrix change_of(const Weights& now, const Weights& start, std::size_t layer) {
  const LayerWeights& weights = now.layers[layer];
  const auto out = static_cast<std::int64_t>(weights.bias.size());
  return {weights.weight, start.layers[layer].weight, static_cast<std::int64_t>(weights.weight.size()) / out};
}

}  // namespace

std::vector<std::vector<std::int32_t>> LearnedOrder::by_index(const ModelSpec& spec) {
  std::vector<std::vector<std::int32_t>> units;
  for (const std::int64_t width : spec.widths) {
    units.emplace_back(static_cast<std::size_t>(width));
    std::iota(units.back().begin(), units.back().end(), 0);
  }
  return units;
}

bool LearnedOrder::due(const NetworkWeights& weights, const Lane& lane) const {
  if (!learned_) return true;
  const std::int64_t epoch = lane.trainer->epochs_finished();
  if (weights.steps() < learned_->steps) return true;  // it went back
  if (weights.steps() == learned_->steps) return false;
  return epoch != epoch_ || (epoch == 0 && weights.steps() >= 2 * learned_->steps);
}

bool LearnedOrder::make(const NetworkWeights& weights, const Lane& lane) {
  if (!weights.kept()) return true;
  // It looks into these weights: of others it is made anew.
  if (making_ && version_ != weights.version()) making_ = false;
  if (!making_) {
    if (!due(weights, lane)) return true;
    begin(weights, lane.trainer->epochs_finished());
  }
  if (!pattern_) start_pattern(weights.now(), weights.start());
  if (!pattern_->advance()) return false;
  finish_pattern();
  if (at_ < 2 * layers_ + 1) return false;
  finish();
  return true;
}

void LearnedOrder::begin(const NetworkWeights& weights, std::int64_t epoch) {
  making_ = true;
  pattern_.reset();
  next_ = {};
  next_.steps = weights.steps();
  version_ = weights.version();
  next_epoch_ = epoch;
  layers_ = weights.now().layers.size();
  at_ = 0;
  start_norms_.clear();
  for (const LayerWeights& layer : weights.start().layers) {
    NumberSums sums;
    sums.add(layer.weight);
    start_norms_.push_back(sums.norm());
  }
  patterns_.resize(layers_ + 1);
}

void LearnedOrder::start_pattern(const Weights& now, const Weights& start) {
  if (at_ < layers_) {
    pattern_.emplace(change_of(now, start, at_), ChangeMatrix{}, std::vector<double>());
    return;
  }
  const std::size_t place = at_ - layers_;  // 0: the inputs
  pattern_.emplace(place > 0 ? change_of(now, start, place - 1) : ChangeMatrix{},
                   place < layers_ ? change_of(now, start, place) : ChangeMatrix{}, patterns_[place]);
}

void LearnedOrder::finish_pattern() {
  if (at_ < layers_) {
    next_.one_pattern.push_back(pattern_->share());
    next_.moved.push_back(std::sqrt(pattern_->squares()) / start_norms_[at_]);
  } else {
    std::vector<double>& pattern = patterns_[at_ - layers_];
    pattern = pattern_->units();
    next_.units.push_back(sorted_by(pattern));
  }
  pattern_.reset();
  ++at_;
}

void LearnedOrder::finish() {
  making_ = false;
  epoch_ = next_epoch_;
  NetworkOrder index = next_;
  for (std::vector<std::int32_t>& units : index.units) std::iota(units.begin(), units.end(), 0);
  learned_ = std::make_shared<const NetworkOrder>(std::exchange(next_, {}));
  index_ = std::make_shared<const NetworkOrder>(std::move(index));
}

}  // namespace headroom
