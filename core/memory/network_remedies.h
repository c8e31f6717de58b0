// Changes that make a plan need less, and the job after each of them.
//
// Internal to core/memory and core/plan; others read NetworkPlan. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/memory/network_plan.h"

namespace headroom {

// The same job with one thing changed.
NetworkJob with_batch(NetworkJob job, std::int64_t batch);
// The share of training rows stays.
NetworkJob with_rows(NetworkJob job, std::int64_t rows);
// Every hidden layer of the network with the most weights gets this width.
NetworkJob with_width(NetworkJob job, std::int64_t width);

std::int64_t widest_hidden(const NetworkJob& job);  // 0 when no network has a hidden layer

// Cheapest for the user first; changes that save nothing are left out. `now`: the verdict of the job as it
// is.
std::vector<NetworkRemedy> find_remedies(const NetworkJob& job, const Judgement& now,
                                         const MemoryStatus& device, Bytes uncertainty);

}  // namespace headroom
