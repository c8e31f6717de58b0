// The activations that hidden layers can have.
//
// A new one is a row here and its formulas, each in one file: core/model/layer_trace.cpp (in double),
// core/device/cpu/activations.cpp, cuda/kernels/activation_functions.cuh.
#pragma once

#include "core/base/names.h"

namespace headroom {

enum class Activation { kRelu, kTanh, kSigmoid, kGelu, kSilu };

struct ActivationRow {
  Activation value;
  std::string_view name;
  std::string_view title;     // in the window
  bool keeps_pre_activation;  // for the backward pass: act'(z) cannot be computed from act(z)
};

inline constexpr auto kActivationTable = named_rows<ActivationRow>({
    {Activation::kRelu, "relu", "ReLU", false},
    {Activation::kTanh, "tanh", "tanh", false},
    {Activation::kSigmoid, "sigmoid", "sigmoid", false},
    {Activation::kGelu, "gelu", "GELU", true},
    {Activation::kSilu, "silu", "SiLU", true},
});

inline std::string_view activation_name(Activation a) { return kActivationTable.name(a); }
inline Activation parse_activation(std::string_view name) {
  return kActivationTable.parse(name, "activation");
}

}  // namespace headroom
