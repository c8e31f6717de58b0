#include "core/data/csv/level_table.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace headroom {

std::int32_t LevelTable::code_of(std::string_view text) {
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
  if (last_.code >= 0 && last_.hash == hash && levels_[static_cast<std::size_t>(last_.code)] == text) {
    return last_.code;
  }
  if (2 * (levels_.size() + 1) > slots_.size()) grow();
  Slot& slot = slot_of(hash, text);
  if (slot.code < 0) {
    levels_.emplace_back(text);
    slot = {hash, static_cast<std::int32_t>(levels_.size() - 1)};
  }
  last_ = slot;
  return slot.code;
}

std::vector<std::string> LevelTable::take() {
  slots_.clear();
  last_ = {};
  return std::exchange(levels_, {});
}

// The slot of this text, or the free one where it belongs.
LevelTable::Slot& LevelTable::slot_of(std::uint32_t hash, std::string_view text) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.code < 0) return slot;
    if (slot.hash == hash && levels_[static_cast<std::size_t>(slot.code)] == text) return slot;
  }
}

void LevelTable::grow() {
  std::vector<Slot> before =
      std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(64, 4 * slots_.size())));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.code < 0) continue;
    std::size_t i = slot.hash & mask;
    while (slots_[i].code >= 0) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

}  // namespace headroom
