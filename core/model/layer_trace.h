// The path of rows through a network, layer by layer, and what the loss makes of them, computed on the host
// in double precision. Used by `predict --trace`, by inspections, and as an independent check of the engines.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

struct LayerTrace {
  std::vector<double> pre_activation;  // [rows, out] z = W x + b
  std::vector<double> activation;      // [rows, out] act(z); the output function for the last layer
};

// features: [rows, inputs], one row or more; quickest with one, or a multiple of kTraceRows. The last entry's
// activation is the prediction (probabilities or value).
std::vector<LayerTrace> trace_layers(const ModelSpec& spec, const Weights& weights,
                                     std::span<const float> features);
inline constexpr std::int64_t kTraceRows = 16;

// The part of one row in the sum that the mean loss is made of; z: [outputs] of the last layer, before its
// output function. target: class index, or the value.
double row_loss(Output output, std::span<const double> z, double target);
// The class that this row is given: the largest z, the first of equals. 0 for regression.
std::int64_t predicted_class(Output output, std::span<const double> z);

}  // namespace headroom
