// The kernels of panel_kernels.h for portable arithmetic: compiled without fusing a product and a sum
// (-ffp-contract=off). Sums run in the order of the summed index in every set, so the width of the registers
// does not matter: all sets give the same bits.
#include <cstring>
#include <type_traits>

#include "core/device/cpu/panel_kernels.h"

namespace headroom::cpu::portable_baseline {
inline constexpr int kLanes = 4, kTileRows = 3;
inline constexpr bool kPortable = true;
inline constexpr const char* kName = "portable, baseline";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::portable_baseline

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC target("avx2")
namespace headroom::cpu::portable_avx2 {
inline constexpr int kLanes = 8, kTileRows = 6;
inline constexpr bool kPortable = true;
inline constexpr const char* kName = "portable, AVX2";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::portable_avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2")
namespace headroom::cpu::portable_avx512 {
inline constexpr int kLanes = 16, kTileRows = 12;
inline constexpr bool kPortable = true;
inline constexpr const char* kName = "portable, AVX-512";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::portable_avx512
#pragma GCC pop_options
#endif

namespace headroom::cpu {

std::vector<const PanelKernels*> all_portable_kernels() {
  std::vector<const PanelKernels*> kernels;
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  const bool avx2 = __builtin_cpu_supports("avx2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (avx512) kernels.push_back(&portable_avx512::kKernels);
  if (avx2) kernels.push_back(&portable_avx2::kKernels);
#endif
  kernels.push_back(&portable_baseline::kKernels);
  return kernels;
}

const PanelKernels& best_portable_kernels() {
  static const PanelKernels* const best = all_portable_kernels().front();
  return *best;
}

}  // namespace headroom::cpu
