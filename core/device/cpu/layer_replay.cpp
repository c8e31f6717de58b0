#include "core/device/cpu/layer_replay.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/device/cpu/arithmetic.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/device/cpu/gemm.h"
#include "core/device/cpu/optimizers.h"

namespace headroom::cpu {
namespace {

template <typename Work>
double seconds_of(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::size_t size(std::int64_t a, std::int64_t b) { return static_cast<std::size_t>(a * b); }

}  // namespace

LayerReplay::LayerReplay(ReplayJob job)
    : job_(std::move(job)),
      rows_(static_cast<std::int64_t>(job_.targets.size())),
      values_(static_cast<std::size_t>(job_.model.layers())),
      seconds_(values_.size()) {}

bool LayerReplay::advance() {
  const FlushDenormals guard;
  const std::size_t layers = values_.size();
  if (piece_ < layers) {
    forward(piece_);
    if (piece_ + 1 == layers) judge();
  } else {
    const std::size_t layer = 2 * layers - 1 - piece_;
    backward(layer);
    update(layer);
  }
  piece_ = (piece_ + 1) % (2 * layers);
  return piece_ == 0;
}

void LayerReplay::forward(std::size_t layer) {
  Values& v = values_[layer];
  v.activation.resize(size(rows_, out(layer)));
  const bool last = layer + 1 == values_.size();
  const bool keeps_z = job_.model.keeps_pre_activation(static_cast<std::int64_t>(layer));
  v.z.resize(keeps_z ? v.activation.size() : 0);
  const LayerWeights& w = job_.weights.layers[layer];
  seconds_[layer].forward = seconds_of([&] {
    gemm(pool_, rows_, out(layer), in(layer), rows_of(input_of(layer).data(), in(layer)),
         transposed(w.weight.data(), in(layer)), w.bias.data(), v.activation.data());
    std::copy_n(v.activation.data(), v.z.size(), v.z.data());
    if (!last) native_arithmetic().activate(job_.model.activation, v.activation.data(), rows_ * out(layer));
  });
}

void LayerReplay::judge() {
  const std::int64_t outputs = job_.model.outputs();
  delta_.resize(size(rows_, outputs));
  std::vector<float> loss(job_.targets.size());
  std::vector<std::int32_t> correct(job_.targets.size());
  const LossRows rows{values_.back().activation.data(), job_.targets.data(), delta_.data(), loss.data(),
                      correct.data()};
  // Part of what the last layer takes on the way back.
  seconds_.back().backward = seconds_of([&] {
    native_arithmetic().row_losses(job_.model.output, outputs, rows, 0, rows_,
                                   1.0F / static_cast<float>(rows_));
  });
}

void LayerReplay::backward(std::size_t layer) {
  const LayerWeights& w = job_.weights.layers[layer];
  const std::int64_t inputs = in(layer), outputs = out(layer);
  gradient_.weight.resize(w.weight.size());
  gradient_.bias.resize(w.bias.size());
  const bool last = layer + 1 == values_.size();
  if (layer > 0) below_.resize(size(rows_, inputs));
  const double seconds = seconds_of([&] {
    gemm(pool_, outputs, inputs, rows_, transposed(delta_.data(), outputs),
         rows_of(input_of(layer).data(), inputs), nullptr, gradient_.weight.data());
    std::fill(gradient_.bias.begin(), gradient_.bias.end(), 0.0F);
    for (std::int64_t r = 0; r < rows_; ++r) {
      const float* const row = delta_.data() + r * outputs;
      for (std::size_t o = 0; o < gradient_.bias.size(); ++o) gradient_.bias[o] += row[o];
    }
    if (layer == 0) return;  // nobody needs the gradient of the data
    gemm(pool_, rows_, inputs, outputs, rows_of(delta_.data(), outputs), rows_of(w.weight.data(), inputs),
         nullptr, below_.data());
    const Values& previous = values_[layer - 1];
    native_arithmetic().activate_backward(job_.model.activation, previous.activation.data(),
                                          previous.z.empty() ? nullptr : previous.z.data(), below_.data(),
                                          rows_ * inputs);
  });
  seconds_[layer].backward = seconds + (last ? seconds_[layer].backward : 0);
  std::swap(delta_, below_);
}

void LayerReplay::update(std::size_t layer) {
  LayerWeights& w = job_.weights.layers[layer];
  const UpdateRule rule(job_.optimizer, 1);
  double seconds = 0;
  for (const auto& [values, gradient] :
       {std::pair(&w.weight, &gradient_.weight), std::pair(&w.bias, &gradient_.bias)}) {
    std::vector<float> first(values->size()), second(values->size());
    const ParameterBlocks blocks{values->data(), gradient->data(), {first.data(), second.data()}};
    const auto count = static_cast<std::int64_t>(values->size());
    seconds += seconds_of([&] { rule.apply(blocks, 0, count); });
  }
  seconds_[layer].update = seconds;
}

}  // namespace headroom::cpu
