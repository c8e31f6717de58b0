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

// In place.
void softmax(std::span<double> z) {
  const double highest = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (double& value : z) sum += value = std::exp(value - highest);
  for (double& value : z) value /= sum;
}

void apply_output(Output output, std::span<double> z) {
  if (output == Output::kSoftmax) softmax(z);
  if (output == Output::kSigmoid) std::transform(z.begin(), z.end(), z.begin(), logistic);
}

constexpr std::size_t kLanes =
    kTraceRows;  // rows that go through a layer together: their sums stay in registers

// z = W x + b of kLanes rows; x: [in, kLanes], z: [out, kLanes].
std::vector<double> affine(const LayerWeights& layer, const std::vector<double>& x) {
  const std::size_t in = x.size() / kLanes;
  std::vector<double> z(layer.bias.size() * kLanes);
  for (std::size_t o = 0; o < layer.bias.size(); ++o) {
    double sums[kLanes];
    std::fill_n(sums, kLanes, static_cast<double>(layer.bias[o]));
    const float* const row = layer.weight.data() + o * in;
    for (std::size_t i = 0; i < in; ++i) {
      const auto w = static_cast<double>(row[i]);
      for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += w * x[i * kLanes + lane];
    }
    std::copy_n(sums, kLanes, z.data() + o * kLanes);
  }
  return z;
}

// The same of one row, in the same order of additions; four sums at a time keep the processor busy.
std::vector<double> affine_of_row(const LayerWeights& layer, const std::vector<double>& x) {
  constexpr std::size_t kSums = 4;
  const std::size_t in = x.size(), out = layer.bias.size();
  std::vector<double> z(layer.bias.begin(), layer.bias.end());
  for (std::size_t first = 0; first < out; first += kSums) {
    const std::size_t count = std::min(kSums, out - first);
    double sums[kSums] = {};
    const float* rows[kSums] = {};
    for (std::size_t k = 0; k < kSums; ++k) {
      const std::size_t o = first + std::min(k, count - 1);
      sums[k] = z[o];
      rows[k] = layer.weight.data() + o * in;
    }
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t k = 0; k < kSums; ++k) sums[k] += static_cast<double>(rows[k][i]) * x[i];
    }
    std::copy_n(sums, count, z.begin() + static_cast<std::ptrdiff_t>(first));
  }
  return z;
}

void trace_row(const ModelSpec& spec, const Weights& weights, std::span<const float> features,
               std::vector<LayerTrace>& trace) {
  std::vector<double> x(features.begin(), features.end());
  for (std::size_t l = 0; l < trace.size(); ++l) {
    x = affine_of_row(weights.layers[l], x);
    trace[l].pre_activation = x;
    if (l + 1 < trace.size()) {
      for (double& value : x) value = activate(spec.activation, value);
    } else {
      apply_output(spec.output, x);
    }
    trace[l].activation = x;
  }
}

// rows [count, width] <- the first `count` lanes of panel [width, kLanes].
void take_rows(const std::vector<double>& panel, std::size_t count, double* rows) {
  const std::size_t width = panel.size() / kLanes;
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t i = 0; i < width; ++i) rows[r * width + i] = panel[i * kLanes + r];
  }
}

// At most kLanes rows, from row `first` of the trace on.
void trace_panel(const ModelSpec& spec, const Weights& weights, std::span<const float> features,
                 std::size_t first, std::vector<LayerTrace>& trace) {
  const auto inputs = static_cast<std::size_t>(spec.inputs());
  const std::size_t rows = features.size() / inputs;
  std::vector<double> x(inputs * kLanes, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t i = 0; i < inputs; ++i)
      x[i * kLanes + r] = static_cast<double>(features[r * inputs + i]);
  }
  for (std::size_t l = 0; l < trace.size(); ++l) {
    x = affine(weights.layers[l], x);
    const std::size_t out = weights.layers[l].bias.size(), at = first * out;
    take_rows(x, rows, trace[l].pre_activation.data() + at);
    if (l + 1 < trace.size()) {
      for (double& value : x) value = activate(spec.activation, value);
    }
    double* const values = trace[l].activation.data() + at;
    take_rows(x, rows, values);
    if (l + 1 < trace.size()) continue;
    for (std::size_t r = 0; r < rows; ++r) apply_output(spec.output, {values + r * out, out});
  }
}

}  // namespace

std::vector<LayerTrace> trace_layers(const ModelSpec& spec, const Weights& weights,
                                     std::span<const float> features) {
  validate(spec);
  check_shapes(spec, weights, "trace");
  const auto inputs = static_cast<std::size_t>(spec.inputs());
  const std::size_t rows = features.size() / inputs;
  if (rows == 0 || rows * inputs != features.size()) {
    throw Error(ErrorCode::kBadInput, std::to_string(features.size()) + " numbers are no whole rows of the " +
                                          std::to_string(inputs) + " features that the network takes");
  }
  std::vector<LayerTrace> trace(weights.layers.size());
  if (rows == 1) {
    trace_row(spec, weights, features, trace);
    return trace;
  }
  for (std::size_t l = 0; l < trace.size(); ++l) {
    trace[l].pre_activation.resize(rows * weights.layers[l].bias.size());
    trace[l].activation.resize(trace[l].pre_activation.size());
  }
  for (std::size_t first = 0; first < rows; first += kLanes) {
    const std::size_t count = std::min(kLanes, rows - first);
    trace_panel(spec, weights, features.subspan(first * inputs, count * inputs), first, trace);
  }
  return trace;
}

double row_loss(Output output, std::span<const double> z, double target) {
  switch (output) {
    case Output::kLinear: return (z[0] - target) * (z[0] - target);
    case Output::kSigmoid: return std::max(z[0], 0.0) - z[0] * target + std::log1p(std::exp(-std::abs(z[0])));
    case Output::kSoftmax: break;
  }
  const double highest = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (const double value : z) sum += std::exp(value - highest);
  return highest + std::log(sum) - z[static_cast<std::size_t>(target)];
}

std::int64_t predicted_class(Output output, std::span<const double> z) {
  if (output == Output::kSoftmax) return std::max_element(z.begin(), z.end()) - z.begin();
  return output == Output::kSigmoid && z[0] > 0 ? 1 : 0;
}

}  // namespace headroom
