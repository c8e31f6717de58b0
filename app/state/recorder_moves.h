// Where one can go in the flight recorder, and the ways back after a divergence: for the views, the keys, the
// scripts and the facts alike.
//
//   if (const auto look = recorder_move(run, RecorderMove::kBack)) post(*look);   // key ,
//   const std::vector<WayBack> ways = ways_back(run);
//   post(go_back_command(ways[chosen_way(state.recorder, ways)]));                // Enter
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/state/recorder_options.h"
#include "core/run/command.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The step that every tab shows: that of the recorder, or the newest.
std::int64_t shown_step(const RecorderStatus& recorder);
// Nothing can be looked back at: no state is kept yet.
bool recorder_empty(const RecorderStatus& recorder);
// The nearest step that can be looked at; the newest is live.
command::LookBack look_at_step(const RecorderStatus& recorder, std::int64_t step);
// Empty: it leads nowhere from here.
std::optional<command::LookBack> recorder_move(const Snapshot& run, RecorderMove move);

// Keys repeat faster than the run answers: each goes on from where the one before leads.
class RecorderAim {
 public:
  // The `count`-th command that was posted.
  void posted(const Command& command, std::uint64_t count);
  std::optional<command::LookBack> move(const Snapshot& run, RecorderMove move) const;

 private:
  std::optional<std::int64_t> step_;  // of the last command::LookBack
  std::uint64_t count_ = 0;
};

// Where the run is looked at, as the clock says it: "live", "epoch 5", "step 460".
struct ClockWords {
  std::string text;
  bool past = false;  // the recorder has gone back
};
ClockWords clock_words(const Snapshot& run);

// Best first; while there are no figures, what is known without trying: the last good epoch with a lower
// rate, whose step is -1. Empty where nothing diverged.
std::vector<WayBack> ways_back(const Snapshot& run);
// Index of the way that is chosen, else of the one that is advised; `ways` is not empty.
std::size_t chosen_way(const RecorderOptions& options, const std::vector<WayBack>& ways);
command::GoBack go_back_command(const WayBack& way);
// The next divergence is tried anew.
void forget_gone_ways(const Snapshot& run, RecorderOptions& options);
inline WayKey key_of(const WayBack& way) { return {way.step, way.learning_rate}; }
// "step 460, a third of its rate"
std::string way_title(const WayBack& way);

}  // namespace headroom::app
