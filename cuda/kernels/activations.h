// Bias and activation of a layer, and the way back.
//
// Formulas as core/model/layer_trace.cpp: ReLU max(z, 0), tanh, sigmoid 1/(1+e^-z), GELU z*Phi(z) with the
// exact error function. ReLU's derivative at 0 is 0, as PyTorch's.
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"

namespace headroom::gpu {

// z [rows, width] += bias [width].
void add_bias(StreamHandle stream, const float* bias, std::int64_t rows, std::int64_t width, float* z);

// z += bias; activation = act(z). activation may be z itself where the way back needs no z (all but GELU).
void add_bias_and_activate(StreamHandle stream, Activation kind, const float* bias, std::int64_t rows,
                           std::int64_t width, float* z, float* activation);

// delta *= act'(z), in place. saved: the activation for ReLU, tanh and sigmoid, z for GELU.
void activation_backward(StreamHandle stream, Activation kind, const float* saved, std::int64_t count,
                         float* delta);

// gradient [width] = column sums of delta [rows, width], in a fixed order of additions.
void bias_gradient(StreamHandle stream, const float* delta, std::int64_t rows, std::int64_t width,
                   float* gradient);

}  // namespace headroom::gpu
