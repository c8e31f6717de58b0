#include "core/model/weights.h"

#include <algorithm>
#include <cmath>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/rng.h"

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

Weights initial_weights(const ModelSpec& spec, const InitSettings& init, std::uint64_t seed) {
  validate(spec);
  Rng rng(seed);
  Weights weights;
  weights.layers.resize(static_cast<std::size_t>(spec.layers()));
  for (std::size_t l = 0; l < weights.layers.size(); ++l) {
    const std::int64_t in = spec.widths[l];
    const std::int64_t out = spec.widths[l + 1];
    const Bounds bound = bounds(init.scheme, spec.activation, in, out);
    const double gain = l + 1 == weights.layers.size() ? init.output_gain : 1.0;
    LayerWeights& layer = weights.layers[l];
    layer.weight.resize(static_cast<std::size_t>(checked_mul(in, out)));
    layer.bias.resize(static_cast<std::size_t>(out));
    for (float& w : layer.weight) w = static_cast<float>(gain * rng.uniform(-bound.weight, bound.weight));
    if (bound.bias == 0) continue;
    for (float& b : layer.bias) b = static_cast<float>(rng.uniform(-bound.bias, bound.bias));
  }
  return weights;
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
