#include "core/device/cpu/panel_kernels.h"

#include <cstring>
#include <type_traits>

namespace headroom::cpu {

namespace native_kernels {
inline constexpr bool kPortable = false;
#include "core/device/cpu/panel_kernel_sets.inc"
}  // namespace native_kernels

std::vector<const PanelKernels*> all_panel_kernels() { return native_kernels::runnable_sets(); }

const PanelKernels& best_panel_kernels() {
  static const PanelKernels* const best = all_panel_kernels().front();
  return *best;
}

}  // namespace headroom::cpu
