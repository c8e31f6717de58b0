// Bias and activation of a layer, forward and backward.
// Formulas: activation_functions.cuh, as in core/model/layer_trace.cpp. ReLU's derivative at 0 is 0, as in
// PyTorch.
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"

namespace headroom::gpu {

// z [rows, width] += bias [width].
void add_bias(StreamHandle stream, const float* bias, std::int64_t rows, std::int64_t width, float* z);

// z += bias; activation = act(z). activation may be z itself where the backward pass needs no z
// (kActivationTable).
void add_bias_and_activate(StreamHandle stream, Activation kind, const float* bias, std::int64_t rows,
                           std::int64_t width, float* z, float* activation);

// delta *= act'(z), in place. saved: z where kActivationTable says so, else the activation.
void activation_backward(StreamHandle stream, Activation kind, const float* saved, std::int64_t count,
                         float* delta);

// gradient [width] = column sums of delta [rows, width], in a fixed order of additions.
void bias_gradient(StreamHandle stream, const float* delta, std::int64_t rows, std::int64_t width,
                   float* gradient);

}  // namespace headroom::gpu
