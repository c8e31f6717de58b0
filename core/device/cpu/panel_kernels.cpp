#include "core/device/cpu/panel_kernels.h"

#include <cstring>
#include <type_traits>

// Each inclusion compiles the same functions for another instruction set, into a namespace of its own.
// Headers with code stand above, so that nothing of theirs is compiled for a processor that this one
// may not be.
namespace headroom::cpu::baseline {
inline constexpr int kLanes = 4, kTileRows = 3;
inline constexpr bool kPortable = false;
inline constexpr const char* kName = "baseline";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::baseline

// Clang does not know these pragmas: what it compiles takes the baseline, as with clones.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define HEADROOM_HAS_X86_KERNELS 1
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace headroom::cpu::avx2 {
inline constexpr int kLanes = 8, kTileRows = 6;
inline constexpr bool kPortable = false;
inline constexpr const char* kName = "AVX2";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")
namespace headroom::cpu::avx512 {
inline constexpr int kLanes = 16, kTileRows = 12;
inline constexpr bool kPortable = false;
inline constexpr const char* kName = "AVX-512";
#include "core/device/cpu/panel_kernels.inc"
}  // namespace headroom::cpu::avx512
#pragma GCC pop_options
#endif

namespace headroom::cpu {

std::vector<const PanelKernels*> all_panel_kernels() {
  std::vector<const PanelKernels*> kernels;
#ifdef HEADROOM_HAS_X86_KERNELS
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  if (avx512) kernels.push_back(&avx512::kKernels);
  if (avx2) kernels.push_back(&avx2::kKernels);
#endif
  kernels.push_back(&baseline::kKernels);
  return kernels;
}

const PanelKernels& best_panel_kernels() {
  static const PanelKernels* const best = all_panel_kernels().front();
  return *best;
}

}  // namespace headroom::cpu
