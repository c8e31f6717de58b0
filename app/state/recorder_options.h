// What the window shows of the flight recorder, and where in it one goes: kept with the window's state, so
// that scripts and tests choose it as a click does.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/names.h"

namespace headroom::app {

enum class RecorderMove { kBack, kOn, kEpochBack, kEpochOn, kNewest };
inline constexpr auto kRecorderMoves = names<RecorderMove>({{RecorderMove::kBack, "back"},
                                                            {RecorderMove::kOn, "on"},
                                                            {RecorderMove::kEpochBack, "epoch-back"},
                                                            {RecorderMove::kEpochOn, "epoch-on"},
                                                            {RecorderMove::kNewest, "newest"}});

// One of the ways back after a divergence; ways change their places when they have been tried.
struct WayKey {
  std::int64_t step = 0;  // -1: the last good epoch
  double learning_rate = 0;
  bool operator==(const WayKey&) const = default;
};

struct RecorderOptions {
  bool open = false;               // the panel below the curves
  bool tries = true;               // ways back are tried after a divergence
  std::optional<WayKey> way = {};  // that is chosen; empty: the one that is advised
};

}  // namespace headroom::app
