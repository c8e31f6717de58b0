// The ledger of one of our own networks: the tensor table, added up by category, and the context.
//
// Nothing is computed here that the engines do not allocate: the lines are sums over
// core/model/tensor_table.h, so predicted and charged bytes are the same number. The context (CUDA and its
// modules, or nothing on the CPU) is the one line that is not in the table.
//
// Errors: Error{kUsage}, Error{kBadInput} for a network or data that cannot be, Error{kOutOfMemory} beyond
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
// 20: weights, gradients, two moments and the temporary of the multi-tensor loop. The context was fitted on
// the data that also measure it (GPUMemNet, A100 40 GB, mean error 13 MiB): a comparison, not a plan.
Bytes pytorch_mlp_bytes(const ModelSpec& model, std::int64_t batch);

}  // namespace headroom
