// One row's path through a network, layer by layer, computed on the host in double precision.
// Used by `predict --trace` and as an independent check of the engines.
#pragma once

#include <span>
#include <vector>

#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

struct LayerTrace {
  std::vector<double> pre_activation;  // [out] z = W x + b
  std::vector<double> activation;      // [out] act(z); the output function for the last layer
};

// features: [inputs]. The last entry's activation is the prediction (probabilities or value).
std::vector<LayerTrace> trace_layers(const ModelSpec& spec, const Weights& weights,
                                     std::span<const float> features);

}  // namespace headroom
