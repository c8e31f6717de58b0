#include "core/run/past_moments.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/model/number_sums.h"
#include "core/model/tensor_table.h"
#include "core/run/network_weights.h"

namespace headroom {
namespace {

// A gap of the history is worth filling from so many moments on, if it is a fourth of the run.
constexpr std::size_t kWorthFilling = 3;
constexpr std::int64_t kLongGap = 4;

double norm_of_gradient(Engine& engine, std::size_t layer, std::int64_t in, std::int64_t out) {
  const std::string name = "gradient." + layer_tensor(layer);
  NumberSums weights, biases;
  weights.add(engine.read(name + ".weight", 0, in * out));
  biases.add(engine.read(name + ".bias", 0, out));
  return std::sqrt(weights.squares + biases.squares);
}

double change_squares(const std::vector<float>& now, const std::vector<float>& before) {
  double squares = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const double change = static_cast<double>(now[i]) - static_cast<double>(before[i]);
    squares += change * change;
  }
  return squares;
}

// Steps after `from` and before `until` that can be told, ascending.
std::vector<std::int64_t> steps_to_tell(const Trainer& trainer, std::int64_t from, std::int64_t until) {
  const auto& states = trainer.recorder().states();
  std::vector<std::int64_t> steps;
  if (states.empty()) return steps;
  for (const Recorder::StatePtr& state : states) steps.push_back(state->steps);
  if (trainer.live().seconds - states.front()->seconds <= PastMoments::kRemadeSeconds) {
    const std::int64_t each = trainer.steps_per_epoch();
    const std::int64_t epochs = (until - 1) / each;
    const std::int64_t stride = epochs / static_cast<std::int64_t>(PastMoments::kMost / 2) + 1;
    for (std::int64_t epoch = 1; epoch <= epochs; epoch += stride) steps.push_back(epoch * each);
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  std::erase_if(steps, [&](std::int64_t step) {
    return step <= from || step >= until || step < states.front()->steps;
  });
  while (steps.size() > PastMoments::kMost) {  // every other one, but the first
    std::size_t kept = 0;
    for (std::size_t i = 0; i < steps.size(); i += 2) steps[kept++] = steps[i];
    steps.resize(kept);
  }
  return steps;
}

}  // namespace

void PastMoments::want(const Trainer& trainer, const NetworkHistory* history) {
  if (wanted() || !history || history->steps.empty() || trainer.looking() || trainer.divergence()) return;
  if (parameter_count(trainer.model()) > kMostParameters) return;
  const std::vector<std::int64_t>& told = history->steps;
  const std::int64_t newest = told.back();
  const bool first = asked_until_ < 0;
  const std::int64_t from = first ? -1 : asked_until_, until = first ? told.front() : newest;
  asked_until_ = newest;
  std::vector<std::int64_t> steps = steps_to_tell(trainer, from, until);
  if (!first && (steps.size() < kWorthFilling || (until - from) * kLongGap < newest)) return;
  targets_ = std::move(steps);
  next_ = 0;
  excursion_.reset();
  before_ = {};
  before_step_ = -1;
  keeper_ = {};
}

bool PastMoments::advance(Trainer& trainer, const std::function<bool()>& time_is_up) {
  if (!wanted()) return true;
  const std::int64_t target = targets_[next_];
  const Recorder::StatePtr state = trainer.recorder().before(target);
  const bool went_back = target > trainer.live().steps;
  if (trainer.looking() || trainer.divergence() || !state || went_back) {
    targets_.clear();
    return true;
  }
  if (!excursion_ || at_ > target || state->steps > at_) {
    excursion_.emplace(state);
    at_ = state->steps;
  }
  {
    Excursion::Visit visit(*excursion_, trainer);
    const bool there = visit.go_to(target, time_is_up);
    at_ = visit.at();
    if (!there) return false;
    add(visit.engine(), trainer.model(), target);
  }
  if (++next_ < targets_.size()) return false;
  excursion_.reset();
  before_ = {};
  return true;
}

std::shared_ptr<const NetworkHistory> PastMoments::take() { return std::exchange(keeper_, {}).told(); }

void PastMoments::add(Engine& engine, const ModelSpec& spec, std::int64_t step) {
  Weights weights = engine.state().weights;
  LayersFigures layers;
  layers.steps = step;
  for (std::size_t l = 0; l < weights.layers.size(); ++l) {
    const std::vector<float>& weight = weights.layers[l].weight;
    NumberSums sums;
    sums.add(weight);
    LayerFigures layer;
    layer.in = spec.widths[l];
    layer.out = spec.widths[l + 1];
    layer.parameters = layer.in * layer.out + layer.out;
    layer.min = sums.min;
    layer.max = sums.max;
    layer.mean = sums.mean();
    layer.rms = sums.rms();
    layer.zeros = sums.zero_share();
    layer.gradient_norm = norm_of_gradient(engine, l, layer.in, layer.out);
    if (before_step_ >= 0) {
      const double changes = change_squares(weight, before_.layers[l].weight);
      layer.update_ratio = std::sqrt(changes / sums.squares) / static_cast<double>(step - before_step_);
    }
    layers.of.push_back(std::move(layer));
  }
  keeper_.add(layers, &weights);
  before_ = std::move(weights);
  before_step_ = step;
}

}  // namespace headroom
