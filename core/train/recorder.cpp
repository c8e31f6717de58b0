#include "core/train/recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace headroom {
namespace {

Bytes weight_bytes(const Weights& weights) {
  std::size_t values = 0;
  for (const LayerWeights& layer : weights.layers) values += layer.weight.size() + layer.bias.size();
  return static_cast<Bytes>(values * sizeof(float));
}

}  // namespace

Bytes bytes_of(const TrainerState& state) {
  Bytes bytes = weight_bytes(state.engine.weights);
  for (const Weights& moment : state.engine.moments) bytes += weight_bytes(moment);
  if (state.best.aside) bytes += weight_bytes(*state.best.aside);
  return bytes;
}

EngineState training_engine(const TrainerState& state) {
  EngineState engine = state.engine;
  if (state.best.in_use && state.best.aside) engine.weights = *state.best.aside;
  return engine;
}

void Recorder::set_room(std::size_t states) {
  room_ = states;
  if (room_ == 0) {
    states_.clear();
  } else if (states_.empty() && good_) {
    states_.push_back(good_);
  }
  thin();
}

void Recorder::begin(StatePtr state) {
  states_.clear();
  rates_.clear();
  keep_good(std::move(state));
}

void Recorder::keep_good(StatePtr state) {
  good_ = state;
  add(std::move(state));
}

void Recorder::keep(StatePtr state) {
  if (room_ > 1) add(std::move(state));
}

void Recorder::add(StatePtr state) {
  if (room_ == 0) return;
  while (!states_.empty() && states_.back()->steps >= state->steps) states_.pop_back();
  const std::size_t count = states_.size();
  if (count > 1 && states_.back() != good_ &&
      states_.back()->seconds - states_[count - 2]->seconds < kApart) {
    states_.pop_back();
  }
  states_.push_back(std::move(state));
  thin();
}

void Recorder::thin() {
  while (states_.size() > room_ && states_.size() > 1) {
    const auto newest = static_cast<double>(states_.back()->steps);
    std::size_t least = 0;  // the start goes when nothing else can
    double density = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i + 1 < states_.size(); ++i) {
      if (states_[i] == good_) continue;
      const auto gap = static_cast<double>(states_[i + 1]->steps - states_[i - 1]->steps);
      const double relative = gap / (newest - static_cast<double>(states_[i]->steps));
      if (relative >= density) continue;
      density = relative;
      least = i;
    }
    if (states_[least] == good_) least = states_.size() - 1;
    states_.erase(states_.begin() + static_cast<std::ptrdiff_t>(least));
  }
}

void Recorder::change_rate(std::int64_t step, double from, double to) {
  if (!rates_.empty() && rates_.back().step == step) {  // nothing was trained in between
    from = rates_.back().from;
    rates_.pop_back();
  }
  if (from == to) return;
  rates_.push_back({step, from, to});
  if (rates_.size() <= kMostRates) return;
  // What lies before a change that is forgotten cannot be made again.
  const std::int64_t gone = rates_.front().step;
  rates_.erase(rates_.begin());
  std::erase_if(states_, [&](const StatePtr& state) { return state->steps <= gone && state != good_; });
}

void Recorder::forget_after(std::int64_t step) {
  std::erase_if(states_, [&](const StatePtr& state) { return state->steps > step; });
  std::erase_if(rates_, [&](const RateChange& change) { return change.step >= step; });
  if (good_ && good_->steps > step) {
    good_ = nullptr;
    for (const StatePtr& state : states_) {
      if (state->partial_steps == 0 || !good_) good_ = state;
    }
  }
}

Recorder::StatePtr Recorder::before(std::int64_t step) const {
  StatePtr found = good_ && good_->steps <= step ? good_ : nullptr;
  for (const StatePtr& state : states_) {
    if (state->steps <= step && (!found || state->steps > found->steps)) found = state;
  }
  return found;
}

double Recorder::rate_after(const TrainerState& from, std::int64_t step) const {
  double rate = from.learning_rate;
  for (const RateChange& change : rates_) {
    if (change.step >= from.steps && change.step <= step) rate = change.to;
  }
  return rate;
}

Bytes Recorder::held() const {
  Bytes bytes = 0;
  for (const StatePtr& state : states_) bytes += bytes_of(*state);
  return bytes;
}

}  // namespace headroom
