#include "core/device/cpu/fused_engine.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>

#include "core/device/cpu/clones.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/device/panels.h"

namespace headroom::cpu {

namespace {

// Some 2.5 us of work: below it a thread costs more than it brings.
constexpr std::int64_t kWorthAThread = 1 << 17;
// An update costs about as much as so many multiply-adds for each parameter.
constexpr std::int64_t kUpdateCost = 16;
// Weights whose gradient is made before they are updated: 64 KiB stay in the second-level cache, and the
// larger the block, the seldomer the batch is read.
constexpr std::int64_t kUpdateBlock = 16384;
// So that a thread which comes late leaves something to take from it.
constexpr std::int64_t kPiecesPerThread = 4;

}  // namespace

static_assert(Permutation::kLanes == kPanelRows);
// Visible for the clones.
HEADROOM_CLONES void rows_of_panel(const Permutation& order, std::uint32_t first,
                                   std::uint32_t (&row)[kPanelRows]) {
  order.rows(first, row);
}

FusedEngine::FusedEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger,
                         const PanelKernels& kernels)
    : CpuEngine(job, data, pool, ledger, cpu_layout()), kernels_(kernels) {
  for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
    activation_rows_.push_back(arena_.floats("layers." + std::to_string(l) + ".activation_rows"));
  }
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    delta_.push_back(arena_.floats("layers." + std::to_string(l) + ".delta"));
  }
  batch_input_ = arena_.floats("batch.input");
  batch_target_ = arena_.floats("batch.target");
  input_panels_ = arena_.floats("input.panels");
  logits_ = arena_.floats("output.logits");
  output_delta_ = arena_.floats("output.delta");
  // The feature that is always 1; nobody writes there again.
  const auto ones = [&](float* rows, std::int64_t width) {
    for (std::int64_t r = 0; r < padded_rows(settings_.batch); ++r)
      rows[r * row_stride(width) + width] = 1.0F;
  };
  ones(batch_input_, model_.inputs());
  for (std::size_t l = 0; l < activation_rows_.size(); ++l) ones(activation_rows_[l], layers_[l].out);
  share_weights();
}

// A tile of rows belongs to the piece into whose share of all weights its middle falls.
void FusedEngine::share_weights() {
  const std::int64_t all = parameter_count(model_);
  const std::int64_t pieces = pool_.threads() > 1 ? kPiecesPerThread * pool_.threads() : 1;
  pieces_.resize(static_cast<std::size_t>(pieces));
  std::int64_t done = 0;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    for (std::int64_t row = 0; row < layer.out; row += kernels_.tile_rows) {
      const std::int64_t last = std::min(row + kernels_.tile_rows, layer.out);
      const std::int64_t weights = (last - row) * (layer.in + 1);
      auto& piece = pieces_[static_cast<std::size_t>((2 * done + weights) * pieces / (2 * all))];
      if (!piece.empty() && piece.back().layer == l &&
          (last - piece.back().first) * layer.in <= kUpdateBlock) {
        piece.back().last = last;
      } else {
        piece.push_back({l, row, last});
      }
      done += weights;
    }
  }
  std::erase_if(pieces_, [](const std::vector<WeightRows>& piece) { return piece.empty(); });
}

std::int64_t FusedEngine::grain(std::int64_t multiply_adds) {
  return std::max<std::int64_t>(1, kWorthAThread / std::max<std::int64_t>(1, multiply_adds));
}

Evaluation FusedEngine::learn(const BatchRows& rows) {
  const UpdateRule rule(settings_.optimizer, updates_, math_);
  return learn(rows, &rule);
}

Evaluation FusedEngine::learn(const BatchRows& rows, const UpdateRule* rule) {
  const std::int64_t panels = panels_of(rows.count), parameters = parameter_count(model_);
  pool_.split(panels, grain(2 * kPanelRows * parameters), [&](std::int64_t begin, std::int64_t end) {
    const Panels piece{begin, end, rows.count, rows.share};
    gather(rows, piece);
    forward(piece, true);
    losses(piece);
    deltas(piece);
  });
  const auto pieces = static_cast<std::int64_t>(pieces_.size());
  const std::int64_t cost = parameters * (panels * kPanelRows + kUpdateCost) / pieces;
  pool_.split(pieces, grain(cost), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      for (const WeightRows& part : pieces_[static_cast<std::size_t>(i)]) learn_rows(part, panels, rule);
    }
  });
  return sum_losses(rows.count);
}

const float* FusedEngine::infer(std::int64_t first, std::int64_t count) {
  const std::int64_t width = data_.source_width();
  pool_.split(panels_of(count), grain(kPanelRows * parameter_count(model_)),
              [&](std::int64_t begin, std::int64_t end) {
                const Panels piece{begin, end, count};
                for (std::int64_t p = begin; p < end; ++p) {
                  const float* const source = data_.source() + (first + p * kPanelRows) * width;
                  make_panel(source, width, piece.samples(p), p);
                }
                forward(piece, false);
              });
  return logits_;
}

void FusedEngine::load_rows(const float* features, std::int64_t rows) {
  const std::int64_t inputs = model_.inputs();
  const Panels all{0, panels_of(rows), rows};
  for (std::int64_t p = all.begin; p < all.end; ++p) {
    kernels_.to_panel(features + p * kPanelRows * inputs, inputs, all.samples(p), inputs,
                      input_panels_ + p * kPanelRows * inputs);
  }
}

void FusedEngine::load_batch(const BatchRows& rows) { gather(rows, {0, panels_of(rows.count), rows.count}); }

void FusedEngine::forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) {
  const FlushDenormals guard;
  pool_.split(panels_of(rows), grain(kPanelRows * parameter_count(model_)),
              [&](std::int64_t begin, std::int64_t end) {
                for (std::size_t l = 0; l < targets.size(); ++l)
                  forward_layer(l, {begin, end, rows}, targets[l]);
              });
  float* const outputs = targets.back().activation;
  if (targets.size() == layers_.size() && outputs)
    math_.apply_output(model_.output, model_.outputs(), outputs, rows);
}

void FusedEngine::gather(const BatchRows& rows, const Panels& panels) {
  PanelOfRows next = locate(rows, panels.begin);
  for (std::int64_t p = panels.begin; p < panels.end; ++p) {
    const PanelOfRows panel = next;
    if (p + 1 < panels.end) next = locate(rows, p + 1);
    gather(panel, p);
  }
}

FusedEngine::PanelOfRows FusedEngine::locate(const BatchRows& rows, std::int64_t panel) const {
  constexpr std::int64_t kLine = 16;  // floats a cache line
  const std::int64_t width = data_.source_width();
  PanelOfRows found;
  found.count = std::min(kPanelRows, rows.count - panel * kPanelRows);
  const auto first = static_cast<std::uint32_t>(rows.first + panel * kPanelRows);
  if (rows.shuffled) {
    rows_of_panel(rows.order, first, found.row);
  } else {
    std::iota(std::begin(found.row), std::end(found.row), first);
  }
  for (std::int64_t i = 0; i < found.count; ++i) {
    const std::int64_t row = found.row[i];
    const float* const source = data_.source() + row * width;
    for (std::int64_t at = 0; at < width; at += kLine) __builtin_prefetch(source + at);
    __builtin_prefetch(data_.targets() + row);
  }
  return found;
}

void FusedEngine::gather(const PanelOfRows& panel, std::int64_t p) {
  const std::int64_t width = data_.source_width(), stride = row_stride(model_.inputs());
  float* const input = batch_input_ + p * kPanelRows * stride;
  float* const target = batch_target_ + p * kPanelRows;
  for (std::int64_t i = 0; i < panel.count; ++i) {
    const std::int64_t row = panel.row[i];
    std::copy_n(data_.source() + row * width, width, input + i * stride);
    if (data_.shape().generates()) kernels_.row_terms(input + i * stride, width);
    target[i] = data_.targets()[row];
  }
  // What an earlier, larger batch left behind the last sample meets a delta of 0.
  make_panel(input, stride, panel.count, p);
}

void FusedEngine::make_panel(const float* rows, std::int64_t stride, std::int64_t count, std::int64_t p) {
  const std::int64_t width = data_.source_width();
  float* const panel = input_panels_ + p * kPanelRows * model_.inputs();
  kernels_.to_panel(rows, stride, count, width, panel);
  if (data_.shape().generates()) kernels_.panel_terms(panel, width);
}

void FusedEngine::forward(const Panels& panels, bool training) {
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    for (std::int64_t p = panels.begin; p < panels.end; ++p) forward_layer(l, p, training);
  }
  const std::int64_t outputs = model_.outputs();
  for (std::int64_t p = panels.begin; p < panels.end; ++p) {
    const float* const values = layers_.back().activation + p * kPanelRows * outputs;
    float* const logits = logits_ + p * kPanelRows * outputs;
    if (outputs == 1) {  // a panel of one feature is its samples
      std::copy_n(values, panels.samples(p), logits);
    } else {
      kernels_.from_panel(values, outputs, logits, outputs);
    }
  }
}

void FusedEngine::forward_layer(std::size_t l, std::int64_t panel, bool training) {
  const Layer& layer = layers_[l];
  const bool hidden = l + 1 < layers_.size(), relu = hidden && model_.activation == Activation::kRelu;
  const float* const x = (l > 0 ? layers_[l - 1].activation : input_panels_) + panel * kPanelRows * layer.in;
  const std::int64_t size = kPanelRows * layer.out;
  float* const y = layer.activation + panel * size;
  kernels_.forward(layer.weight, layer.bias, layer.in, layer.out, x, relu, y);
  if (!hidden) return;
  if (!relu) {
    if (training && layer.pre_activation) std::copy_n(y, size, layer.pre_activation + panel * size);
    math_.activate(model_.activation, y, size);
  }
  if (!training) return;
  const std::int64_t stride = row_stride(layer.out);
  kernels_.from_panel(y, layer.out, activation_rows_[l] + panel * kPanelRows * stride, stride);
}

void FusedEngine::forward_layer(std::size_t l, const Panels& panels, const LayerTarget& target) {
  const Layer& layer = layers_[l];
  const std::int64_t size = kPanelRows * layer.out;
  std::vector<float> samples(static_cast<std::size_t>(size));
  const auto take = [&](std::int64_t p, const float* panel, float* to) {
    if (!to) return;
    kernels_.from_panel(panel, layer.out, samples.data(), layer.out);
    std::copy_n(samples.data(), panels.samples(p) * layer.out, to + p * size);
  };
  for (std::int64_t p = panels.begin; p < panels.end; ++p) {
    float* const y = layer.activation + p * size;
    if (target.pre_activation) {
      const float* const x = (l > 0 ? layers_[l - 1].activation : input_panels_) + p * kPanelRows * layer.in;
      kernels_.forward(layer.weight, layer.bias, layer.in, layer.out, x, false, y);
      take(p, y, target.pre_activation);
    }
    forward_layer(l, p, false);
    take(p, y, target.activation);
  }
}

void FusedEngine::losses(const Panels& panels) {
  const std::int64_t outputs = model_.outputs();
  math_.row_losses(model_.output, outputs, loss_rows(logits_, batch_target_, output_delta_),
                   panels.begin * kPanelRows, std::min(panels.end * kPanelRows, panels.rows), panels.share);
  for (std::int64_t p = panels.begin; p < panels.end; ++p) {
    const std::int64_t at = p * kPanelRows * outputs;
    kernels_.to_panel(output_delta_ + at, outputs, panels.samples(p), outputs, delta_.back() + at);
  }
}

void FusedEngine::deltas(const Panels& panels) {
  const bool relu = model_.activation == Activation::kRelu;
  for (std::size_t l = layers_.size() - 1; l > 0; --l) {
    const Layer& layer = layers_[l];
    const Layer& below = layers_[l - 1];
    const std::int64_t size = kPanelRows * layer.in;
    for (std::int64_t p = panels.begin; p < panels.end; ++p) {
      const float* const value = below.activation + p * size;
      float* const delta = delta_[l - 1] + p * size;
      kernels_.input_gradient(layer.weight, layer.in, layer.out, delta_[l] + p * kPanelRows * layer.out,
                              relu ? value : nullptr, delta);
      if (relu) continue;
      const float* const z = below.pre_activation ? below.pre_activation + p * size : nullptr;
      math_.activate_backward(model_.activation, value, z, delta, size);
    }
  }
}

void FusedEngine::learn_rows(const WeightRows& rows, std::int64_t panels, const UpdateRule* rule) {
  const Layer& layer = layers_[rows.layer];
  kernels_.weight_gradient({.dy = delta_[rows.layer],
                            .x = rows.layer == 0 ? batch_input_ : activation_rows_[rows.layer - 1],
                            .panels = panels,
                            .in = layer.in,
                            .out = layer.out,
                            .stride = row_stride(layer.in),
                            .dw = layer.weight_gradient,
                            .db = layer.bias_gradient},
                           rows.first, rows.last);
  if (!rule) return;
  const std::int64_t weights = layer.weight - blocks_.weights, biases = layer.bias - blocks_.weights;
  rule->apply(blocks_, weights + rows.first * layer.in, weights + rows.last * layer.in);
  rule->apply(blocks_, biases + rows.first, biases + rows.last);
}

}  // namespace headroom::cpu
