#include "core/device/cpu/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/device/cpu/clones.h"

namespace headroom::cpu {

namespace native {

inline float exp_of(float x) { return std::exp(x); }
inline float log_of(float x) { return std::log(x); }
inline float log1p_of(float x) { return std::log1p(x); }
inline float tanh_of(float x) { return std::tanh(x); }
inline float erf_of(float x) { return std::erf(x); }
#include "core/device/cpu/arithmetic.inc"

}  // namespace native

const Arithmetic& native_arithmetic() { return native::kArithmetic; }

}  // namespace headroom::cpu
