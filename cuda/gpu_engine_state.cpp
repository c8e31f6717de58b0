// Taking an engine's state to the host and back.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "cuda/gpu_engine.h"

namespace headroom::gpu {
namespace {

// As many as the optimizer keeps.
std::vector<float*> moment_blocks(const ParameterBlocks& blocks) {
  std::vector<float*> moments;
  for (float* const block : {blocks.moment0, blocks.moment1}) {
    if (block) moments.push_back(block);
  }
  return moments;
}

}  // namespace

void GpuEngine::set_state(const EngineState& state) {
  check_state(model_, settings_.optimizer.kind, state, "state");
  const std::vector<float*> moments = moment_blocks(blocks_);
  state_.guarded([&] {
    write_block(state.weights, blocks_.weights);
    for (std::size_t i = 0; i < moments.size(); ++i) {
      write_block(state.moments.empty() ? Weights{} : state.moments[i], moments[i]);
    }
  });
  updates_ = state.updates;
  if (stream_) stream_->forget_figures();
}

EngineState GpuEngine::state() const {
  EngineState state;
  state_.guarded([&] {
    state.weights = unpack(read_block(blocks_.weights));
    for (const float* block : moment_blocks(blocks_)) state.moments.push_back(unpack(read_block(block)));
  });
  state.updates = updates_;
  return state;
}

std::vector<float> GpuEngine::read_block(const float* block) const {
  std::vector<float> values(static_cast<std::size_t>(blocks_.count));
  state_.download(values.data(), block, blocks_.count * static_cast<Bytes>(sizeof(float)));
  return values;
}

// The layers lie in every block at the same places as the weights lie in theirs. No layers: all zero.
void GpuEngine::write_block(const Weights& from, float* block) {
  std::vector<float> values(static_cast<std::size_t>(blocks_.count), 0.0F);
  for (std::size_t l = 0; l < from.layers.size(); ++l) {
    const LayerWeights& layer = from.layers[l];
    std::copy(layer.weight.begin(), layer.weight.end(),
              values.begin() + (layers_[l].weight - blocks_.weights));
    std::copy(layer.bias.begin(), layer.bias.end(), values.begin() + (layers_[l].bias - blocks_.weights));
  }
  state_.upload(block, values.data(), blocks_.count * static_cast<Bytes>(sizeof(float)));
}

Weights GpuEngine::unpack(const std::vector<float>& block) const {
  Weights to;
  to.layers.resize(layers_.size());
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const float* const weight = block.data() + (layer.weight - blocks_.weights);
    const float* const bias = block.data() + (layer.bias - blocks_.weights);
    to.layers[l].weight.assign(weight, weight + layer.in * layer.out);
    to.layers[l].bias.assign(bias, bias + layer.out);
  }
  return to;
}

}  // namespace headroom::gpu
