// What a network's training looked like before it started over, or in a saved run: kept to be compared with,
// as a ghost behind the live curve.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/train/history.h"

namespace headroom {

inline constexpr std::size_t kMostPastRuns = 4;  // the oldest goes when another one comes

struct PastRun {
  std::uint64_t id = 0;   // of this program's life, from 1
  std::string model;      // "small": whose colour it has
  std::string title;      // "Small 2x50, seed 2, learning rate 0.01": what was different, in words
  std::string file = {};  // the folder of a saved run it was read from; empty: it was trained here
  std::int64_t steps_per_epoch = 0;
  History history;
};

// Newest first.
using PastRuns = std::vector<PastRun>;

}  // namespace headroom
