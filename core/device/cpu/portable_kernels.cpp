// Compiled without fusing a product and a sum (-ffp-contract=off). Sums run in the order of the summed index
// in every set, so the width of the registers does not matter: all sets give the same bits.
#include <cstring>
#include <type_traits>

#include "core/device/cpu/panel_kernels.h"

namespace headroom::cpu {

namespace portable_kernels {
inline constexpr bool kPortable = true;
#include "core/device/cpu/panel_kernel_sets.inc"
}  // namespace portable_kernels

std::vector<const PanelKernels*> all_portable_kernels() { return portable_kernels::runnable_sets(); }

const PanelKernels& best_portable_kernels() {
  static const PanelKernels* const best = all_portable_kernels().front();
  return *best;
}

}  // namespace headroom::cpu
