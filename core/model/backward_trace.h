// How the loss of one row flows back through a network, layer by layer, on the host in double precision:
// backpropagation (Rumelhart, Hinton and Williams 1986), for `predict --backward` and for the views.
//
//   const std::vector<LayerTrace> layers = trace_layers(spec, weights, features);     // of one row
//   const BackwardTrace back = trace_backward(spec, weights, layers, target);
//   back.layers[l].d_pre_activation[unit] * input;     // dL/dw of the weight that this input comes in by
//
// L is this row's part in the sum that the loss is the mean of, as row_loss() has it, without class weights.
// Where a probability is exactly 0 or 1, dL/da of the output may be infinite; dL/dz never is.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/layer_trace.h"

namespace headroom {

struct LayerBackward {
  std::vector<double> d_activation;      // [out] dL/da
  std::vector<double> d_pre_activation;  // [out] dL/dz, which is dL/dbias as well
};

struct BackwardTrace {
  double loss = 0;
  std::vector<LayerBackward> layers;
  std::vector<double> d_features;  // [inputs]
};

// layers: of one row. target: class index, or the value as the network learns it.
BackwardTrace trace_backward(const ModelSpec& spec, const Weights& weights,
                             const std::vector<LayerTrace>& layers, double target);

// How much z of this output grows with each feature, [inputs].
std::vector<double> feature_effects(const ModelSpec& spec, const Weights& weights,
                                    const std::vector<LayerTrace>& layers, std::int64_t output);

// act'(z); of ReLU 0 at 0, as PyTorch has it.
double activation_slope(Activation activation, double z);

}  // namespace headroom
