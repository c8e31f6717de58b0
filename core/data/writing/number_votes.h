// Which writings the spellings of a column speak for: counted once, by prefix and suffix.
//
// Example:
//   std::int64_t cells = 0;
//   const std::vector<NumberVotes> votes = count_number_votes(spellings, counts, cells);
//   const std::int64_t plain = votes.front().explained[0];   // cells of plain decimals
//
// Thread rule: pure functions. The views are into the spellings.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/writing/number_parts.h"

namespace headroom {

struct MarkHypothesis {
  char decimal;
  GroupMark group;
};

inline constexpr std::array<MarkHypothesis, 10> kMarkHypotheses = {{
    {'.', GroupMark::kNone},
    {'.', GroupMark::kComma},
    {'.', GroupMark::kBlank},
    {'.', GroupMark::kApostrophe},
    {'.', GroupMark::kUnderscore},
    {',', GroupMark::kNone},
    {',', GroupMark::kPoint},
    {',', GroupMark::kBlank},
    {',', GroupMark::kApostrophe},
    {',', GroupMark::kUnderscore},
}};

// Of all spellings with the same prefix and suffix.
struct NumberVotes {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::string_view prefix, suffix;
  std::int64_t cells = 0;
  std::array<std::int64_t, kMarkHypotheses.size()> explained{};  // cells by hypothesis
  std::size_t first = 0;                                         // spelling
  std::int64_t ambiguous =
      0;  // cells with one point or comma, exactly three digits behind, one to three before
  std::size_t ambiguous_point = kNone;  // the first of them
  std::size_t ambiguous_comma = kNone;
  std::size_t bracketed = kNone;  // the first in brackets
  std::int64_t unbracketed = 0;
  std::string_view blank_mark;  // the first blank between digits
  bool trailing_minus = false;  // in any
  bool marked = false;          // any with something else than digits among the digits
  bool detached = false;        // any with a blank before the suffix
  bool integers = false;        // any without marks
  bool long_integers = false;   // of five digits or more: who groups would have grouped them
  bool several_points = false;  // in all: these are kept apart,
  bool all_addresses = true;    // because 192.168.100.200 is no number
};

// `cells` becomes the number of all that are not missing words, numbers or not. Spellings that are no number
// in any writing, and those with affixes after the first few thousand different ones, are in no vote.
std::vector<NumberVotes> count_number_votes(std::span<const std::string> spellings,
                                            std::span<const std::int64_t> counts, std::int64_t& cells);

}  // namespace headroom
