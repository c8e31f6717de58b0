#include "core/device/cpu/plain_engine.h"

#include <algorithm>

#include "core/data/polynomial.h"
#include "core/device/cpu/clones.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/device/cpu/gemm.h"

namespace headroom::cpu {

namespace {

// Elements that are worth a thread of their own: some 30 us of work. Multiples of every vector width.
std::int64_t activation_grain(Activation activation) {
  return activation == Activation::kRelu ? 1 << 17 : 1 << 12;
}

}  // namespace

// sums[out] <- column sums of delta[rows, out]. Visible for the clones.
HEADROOM_CLONES void sum_columns(const float* __restrict delta, std::int64_t rows, std::int64_t out,
                                 float* __restrict sums) {
  for (std::int64_t o = 0; o < out; ++o) sums[o] = 0.0F;
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t o = 0; o < out; ++o) sums[o] += delta[r * out + o];
  }
}

BackendLayout plain_layout() { return {.in_main_memory = true, .generates_terms = true}; }

PlainEngine::PlainEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger)
    : CpuEngine(job, data, pool, ledger, plain_layout()) {
  delta_[0] = arena_.floats("delta.0");
  delta_[1] = arena_.floats("delta.1");
}

PlainEngine::Rows PlainEngine::gather(const BatchRows& rows) {
  const std::int64_t width = data_.source_width();
  if (!rows.shuffled) return {features_of(rows.first, rows.count), data_.targets() + rows.first, rows.count};
  float* const features = arena_.floats("batch.input");
  float* const targets = arena_.floats("batch.target");
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const std::int64_t row = rows[i];
    write_features(data_.source() + row * width, 1, features + i * model_.inputs());
    targets[i] = data_.targets()[row];
  }
  return {features, targets, rows.count};
}

void PlainEngine::write_features(const float* source, std::int64_t rows, float* features) const {
  const std::int64_t width = data_.source_width();
  expand_features({source, static_cast<std::size_t>(rows * width)}, width, data_.shape().generates() ? 2 : 1,
                  {features, static_cast<std::size_t>(rows * model_.inputs())});
}

const float* PlainEngine::features_of(std::int64_t first, std::int64_t count) {
  const float* const source = data_.source() + first * data_.source_width();
  if (!data_.shape().generates()) return source;
  float* const features = arena_.floats("batch.input");
  write_features(source, count, features);
  return features;
}

Evaluation PlainEngine::gradients_of(const BatchRows& batch) {
  const Rows rows = gather(batch);
  forward(rows.features, rows.count, true);
  const Evaluation sums =
      measure(layers_.back().activation, rows.targets, rows.count, delta_[0], batch.share);
  backward(rows.features, rows.count);
  return sums;
}

const float* PlainEngine::infer(std::int64_t first, std::int64_t count) {
  forward(features_of(first, count), count, false);
  return layers_.back().activation;
}

void PlainEngine::multiply(const Layer& layer, const float* input, std::int64_t rows) const {
  gemm(pool_, rows, layer.out, layer.in, rows_of(input, layer.in), transposed(layer.weight, layer.in),
       layer.bias, layer.activation);
}

void PlainEngine::activate_layer(const Layer& layer, std::int64_t rows) const {
  pool_.split(rows * layer.out, activation_grain(model_.activation),
              [&](std::int64_t begin, std::int64_t end) {
                math_.activate(model_.activation, layer.activation + begin, end - begin);
              });
}

void PlainEngine::forward(const float* input, std::int64_t rows, bool training) {
  for (const Layer& layer : layers_) {
    multiply(layer, input, rows);
    input = layer.activation;
    if (&layer == &layers_.back()) break;  // logits: the loss and predict() apply the output
    if (training && layer.pre_activation) std::copy_n(input, rows * layer.out, layer.pre_activation);
    activate_layer(layer, rows);
  }
}

void PlainEngine::forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) {
  const FlushDenormals guard;
  const float* input = loaded_;
  for (std::size_t l = 0; l < targets.size(); ++l) {
    const Layer& layer = layers_[l];
    const bool last = l + 1 == layers_.size();
    multiply(layer, input, rows);
    if (targets[l].pre_activation) std::copy_n(layer.activation, rows * layer.out, targets[l].pre_activation);
    if (!last) activate_layer(layer, rows);
    if (targets[l].activation) {
      std::copy_n(layer.activation, rows * layer.out, targets[l].activation);
      if (last) math_.apply_output(model_.output, layer.out, targets[l].activation, rows);
    }
    input = layer.activation;
  }
}

void PlainEngine::backward(const float* input, std::int64_t rows) {
  float* delta = delta_[0];
  float* below = delta_[1];
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const Layer& layer = layers_[l];
    const float* const source = l > 0 ? layers_[l - 1].activation : input;
    gemm(pool_, layer.out, layer.in, rows, transposed(delta, layer.out), rows_of(source, layer.in), nullptr,
         layer.weight_gradient);
    sum_columns(delta, rows, layer.out, layer.bias_gradient);
    if (l == 0) break;  // nobody needs the gradient of the data
    gemm(pool_, rows, layer.in, layer.out, rows_of(delta, layer.out), rows_of(layer.weight, layer.in),
         nullptr, below);
    const Layer& previous = layers_[l - 1];
    pool_.split(rows * layer.in, activation_grain(model_.activation),
                [&](std::int64_t begin, std::int64_t end) {
                  const float* const z = previous.pre_activation ? previous.pre_activation + begin : nullptr;
                  math_.activate_backward(model_.activation, previous.activation + begin, z, below + begin,
                                          end - begin);
                });
    std::swap(delta, below);
  }
}

}  // namespace headroom::cpu
