// The parameters of a network, on the host, and their initial values.
//
//   const Weights w = initial_weights(spec, {.scheme = InitScheme::kGlorot}, weight_seed(settings.seed));
//
// Every scheme draws evenly from -bound to bound. With i inputs and o outputs of the layer:
//
//   scheme   weights' bound      biases' bound   after
//   torch    1 / sqrt(i)         the same        torch.nn.Linear.reset_parameters
//   glorot   sqrt(6 / (i + o))   the same        Glorot and Bengio 2010, equation 16
//   he       sqrt(6 / i)         0               He et al. 2015, equation 10
//
// torch: kaiming_uniform_ with a = sqrt(5), whose sqrt(6 / (1 + a^2) / i) is 1 / sqrt(i). glorot: biases, and
// 2 in place of 6 with sigmoid, are as in scikit-learn's MLPClassifier._init_coef. he: the uniform
// distribution of variance 2 / i, as torch.nn.init.kaiming_uniform_(nonlinearity="relu") and Keras' HeUniform
// draw it; for every layer, the last too, because the 2 is owed to rectified values that come in.
//
// Of equal distribution, not equal numbers: the generator is ours. Thread rule: values.
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

// By the table above; layer by layer, weights before biases. Repeats bit for bit with its seed.
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
