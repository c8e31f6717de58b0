// A stacked bar of bytes: predicted parts ghosted, charged (allocated) parts filled.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct MemorySegment {
  std::string name;
  ImVec4 color;
  std::int64_t predicted = 0;
  std::int64_t charged = 0;  // 0: not allocated yet, drawn as a ghost
  std::int64_t bytes() const { return charged > predicted ? charged : predicted; }
};

struct MemoryBarSpec {
  std::vector<MemorySegment> segments;
  std::int64_t scale = 1;  // bytes at the right end
  std::int64_t limit = 0;  // a mark where the device ends; 0: none
};

void memory_bar(const Ui& ui, const Rect& area, const MemoryBarSpec& spec);

// Smallest round number of bytes at least a quarter above `need`.
std::int64_t zoomed_scale(std::int64_t need);

}  // namespace headroom::app
