#include "core/model/backward_trace.h"

#include <cmath>
#include <numbers>

namespace headroom {
namespace {

// dL/da and dL/dz of the output layer.
LayerBackward backward_of_output(Output output, const LayerTrace& last, double target) {
  LayerBackward back;
  const std::size_t outputs = last.activation.size();
  for (std::size_t k = 0; k < outputs; ++k) {
    const double a = last.activation[k];
    switch (output) {
      case Output::kLinear:
        back.d_activation.push_back(2 * (a - target));
        back.d_pre_activation.push_back(2 * (a - target));
        break;
      case Output::kSigmoid:
        back.d_activation.push_back((a - target) / (a * (1 - a)));
        back.d_pre_activation.push_back(a - target);
        break;
      case Output::kSoftmax: {
        const bool own = k == static_cast<std::size_t>(target);
        back.d_activation.push_back(own ? -1 / a : 0.0);
        back.d_pre_activation.push_back(own ? a - 1 : a);
        break;
      }
    }
  }
  return back;
}

// [in] what comes back through a layer: the transposed weights times [out].
std::vector<double> through(const LayerWeights& layer, std::span<const double> above) {
  const std::size_t in = layer.weight.size() / layer.bias.size();
  std::vector<double> below(in, 0.0);
  for (std::size_t o = 0; o < above.size(); ++o) {
    if (above[o] == 0) continue;
    const float* const row = layer.weight.data() + o * in;
    for (std::size_t i = 0; i < in; ++i) below[i] += above[o] * static_cast<double>(row[i]);
  }
  return below;
}

// Fills the layers below the last; returns what arrives at the features.
std::vector<double> flow_back(const ModelSpec& spec, const Weights& weights,
                              const std::vector<LayerTrace>& layers, std::vector<LayerBackward>& back) {
  for (std::size_t l = layers.size() - 1; l-- > 0;) {
    back[l].d_activation = through(weights.layers[l + 1], back[l + 1].d_pre_activation);
    for (std::size_t i = 0; i < back[l].d_activation.size(); ++i) {
      back[l].d_pre_activation.push_back(back[l].d_activation[i] *
                                         activation_slope(spec.activation, layers[l].pre_activation[i]));
    }
  }
  return through(weights.layers[0], back[0].d_pre_activation);
}

}  // namespace

double activation_slope(Activation activation, double z) {
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  switch (activation) {
    case Activation::kRelu: return z > 0 ? 1 : 0;
    case Activation::kTanh: return 1 - std::tanh(z) * std::tanh(z);
    case Activation::kSigmoid: return logistic(z) * (1 - logistic(z));
    case Activation::kGelu:  // the normal distribution function, and z times its density
      return 0.5 * std::erfc(-z / std::numbers::sqrt2) +
             z * std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    case Activation::kSilu: return logistic(z) * (1 + z * (1 - logistic(z)));
  }
  return 1;
}

BackwardTrace trace_backward(const ModelSpec& spec, const Weights& weights,
                             const std::vector<LayerTrace>& layers, double target) {
  BackwardTrace back;
  back.loss = row_loss(spec.output, layers.back().pre_activation, target);
  back.layers.resize(layers.size());
  back.layers.back() = backward_of_output(spec.output, layers.back(), target);
  back.d_features = flow_back(spec, weights, layers, back.layers);
  return back;
}

std::vector<double> feature_effects(const ModelSpec& spec, const Weights& weights,
                                    const std::vector<LayerTrace>& layers, std::int64_t output) {
  std::vector<LayerBackward> back(layers.size());
  back.back().d_pre_activation.assign(layers.back().pre_activation.size(), 0.0);
  back.back().d_pre_activation[static_cast<std::size_t>(output)] = 1;
  return flow_back(spec, weights, layers, back);
}

}  // namespace headroom
