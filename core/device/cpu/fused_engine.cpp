#include "core/device/cpu/fused_engine.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>

#include "core/device/cpu/activations.h"
#include "core/device/cpu/clones.h"
#include "core/model/panels.h"

namespace headroom::cpu {

namespace {

// Some 5 us of work: below it a thread costs more than it brings.
constexpr std::int64_t kWorthAThread = 1 << 18;
// An update costs about as much as so many multiply-adds for each parameter.
constexpr std::int64_t kUpdateCost = 16;
// Weights whose gradient is made before they are updated: 64 KiB stay in the second-level cache, and the
// larger the block, the seldomer the batch is read.
constexpr std::int64_t kUpdateBlock = 16384;
// Tiles of every instruction set divide it: blocks begin where tiles begin.
constexpr std::int64_t kRowUnit = 12;

}  // namespace

static_assert(Permutation::kLanes == kPanelRows);
// Visible for the clones.
HEADROOM_CLONES void rows_of_panel(const Permutation& order, std::uint32_t first,
                                   std::uint32_t (&row)[kPanelRows]) {
  order.rows(first, row);
}

FusedEngine::FusedEngine(const ModelSpec& model, const TrainSettings& settings, const CpuData& data,
                         WorkerPool& pool, Ledger& ledger, const PanelKernels& kernels)
    : CpuEngine(model, settings, data, pool, ledger, cpu_layout()), kernels_(kernels) {
  for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
    activation_rows_.push_back(arena_.floats("layers." + std::to_string(l) + ".activation_rows"));
  }
  batch_input_ = arena_.floats("batch.input");
  batch_target_ = arena_.floats("batch.target");
  input_panels_ = arena_.floats("input.panels");
  logits_ = arena_.floats("output.logits");
  output_delta_ = arena_.floats("output.delta");
  // The feature that is always 1; nobody writes there again.
  const auto ones = [&](float* rows, std::int64_t width) {
    for (std::int64_t r = 0; r < padded_rows(settings.batch); ++r) rows[r * row_stride(width) + width] = 1.0F;
  };
  ones(batch_input_, model.inputs());
  for (std::size_t l = 0; l < activation_rows_.size(); ++l) ones(activation_rows_[l], layers_[l].out);
  delta_[0] = arena_.floats("delta.0");
  delta_[1] = arena_.floats("delta.1");
}

std::int64_t FusedEngine::grain(std::int64_t multiply_adds) {
  return std::max<std::int64_t>(1, kWorthAThread / std::max<std::int64_t>(1, multiply_adds));
}

Evaluation FusedEngine::learn(const BatchRows& rows) {
  const std::int64_t panels = panels_of(rows.count);
  pool_.split(panels, grain(kPanelRows * parameter_count(model_)), [&](std::int64_t begin, std::int64_t end) {
    PanelOfRows next = locate(rows, begin);
    for (std::int64_t p = begin; p < end; ++p) {
      const PanelOfRows panel = next;
      if (p + 1 < end) next = locate(rows, p + 1);
      gather(panel, p);
      forward_panel(p, panel.count, true);
    }
  });
  const Evaluation sums = measure(logits_, batch_target_, rows.count, output_delta_);
  output_deltas(rows.count);
  backward(rows.count);
  return sums;
}

const float* FusedEngine::infer(std::int64_t first, std::int64_t count) {
  const std::int64_t width = data_.source_width();
  pool_.split(panels_of(count), grain(kPanelRows * parameter_count(model_)),
              [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t p = begin; p < end; ++p) {
                  const std::int64_t samples = std::min(kPanelRows, count - p * kPanelRows);
                  make_panel(data_.source() + (first + p * kPanelRows) * width, width, samples, p);
                  forward_panel(p, samples, false);
                }
              });
  return logits_;
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

void FusedEngine::forward_panel(std::int64_t panel, std::int64_t count, bool training) {
  const float* x = input_panels_ + panel * kPanelRows * model_.inputs();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const bool hidden = l + 1 < layers_.size(), relu = hidden && model_.activation == Activation::kRelu;
    const std::int64_t size = kPanelRows * layer.out;
    float* const y = layer.activation + panel * size;
    kernels_.forward(layer.weight, layer.bias, layer.in, layer.out, x, relu, y);
    if (hidden && !relu) {
      if (training && layer.pre_activation) std::copy_n(y, size, layer.pre_activation + panel * size);
      activate(model_.activation, y, size);
    }
    if (hidden && training) {
      const std::int64_t stride = row_stride(layer.out);
      kernels_.from_panel(y, layer.out, activation_rows_[l] + panel * kPanelRows * stride, stride);
    }
    x = y;
  }
  const std::int64_t outputs = model_.outputs();
  float* const logits = logits_ + panel * kPanelRows * outputs;
  if (outputs == 1) {  // a panel of one feature is its samples
    std::copy_n(x, count, logits);
  } else {
    kernels_.from_panel(x, outputs, logits, outputs);
  }
}

void FusedEngine::output_deltas(std::int64_t rows) {
  const std::int64_t outputs = model_.outputs();
  for (std::int64_t p = 0; p < panels_of(rows); ++p) {
    const std::int64_t at = p * kPanelRows * outputs;
    kernels_.to_panel(output_delta_ + at, outputs, std::min(kPanelRows, rows - p * kPanelRows), outputs,
                      delta_[0] + at);
  }
}

void FusedEngine::backward(std::int64_t rows) {
  const std::int64_t panels = panels_of(rows);
  const UpdateRule rule(settings_.optimizer, updates_);
  float* delta = delta_[0];
  float* below = delta_[1];
  for (std::size_t l = layers_.size(); l-- > 0;) {
    if (l > 0) input_gradient(l, delta, below, panels);  // before the weights change
    learn_layer(l, delta, panels, rule);
    std::swap(delta, below);
  }
}

void FusedEngine::input_gradient(std::size_t l, const float* delta, float* below, std::int64_t panels) {
  const Layer& layer = layers_[l];
  const Layer& previous = layers_[l - 1];
  const bool relu = model_.activation == Activation::kRelu;
  const std::int64_t size = kPanelRows * layer.in;
  pool_.split(panels, grain(size * layer.out), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t p = begin; p < end; ++p) {
      const float* const value = previous.activation + p * size;
      kernels_.input_gradient(layer.weight, layer.in, layer.out, delta + p * kPanelRows * layer.out,
                              relu ? value : nullptr, below + p * size);
      if (relu) continue;
      const float* const z = previous.pre_activation ? previous.pre_activation + p * size : nullptr;
      activate_backward(model_.activation, value, z, below + p * size, size);
    }
  });
}

void FusedEngine::learn_layer(std::size_t l, const float* delta, std::int64_t panels,
                              const UpdateRule& rule) {
  const Layer& layer = layers_[l];
  const bool first_layer = l == 0;
  const PanelKernels::WeightGradient at{.dy = delta,
                                        .x = first_layer ? batch_input_ : activation_rows_[l - 1],
                                        .panels = panels,
                                        .in = layer.in,
                                        .out = layer.out,
                                        .stride = row_stride(layer.in),
                                        .dw = layer.weight_gradient,
                                        .db = layer.bias_gradient};
  const std::int64_t weights = layer.weight - blocks_.weights, biases = layer.bias - blocks_.weights;
  const std::int64_t units = (layer.out + kRowUnit - 1) / kRowUnit;
  const std::int64_t block = std::max<std::int64_t>(1, kUpdateBlock / (kRowUnit * layer.in)) * kRowUnit;
  const std::int64_t cost = kRowUnit * layer.in * (panels * kPanelRows + kUpdateCost);
  pool_.split(units, grain(cost), [&](std::int64_t begin, std::int64_t end) {
    const std::int64_t last = std::min(end * kRowUnit, layer.out);
    for (std::int64_t row = begin * kRowUnit; row < last; row += block) {
      const std::int64_t next = std::min(row + block, last);
      kernels_.weight_gradient(at, row, next);
      rule.apply(blocks_, weights + row * layer.in, weights + next * layer.in);
      rule.apply(blocks_, biases + row, biases + next);
    }
  });
}

}  // namespace headroom::cpu
