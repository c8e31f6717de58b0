// Memory in pages of 2 MiB instead of 4 KiB: a large block that is written for the first time costs one
// interruption for 512 of them.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace headroom {

// Asks for them on the whole pages inside the block; before it is first written. Only advice: without it, or
// where the system has none to give, nothing else changes.
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
