#include "core/model/layer_trace.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace headroom {

namespace {

double logistic(double z) { return 1.0 / (1.0 + std::exp(-z)); }

double activate(Activation activation, double z) {
  switch (activation) {
    case Activation::kRelu: return z < 0 ? 0.0 : z;
    case Activation::kTanh: return std::tanh(z);
    case Activation::kSigmoid: return logistic(z);
    case Activation::kGelu: return 0.5 * z * std::erfc(-z / std::numbers::sqrt2);
    case Activation::kSilu: return z * logistic(z);
  }
  return z;
}

std::vector<double> softmax(const std::vector<double>& z) {
  const double highest = *std::max_element(z.begin(), z.end());
  std::vector<double> p(z.size());
  double sum = 0;
  for (std::size_t i = 0; i < z.size(); ++i) sum += p[i] = std::exp(z[i] - highest);
  for (double& value : p) value /= sum;
  return p;
}

std::vector<double> apply_output(Output output, const std::vector<double>& z) {
  if (output == Output::kSoftmax) return softmax(z);
  std::vector<double> y = z;
  if (output == Output::kSigmoid) std::transform(y.begin(), y.end(), y.begin(), logistic);
  return y;
}

// z = W x + b
std::vector<double> affine(const LayerWeights& layer, const std::vector<double>& x) {
  std::vector<double> z(layer.bias.begin(), layer.bias.end());
  for (std::size_t o = 0; o < z.size(); ++o) {
    const float* row = layer.weight.data() + o * x.size();
    for (std::size_t i = 0; i < x.size(); ++i) z[o] += static_cast<double>(row[i]) * x[i];
  }
  return z;
}

}  // namespace

std::vector<LayerTrace> trace_layers(const ModelSpec& spec, const Weights& weights,
                                     std::span<const float> features) {
  validate(spec);
  check_shapes(spec, weights, "trace");
  if (static_cast<std::int64_t>(features.size()) != spec.inputs()) {
    throw Error(ErrorCode::kBadInput, "the row has " + std::to_string(features.size()) +
                                          " features, the network takes " + std::to_string(spec.inputs()));
  }
  std::vector<LayerTrace> trace(weights.layers.size());
  std::vector<double> x(features.begin(), features.end());
  for (std::size_t l = 0; l < trace.size(); ++l) {
    trace[l].pre_activation = affine(weights.layers[l], x);
    if (l + 1 == trace.size()) {
      trace[l].activation = apply_output(spec.output, trace[l].pre_activation);
    } else {
      trace[l].activation = trace[l].pre_activation;
      for (double& value : trace[l].activation) value = activate(spec.activation, value);
    }
    x = trace[l].activation;
  }
  return trace;
}

}  // namespace headroom
