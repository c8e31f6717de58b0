#include "core/device/cpu/activations.h"

#include <cmath>
#include <numbers>

#include "core/device/cpu/clones.h"

namespace headroom::cpu {

HEADROOM_CLONES void relu(float* values, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] = values[i] < 0.0F ? 0.0F : values[i];
}

HEADROOM_CLONES void relu_backward(const float* value, float* delta, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) delta[i] = value[i] <= 0.0F ? 0.0F : delta[i];
}

HEADROOM_CLONES void tanh_backward(const float* value, float* delta, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) delta[i] *= 1.0F - value[i] * value[i];
}

HEADROOM_CLONES void sigmoid_backward(const float* value, float* delta, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) delta[i] *= value[i] * (1.0F - value[i]);
}

namespace {

constexpr float kSqrtHalf = std::numbers::sqrt2_v<float> / 2.0F;
constexpr float kInvSqrtTwoPi = std::numbers::inv_sqrtpi_v<float> * kSqrtHalf;

// The normal distribution function.
float phi(float z) { return 0.5F * (1.0F + std::erf(z * kSqrtHalf)); }

float logistic(float z) { return 1.0F / (1.0F + std::exp(-z)); }

}  // namespace

void activate(Activation activation, float* values, std::int64_t count) {
  switch (activation) {
    case Activation::kRelu: relu(values, count); break;
    case Activation::kTanh:
      for (std::int64_t i = 0; i < count; ++i) values[i] = std::tanh(values[i]);
      break;
    case Activation::kSigmoid:
      for (std::int64_t i = 0; i < count; ++i) values[i] = 1.0F / (1.0F + std::exp(-values[i]));
      break;
    case Activation::kGelu:
      for (std::int64_t i = 0; i < count; ++i) values[i] *= phi(values[i]);
      break;
    case Activation::kSilu:
      for (std::int64_t i = 0; i < count; ++i) values[i] *= logistic(values[i]);
      break;
  }
}

void activate_backward(Activation activation, const float* value, const float* z, float* delta,
                       std::int64_t count) {
  switch (activation) {
    case Activation::kRelu: relu_backward(value, delta, count); break;
    case Activation::kTanh: tanh_backward(value, delta, count); break;
    case Activation::kSigmoid: sigmoid_backward(value, delta, count); break;
    case Activation::kGelu:  // d/dz z phi(z) = phi(z) + z phi'(z)
      for (std::int64_t i = 0; i < count; ++i) {
        delta[i] *= phi(z[i]) + z[i] * kInvSqrtTwoPi * std::exp(-0.5F * z[i] * z[i]);
      }
      break;
    case Activation::kSilu:  // d/dz z s(z) = s(z) (1 + z (1 - s(z)))
      for (std::int64_t i = 0; i < count; ++i) {
        const float s = logistic(z[i]);
        delta[i] *= s * (1.0F + z[i] * (1.0F - s));
      }
      break;
  }
}

}  // namespace headroom::cpu
