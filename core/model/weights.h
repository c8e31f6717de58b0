// The parameters of a network, on the host, and their initial values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/spec.h"

namespace headroom {

struct LayerWeights {
  std::vector<float> weight;  // [out, in] row-major
  std::vector<float> bias;    // [out]
  bool operator==(const LayerWeights&) const = default;
};

// One entry per layer, input side first.
struct Weights {
  std::vector<LayerWeights> layers;
  bool operator==(const Weights&) const = default;
};

// As torch.nn.Linear.reset_parameters: weight and bias uniform in +-1/sqrt(in). The generator is
// ours, so the numbers differ from PyTorch's; the distribution is the same.
Weights initial_weights(const ModelSpec& spec, const InitSettings& init, std::uint64_t seed);

// Everything needed to continue bit-identically: weights, optimizer state, updates done.
struct EngineState {
  Weights weights;
  std::vector<Weights> moments;  // 0 (SGD), 1 (momentum, RMSprop) or 2 (Adam: m, v), shaped as weights
  std::int64_t updates = 0;      // optimizer steps taken; Adam's bias correction uses updates + 1
  bool operator==(const EngineState&) const = default;
};

// Throws Error{kBadInput} naming the layer when shapes differ from the spec.
void check_shapes(const ModelSpec& spec, const Weights& weights, const std::string& where);
// The same for the weights and every moment; there must be no moments or as many as the optimizer keeps.
void check_state(const ModelSpec& spec, OptimizerKind optimizer, const EngineState& state,
                 const std::string& where);

// Index of the first layer that holds a NaN or infinity, or -1.
std::int64_t first_non_finite_layer(const Weights& weights);

}  // namespace headroom
