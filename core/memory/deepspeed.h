// What DeepSpeed's own memory estimator reports, for comparison and for the host memory of offloading.
//
// Its formulas differ from the ZeRO paper's, which the planner uses: ZeRO-2 2P + 18P/N on the GPU (16-bit
// weights; fp32 weights, gradients, two moments and 16-bit gradients sharded), ZeRO-3 4 l + 18P/N with l
// the parameters of the largest layer (gathered weights and gradients in 16 bits). Host buffers get a factor
// of 1.5 for fragmentation.
// Source: DeepSpeed docs/code-docs/source/memory.rst, deepspeed/runtime/zero/{stage_1_and_2,stage3}.py.
//
// Errors: Error{kOutOfMemory} beyond 2^63. Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace headroom::deepspeed {

// ZeRO-2. gpus: data-parallel ranks N, all on one machine.
Bytes zero2_gpu(std::int64_t parameters, std::int64_t gpus, bool offload);
Bytes zero2_host(std::int64_t parameters, std::int64_t gpus, double factor = 1.5);  // with offload

// ZeRO-3. What lies on the host: nothing, the optimizer, or the parameters as well.
enum class Host { kNothing, kOptimizer, kParameters };
Bytes zero3_gpu(std::int64_t parameters, std::int64_t largest_layer, std::int64_t gpus, Host host);
Bytes zero3_host(std::int64_t parameters, std::int64_t largest_layer, std::int64_t gpus, Host host,
                 double factor = 1.5);  // the model is built partitioned (zero.Init)

}  // namespace headroom::deepspeed
