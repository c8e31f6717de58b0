#include "core/model/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/model/weight_draw.h"

namespace headroom {

namespace {

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

void check_size(std::size_t have, std::int64_t want, const std::string& tensor, const std::string& where) {
  if (static_cast<std::int64_t>(have) != want) {
    throw Error(ErrorCode::kBadInput,
                tensor + " has " + std::to_string(have) + " numbers, the network needs " +
                    std::to_string(want) + ": use weights of a network with the same widths",
                where);
  }
}

struct Bounds {
  double weight, bias;
};

Bounds bounds(InitScheme scheme, Activation activation, std::int64_t inputs, std::int64_t outputs) {
  const auto in = static_cast<double>(inputs), out = static_cast<double>(outputs);
  switch (scheme) {
    case InitScheme::kTorch: return {1 / std::sqrt(in), 1 / std::sqrt(in)};
    case InitScheme::kGlorot: {
      const double bound = std::sqrt((activation == Activation::kSigmoid ? 2 : 6) / (in + out));
      return {bound, bound};
    }
    case InitScheme::kHe: return {std::sqrt(6 / in), 0};
  }
  throw Error(ErrorCode::kInternal, "an unknown way to start weights");
}

}  // namespace

WeightDraw::WeightDraw(const ModelSpec& spec, const InitSettings& init, std::uint64_t seed)
    : spec_(spec), init_(init), rng_(seed) {
  validate(spec);
  weights_.layers.resize(static_cast<std::size_t>(spec.layers()));
}

// True when that was the last one.
bool WeightDraw::next_tensor() {
  next_ = 0;
  in_bias_ = !in_bias_;
  if (!in_bias_) ++layer_;
  return layer_ == weights_.layers.size();
}

bool WeightDraw::advance(std::int64_t numbers) {
  while (layer_ < weights_.layers.size()) {
    const std::int64_t in = spec_.widths[layer_], out = spec_.widths[layer_ + 1];
    const Bounds bound = bounds(init_.scheme, spec_.activation, in, out);
    LayerWeights& layer = weights_.layers[layer_];
    std::vector<float>& tensor = in_bias_ ? layer.bias : layer.weight;
    if (next_ == 0) tensor.resize(static_cast<std::size_t>(in_bias_ ? out : checked_mul(in, out)));
    const double most = in_bias_ ? bound.bias : bound.weight;
    const double gain = !in_bias_ && layer_ + 1 == weights_.layers.size() ? init_.output_gain : 1.0;
    const std::size_t left = tensor.size() - next_;
    const std::size_t end =
        next_ + std::min(left, static_cast<std::size_t>(std::max<std::int64_t>(numbers, 1)));
    numbers -= static_cast<std::int64_t>(end - next_);
    if (most == 0) next_ = tensor.size();  // biases that start at 0 take nothing from the stream
    for (; next_ < end; ++next_) tensor[next_] = static_cast<float>(gain * rng_.uniform(-most, most));
    if (next_ == tensor.size() && next_tensor()) return true;
    if (numbers <= 0) return false;
  }
  return true;
}

Weights initial_weights(const ModelSpec& spec, const InitSettings& init, std::uint64_t seed) {
  WeightDraw draw(spec, init, seed);
  draw.advance(std::numeric_limits<std::int64_t>::max());
  return draw.take();
}

void check_shapes(const ModelSpec& spec, const Weights& weights, const std::string& where) {
  if (static_cast<std::int64_t>(weights.layers.size()) != spec.layers()) {
    throw Error(ErrorCode::kBadInput,
                "there are weights for " + std::to_string(weights.layers.size()) +
                    " layers, the network has " + std::to_string(spec.layers()),
                where);
  }
  for (std::size_t l = 0; l < weights.layers.size(); ++l) {
    const std::string name = "layers." + std::to_string(l);
    check_size(weights.layers[l].weight.size(), checked_mul(spec.widths[l], spec.widths[l + 1]),
               name + ".weight", where);
    check_size(weights.layers[l].bias.size(), spec.widths[l + 1], name + ".bias", where);
  }
}

void check_state(const ModelSpec& spec, OptimizerKind optimizer, const EngineState& state,
                 const std::string& where) {
  check_shapes(spec, state.weights, where);
  const auto moments = static_cast<std::size_t>(optimizer_states(optimizer));
  if (!state.moments.empty() && state.moments.size() != moments) {
    throw Error(ErrorCode::kBadInput,
                "the state holds " + std::to_string(state.moments.size()) + " moments, " +
                    std::string(optimizer_name(optimizer)) + " keeps " + std::to_string(moments) +
                    ": use the state of a run with the same optimizer",
                where);
  }
  for (const Weights& moment : state.moments) check_shapes(spec, moment, where);
}

std::int64_t first_non_finite_layer(const Weights& weights) {
  for (std::size_t l = 0; l < weights.layers.size(); ++l) {
    if (!all_finite(weights.layers[l].weight) || !all_finite(weights.layers[l].bias)) {
      return static_cast<std::int64_t>(l);
    }
  }
  return -1;
}

}  // namespace headroom
