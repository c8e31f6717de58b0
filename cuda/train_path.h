// The ways in which the CUDA engine carries out training steps. All compute the same step; their sums run in
// different orders, so results agree to rounding, and are the same bits for the same path, device and build.
//
// kBest takes the graph where the persistent kernel does not apply, else whichever a few measured steps
// favour: the crossover depends on the card (one multiprocessor against the time between kernels). Each size
// is measured once per process, with a margin in favour of the persistent kernel, so that the answer differs
// between processes only for networks whose ratio of the two times is close to that margin.
//
// With a GradientExchange a step has to stop before its update: kGraph where the exchange can be captured and
// kPlain was not requested, else kPlain.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/names.h"

namespace headroom::gpu {

enum class TrainPath {
  kBest,        // persistent or graph, whichever is measured to be faster
  kPlain,       // every kernel queued by the host: the oracle for the others
  kGraph,       // the same kernels, captured and launched as CUDA graphs
  kPersistent,  // one block trains many steps in one launch, everything in its shared memory
};

inline constexpr auto kTrainPathNames = names<TrainPath>({{TrainPath::kBest, "best"},
                                                          {TrainPath::kPlain, "plain"},
                                                          {TrainPath::kGraph, "graph"},
                                                          {TrainPath::kPersistent, "persistent"}});
inline std::string_view train_path_name(TrainPath path) { return kTrainPathNames.name(path); }
inline TrainPath parse_train_path(std::string_view name) {
  return kTrainPathNames.parse(name, "way of training");
}

// kPersistent or kGraph: measures seconds per step of both when `key` is new, else returns the earlier
// answer. Any thread.
TrainPath faster_path(const std::string& key, const std::function<double(TrainPath)>& seconds_per_step);

}  // namespace headroom::gpu
