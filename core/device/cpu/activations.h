// Activations and their derivatives, element by element.
//
// Thread rule: pure functions on the caller's memory.
#pragma once

#include <cstdint>

#include "core/model/spec.h"

namespace headroom::cpu {

// values[count] <- act(values). NaN stays NaN, so that a diverged run shows.
void activate(Activation activation, float* values, std::int64_t count);

// delta[count] <- delta * act'(z). `value` is act(z); `z` is read for those that keep it (kActivationTable).
void activate_backward(Activation activation, const float* value, const float* z, float* delta,
                       std::int64_t count);

}  // namespace headroom::cpu
