// The ledger of one of our own networks: the tensor table, added up by category, and the context.
//
// Nothing is computed here that the engines do not allocate: the lines are sums over
// core/device/tensors.h, so predicted and charged bytes are the same number. The context (CUDA and its
// modules, or nothing on the CPU) is the one line that is not in the table.
//
// Errors: Error{kUsage}, Error{kBadInput} for an impossible network or data, Error{kOutOfMemory} beyond
// 2^63. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "core/memory/gpu_plan.h"
#include "core/memory/network_plan.h"

namespace headroom {

GpuPlan network_ledger(const NetworkJob& job, std::optional<Bytes> measured_context = std::nullopt);

// What the same network takes in PyTorch (fp32, Adam) as nvidia-smi shows it:
// 1460.4 MiB + 20 P + 4 batch * (outputs of all linear and activation layers).
// 20: weights, gradients, two moments and the temporary of the multi-tensor loop. The context was fitted to
// the same data that the error is measured on (GPUMemNet, A100 40 GB, mean 13 MiB): a comparison, not a plan.
Bytes pytorch_network_bytes(const ModelSpec& model, std::int64_t batch);

}  // namespace headroom
