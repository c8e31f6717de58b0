// Memory in pages of 2 MiB instead of 4 KiB: writing a large block for the first time then takes one page
// fault where it would have taken 512.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace headroom {

// Asks for huge pages wherever a whole one lies inside the block; call before the block is first written. It
// is only advice: where the system has none to give, nothing else changes.
inline void advise_huge_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kHuge = std::uintptr_t{2} << 20;
  const auto begin = reinterpret_cast<std::uintptr_t>(block);
  const std::uintptr_t first = (begin + kHuge - 1) / kHuge * kHuge;
  const std::uintptr_t end = (begin + bytes) / kHuge * kHuge;
  if (first < end) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace headroom
