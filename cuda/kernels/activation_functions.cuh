// The activation functions on the device: value(z), and slope(saved) from what the forward pass left behind
// (the activation itself; z for GELU).
#pragma once

#include <cmath>

#include "core/model/spec.h"

namespace headroom::gpu {

struct Identity {
  __device__ static float value(float z) { return z; }
};
struct Relu {
  __device__ static float value(float z) { return z < 0 ? 0.0F : z; }  // keeps NaN visible
  __device__ static float slope(float a) { return a > 0 ? 1.0F : 0.0F; }
};
struct Tanh {
  __device__ static float value(float z) { return tanhf(z); }
  __device__ static float slope(float a) { return 1.0F - a * a; }
};
struct Sigmoid {
  __device__ static float value(float z) { return 1.0F / (1.0F + expf(-z)); }
  __device__ static float slope(float a) { return a * (1.0F - a); }
};
struct Gelu {
  __device__ static float phi(float z) { return 0.5F * erfcf(-z * 0.70710678118654752440F); }
  __device__ static float value(float z) { return z * phi(z); }
  __device__ static float slope(float z) {
    return phi(z) + z * 0.39894228040143267794F * expf(-0.5F * z * z);  // 1 / sqrt(2 pi)
  }
};

// For kernels that know the function only when they run.
__device__ inline float activation_value(Activation kind, float z) {
  switch (kind) {
    case Activation::kRelu: return Relu::value(z);
    case Activation::kTanh: return Tanh::value(z);
    case Activation::kSigmoid: return Sigmoid::value(z);
    case Activation::kGelu: return Gelu::value(z);
  }
  return NAN;
}
__device__ inline float activation_slope(Activation kind, float saved) {
  switch (kind) {
    case Activation::kRelu: return Relu::slope(saved);
    case Activation::kTanh: return Tanh::slope(saved);
    case Activation::kSigmoid: return Sigmoid::slope(saved);
    case Activation::kGelu: return Gelu::slope(saved);
  }
  return NAN;
}

}  // namespace headroom::gpu
