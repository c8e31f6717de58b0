// Compiled without fusing a product and a sum (-ffp-contract=off): then every processor rounds each of them
// alike, however many of them it computes at once.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/portable_math.h"
#include "core/device/cpu/arithmetic.h"
#include "core/device/cpu/clones.h"

namespace headroom::cpu {

namespace portable {

// In double and rounded once.
inline float exp_of(float x) { return static_cast<float>(portable_exp(static_cast<double>(x))); }
inline float log_of(float x) { return static_cast<float>(portable_log(static_cast<double>(x))); }
inline float log1p_of(float x) { return static_cast<float>(portable_log1p(static_cast<double>(x))); }
inline float tanh_of(float x) { return static_cast<float>(portable_tanh(static_cast<double>(x))); }
inline float erf_of(float x) { return static_cast<float>(portable_erf(static_cast<double>(x))); }
#include "core/device/cpu/arithmetic.inc"

}  // namespace portable

const Arithmetic& portable_arithmetic() { return portable::kArithmetic; }

}  // namespace headroom::cpu
