// What a network's training looked like before it started over, or in a saved run: kept to be compared with,
// as a ghost behind the live curve.
//
//   for (const PastRun& past : past_runs_of(load_run("yesterday"), facts.config, facts.task, "yesterday")) {
//     run.post(command::AddPast{std::make_shared<const PastRun>(past)});
//   }
//
// Thread rule: plain values, pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/run_config.h"
#include "core/train/history.h"

namespace headroom {

struct RunRecord;

inline constexpr std::size_t kMostPastRuns = 4;  // the oldest goes when another one comes

struct PastRun {
  std::uint64_t id = 0;   // of this program's life, from 1
  std::string model;      // "small": whose colour it has
  std::string title;      // "Small 2x50, seed 2, learning rate 0.01": what was different, in words
  std::string file = {};  // the folder of a saved run it was read from; empty: it was trained here
  bool branch = false;    // this run itself, left where it was gone back; goes with the next reset
  std::int64_t steps_per_epoch = 0;
  History history;
};

// Newest first.
using PastRuns = std::vector<PastRun>;

// The network, the seed, and what else was not as it is now, or not as the run was opened.
std::string past_title(const ModelChoice& choice, const RunConfig& then, const RunConfig& opened,
                       const RunConfig& now);

// The curves of a saved run, to be drawn over those of a run of `config`, whose data have `task`. Throws
// Error{kBadInput}, naming `folder`, where they cannot be compared: another task, so other metrics.
PastRuns past_runs_of(const RunRecord& record, const RunConfig& config, Task task, const std::string& folder);

}  // namespace headroom
