// Gives texts numbers in the order of their first appearance: 0, 1, 2, ...
//
//   LevelTable table;
//   table.code_of("red");    // 0
//   table.code_of("green");  // 1
//   table.code_of("red");    // 0
//   table.take();            // {"red", "green"}
//
// Each text is stored once, and the table beside it holds eight bytes a slot, so that a column of nearly as
// many texts as rows (names, times) costs little more than its texts. Slots are tried one after another
// (linear probing), at most half of them are taken.
//
// Thread rule: one object, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

class LevelTable {
 public:
  std::int32_t code_of(std::string_view text);
  const std::vector<std::string>& levels() const { return levels_; }
  // The texts by their numbers; leaves the table empty.
  std::vector<std::string> take();

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::int32_t code = -1;  // -1: free
  };
  void grow();
  Slot& slot_of(std::uint32_t hash, std::string_view text);

  std::vector<Slot> slots_;  // none, or a power of two of them
  std::vector<std::string> levels_;
  Slot last_;  // rows are often sorted
};

}  // namespace headroom
