// Taking an engine's state to the host and back.

#include <algorithm>

#include "core/device/cpu/cpu_engine.h"

namespace headroom::cpu {

namespace {

// The layers of a block, at the same places as the weights lie in theirs.
template <typename Layers, typename Visit>
void for_each_tensor(const Layers& layers, const float* weights_begin, const Visit& visit) {
  for (std::size_t l = 0; l < layers.size(); ++l) {
    visit(l, layers[l].weight - weights_begin, layers[l].bias - weights_begin);
  }
}

}  // namespace

void CpuEngine::set_state(const EngineState& state) {
  check_state(model_, settings_.optimizer.kind, state, "state");
  const auto moments = static_cast<std::size_t>(optimizer_states(settings_.optimizer.kind));
  const auto store = [this](const Weights& from, float* block) {
    for_each_tensor(layers_, blocks_.weights, [&](std::size_t l, std::ptrdiff_t weight, std::ptrdiff_t bias) {
      std::copy(from.layers[l].weight.begin(), from.layers[l].weight.end(), block + weight);
      std::copy(from.layers[l].bias.begin(), from.layers[l].bias.end(), block + bias);
    });
  };
  store(state.weights, blocks_.weights);
  for (std::size_t i = 0; i < moments; ++i) {
    std::fill_n(blocks_.moments[i], block_size_, 0.0F);
    if (!state.moments.empty()) store(state.moments[i], blocks_.moments[i]);
  }
  updates_ = state.updates;
}

EngineState CpuEngine::state() const {
  const auto read = [this](const float* block) {
    Weights to;
    to.layers.resize(layers_.size());
    for_each_tensor(layers_, blocks_.weights, [&](std::size_t l, std::ptrdiff_t weight, std::ptrdiff_t bias) {
      const Layer& layer = layers_[l];
      to.layers[l].weight.assign(block + weight, block + weight + layer.in * layer.out);
      to.layers[l].bias.assign(block + bias, block + bias + layer.out);
    });
    return to;
  };
  EngineState state;
  state.weights = read(blocks_.weights);
  for (int i = 0; i < optimizer_states(settings_.optimizer.kind); ++i) {
    state.moments.push_back(read(blocks_.moments[i]));
  }
  state.updates = updates_;
  return state;
}

}  // namespace headroom::cpu
