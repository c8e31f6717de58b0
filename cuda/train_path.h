// The ways in which the CUDA engine carries out training steps. All compute the same step; their sums run in
// different orders, so results agree to rounding, and are the same bits for the same path, device and build.
//
// kBest decides by sizes alone, never by a clock: the same run takes the same path every time.
#pragma once

#include <string_view>

namespace headroom::gpu {

enum class TrainPath {
  kBest,        // persistent where the network and its batch fit into one block's memory, else graph
  kPlain,       // every kernel queued by the host: the oracle for the others
  kGraph,       // the same kernels, captured and launched as CUDA graphs
  kPersistent,  // one block trains many steps in one launch, everything in its shared memory
};

std::string_view train_path_name(TrainPath path);  // "best", "plain", "graph", "persistent"
// Throws Error{kUsage} that lists the choices.
TrainPath parse_train_path(std::string_view name);

}  // namespace headroom::gpu
