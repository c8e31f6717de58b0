#include "core/device/cpu/losses.h"

#include <algorithm>
#include <cmath>

namespace headroom::cpu {

namespace {

float sigmoid(float z) { return 1.0F / (1.0F + std::exp(-z)); }

float weight_of(const LossRows& at, std::int64_t own) {
  return at.class_weights ? at.class_weights[own] : 1.0F;
}

// p[n] <- exp(z - max z); returns the sum. NaN logits end as NaN.
float exponentials(const float* z, std::int64_t n, float highest, float* p) {
  float sum = 0;
  for (std::int64_t c = 0; c < n; ++c) {
    const float e = std::exp(z[c] - highest);
    if (p) p[c] = e;
    sum += e;
  }
  return sum;
}

void softmax_row(const LossRows& at, std::int64_t row, std::int64_t classes, float scale) {
  const float* z = at.logits + row * classes;
  const auto target = static_cast<std::int64_t>(at.targets[row]);
  const std::int64_t best = std::max_element(z, z + classes) - z;
  float* delta = at.delta ? at.delta + row * classes : nullptr;
  const float sum = exponentials(z, classes, z[best], delta);
  const float weight = weight_of(at, target);
  at.loss[row] = weight * (std::log(sum) - (z[target] - z[best]));
  at.correct[row] = best == target ? 1 : 0;
  if (!delta) return;
  scale *= weight;
  const float share = scale / sum;
  for (std::int64_t c = 0; c < classes; ++c) delta[c] *= share;
  delta[target] -= scale;
}

void sigmoid_row(const LossRows& at, std::int64_t row, float scale) {
  const float z = at.logits[row];
  const float t = at.targets[row];
  const float weight = weight_of(at, t > 0.5F ? 1 : 0);
  at.loss[row] = weight * ((z < 0.0F ? 0.0F : z) - z * t + std::log1p(std::exp(-std::fabs(z))));
  at.correct[row] = (z > 0.0F) == (t > 0.5F) ? 1 : 0;
  if (at.delta) at.delta[row] = (sigmoid(z) - t) * (scale * weight);
}

void linear_row(const LossRows& at, std::int64_t row, float scale) {
  const float difference = at.logits[row] - at.targets[row];
  at.loss[row] = difference * difference;
  at.correct[row] = 0;
  if (at.delta) at.delta[row] = 2.0F * difference * scale;
}

}  // namespace

void row_losses(Output output, std::int64_t outputs, const LossRows& at, std::int64_t begin, std::int64_t end,
                float scale) {
  switch (output) {
    case Output::kSoftmax:
      for (std::int64_t row = begin; row < end; ++row) softmax_row(at, row, outputs, scale);
      break;
    case Output::kSigmoid:
      for (std::int64_t row = begin; row < end; ++row) sigmoid_row(at, row, scale);
      break;
    case Output::kLinear:
      for (std::int64_t row = begin; row < end; ++row) linear_row(at, row, scale);
      break;
  }
}

void apply_output(Output output, std::int64_t outputs, float* values, std::int64_t rows) {
  if (output == Output::kSigmoid) {
    for (std::int64_t i = 0; i < rows * outputs; ++i) values[i] = sigmoid(values[i]);
  }
  if (output != Output::kSoftmax) return;
  for (std::int64_t row = 0; row < rows; ++row) {
    float* z = values + row * outputs;
    const float sum = exponentials(z, outputs, *std::max_element(z, z + outputs), z);
    for (std::int64_t c = 0; c < outputs; ++c) z[c] /= sum;
  }
}

}  // namespace headroom::cpu
