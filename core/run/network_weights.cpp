#include "core/run/network_weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/model/seeds.h"

namespace headroom {
namespace {

constexpr std::int64_t kReadAtOnce = 1 << 18;  // numbers
constexpr std::int64_t kReadPiece = 1 << 20;   // networks of so many are read between two steps of training
constexpr std::int64_t kDrawPiece = 1 << 17;

double gradient_squares(Engine& engine, const std::string& tensor, std::int64_t size) {
  NumberSums sums;
  for (std::int64_t first = 0; first < size; first += kReadAtOnce) {
    sums.add(engine.read(tensor, first, std::min(kReadAtOnce, size - first)));
  }
  return sums.squares;
}

}  // namespace

std::string layer_tensor(std::size_t layer) { return "layers." + std::to_string(layer); }

bool NetworkWeights::draw_start(const Run& run, const Lane& lane) {
  kept_ = parameter_count(lane.spec) <= NetworkFigures::kMostParameters;
  if (!kept_ || has_start_ || !run.starts_from_seed()) return true;
  const RunConfig& config = run.config();
  if (!draw_) draw_.emplace(lane.spec, config.init, weight_seed(config.train.seed));
  if (!draw_->advance(kDrawPiece)) return false;
  start_ = draw_->take();
  draw_.reset();
  has_start_ = true;
  return true;
}

void NetworkWeights::renew() {
  taking_ = true;
  layer_ = next_number_ = 0;
  sums_ = {};
  change_squares_ = 0;
  next_ = {};
  next_figures_.clear();
}

bool NetworkWeights::take(const Lane& lane) {
  if (!taking_) return true;
  const auto layers = static_cast<std::size_t>(lane.spec.layers());
  if (layer_ < layers) {
    take_piece(lane);
    return false;
  }
  // In one piece: they belong to one step, and are computed anew when they are read after another.
  take_gradients(lane);
  now_ = std::move(next_);
  figures_ = std::move(next_figures_);
  steps_ = next_steps_;
  ++version_;
  if (kept_ && !has_start_) {
    start_ = now_;
    since_ = steps_;
    has_start_ = true;
  }
  renew();
  taking_ = false;
  return true;
}

void NetworkWeights::take_piece(const Lane& lane) {
  Engine& engine = lane.trainer->engine();
  if (layer_ == 0 && next_number_ == 0) next_steps_ = lane.trainer->steps();
  for (std::int64_t left = kReadPiece; left > 0 && layer_ + 1 < lane.spec.widths.size();) {
    const std::int64_t size = lane.spec.widths[layer_] * lane.spec.widths[layer_ + 1];
    const auto first = static_cast<std::int64_t>(next_number_);
    const std::int64_t count = std::min(kReadAtOnce, size - first);
    if (first == 0) next_.layers.emplace_back();
    std::vector<float> numbers = engine.read(layer_tensor(layer_) + ".weight", first, count);
    add(numbers);
    left -= count;
    if (kept_) {
      std::vector<float>& weight = next_.layers.back().weight;
      if (first == 0) weight.reserve(static_cast<std::size_t>(size));
      weight.insert(weight.end(), numbers.begin(), numbers.end());
    }
    next_number_ += static_cast<std::size_t>(count);
    if (first + count == size) finish_layer(lane);
  }
}

void NetworkWeights::add(const std::vector<float>& numbers) {
  sums_.add(numbers);
  if (!kept_ || now_.layers.size() <= layer_) return;
  const float* const before = now_.layers[layer_].weight.data() + next_number_;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double change = static_cast<double>(numbers[i]) - static_cast<double>(before[i]);
    change_squares_ += change * change;
  }
}

void NetworkWeights::finish_layer(const Lane& lane) {
  const std::int64_t in = lane.spec.widths[layer_], out = lane.spec.widths[layer_ + 1];
  const NumberSums sums = std::exchange(sums_, {});
  const double changes = std::exchange(change_squares_, 0);
  LayerFigures layer;
  layer.in = in;
  layer.out = out;
  layer.parameters = in * out + out;
  layer.min = sums.min;
  layer.max = sums.max;
  layer.mean = sums.mean();
  layer.rms = sums.rms();
  layer.zeros = sums.zero_share();
  if (kept_ && layer_ < now_.layers.size() && next_steps_ > steps_) {
    const auto steps = static_cast<double>(next_steps_ - steps_);
    layer.update_ratio = std::sqrt(changes / sums.squares) / steps;
  } else if (layer_ < figures_.size() && next_steps_ == steps_) {
    layer.update_ratio = figures_[layer_].update_ratio;
  }
  next_figures_.push_back(std::move(layer));
  if (kept_) next_.layers.back().bias = lane.trainer->engine().read(layer_tensor(layer_) + ".bias", 0, out);
  ++layer_;
  next_number_ = 0;
}

void NetworkWeights::take_gradients(const Lane& lane) {
  Engine& engine = lane.trainer->engine();
  for (std::size_t l = 0; l < next_figures_.size(); ++l) {
    LayerFigures& layer = next_figures_[l];
    // The engine is then a step back, to find the layer that diverged.
    if (lane.trainer->divergence()) {
      layer.gradient_norm = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    const std::string name = "gradient." + layer_tensor(l);
    layer.gradient_norm = std::sqrt(gradient_squares(engine, name + ".weight", layer.in * layer.out) +
                                    gradient_squares(engine, name + ".bias", layer.out));
  }
}

}  // namespace headroom
