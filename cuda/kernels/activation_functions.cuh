// The activation functions on the device: value(z), and slope(saved) from what the forward pass left behind
// (z for those that keep it, else the activation itself).
#pragma once

#include <cmath>

#include "core/model/activation.h"

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

struct Silu {
  __device__ static float value(float z) { return z * Sigmoid::value(z); }
  __device__ static float slope(float z) {
    const float s = Sigmoid::value(z);
    return s * (1.0F + z * (1.0F - s));
  }
};

// visit(Function{}), on the host or in a kernel.
#ifdef __CUDACC__
#pragma nv_exec_check_disable  // a visitor is either the host's or the device's
#endif
template <typename Visit>
__host__ __device__ auto with_activation(Activation kind, const Visit& visit) {
  switch (kind) {
    case Activation::kRelu: break;
    case Activation::kTanh: return visit(Tanh{});
    case Activation::kSigmoid: return visit(Sigmoid{});
    case Activation::kGelu: return visit(Gelu{});
    case Activation::kSilu: return visit(Silu{});
  }
  return visit(Relu{});
}

// For kernels that know the function only when they run.
__device__ inline float activation_value(Activation kind, float z) {
  return with_activation(kind, [z](auto function) { return decltype(function)::value(z); });
}
__device__ inline float activation_slope(Activation kind, float saved) {
  return with_activation(kind, [saved](auto function) { return decltype(function)::slope(saved); });
}

}  // namespace headroom::gpu
