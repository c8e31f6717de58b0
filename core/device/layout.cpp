#include "core/device/layout.h"

namespace headroom {

BackendLayout cpu_layout() {
  return {
      .alignment = 64, .workspace_bytes = 0, .in_main_memory = true, .panels = true, .generates_terms = true};
}

// cuBLASLt: 256-byte alignment as cudaMalloc gives it, and the 32 MiB workspace NVIDIA advises for
// Hopper, handed over by us so that it stands in the table. No weight copies: under bf16 the products
// read the fp32 weights and round them on the way into the multiplier.
BackendLayout cuda_layout() {
  return {.alignment = 256,
          .workspace_bytes = 32 * kMiB,
          .panels = false,
          .generates_terms = true,
          .streams_rows = true,
          .keeps_time = true};
}

std::int64_t DataShape::features() const {
  if (degree < 2) return columns;
  return checked_add(columns, checked_mul(columns, checked_add(columns, 1)) / 2);
}

}  // namespace headroom
