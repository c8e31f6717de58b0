#include "core/run/switched_off.h"

#include <cstddef>

namespace headroom {

SwitchedOff::SwitchedOff(const ModelSpec& spec, const Weights& weights, const UnitAt& at) : at_(at) {
  const auto first = static_cast<std::ptrdiff_t>(at.layer) + 1;
  rest_ = {.widths = {spec.widths.begin() + first, spec.widths.end()},
           .activation = spec.activation,
           .output = spec.output};
  rest_weights_.layers.assign(weights.layers.begin() + first, weights.layers.end());
}

std::vector<double> SwitchedOff::outputs(const std::vector<LayerTrace>& layers) const {
  std::vector<double> activation = layers[static_cast<std::size_t>(at_.layer)].activation;
  const auto units = static_cast<std::size_t>(rest_.widths.front());
  for (std::size_t i = static_cast<std::size_t>(at_.unit); i < activation.size(); i += units)
    activation[i] = 0;
  if (rest_weights_.layers.empty()) return activation;
  const std::vector<float> inputs(activation.begin(), activation.end());
  return trace_layers(rest_, rest_weights_, inputs).back().activation;
}

}  // namespace headroom
