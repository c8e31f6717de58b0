// Entry point of the CUDA backend: lists the GPUs and opens one. Free of CUDA types.
//
//   for (const DeviceInfo& gpu : gpu::list_devices()) show(gpu);     // empty without driver or card
//   std::unique_ptr<Device> device = gpu::open_device(0);            // cuda:0
//
// Numbers: fp32 storage and arithmetic by default, no TF32. Precision::kTf32 and kBf16 keep fp32 storage
// and let cuBLASLt round the operands of products to TF32 or bfloat16 (sums stay fp32); both need compute
// capability 8.0. Same seed, device, build and training path (train_path.h): bit-identical results.
//
// Thread rule: list_devices() from any thread, it creates no context; everything else on the thread that
// owns the device.
#pragma once

#include <memory>
#include <vector>

#include "core/device/device.h"
#include "cuda/train_path.h"

namespace headroom::gpu {

// Every CUDA device of compute capability 7.5 or higher, as "cuda:<index>". Returns an empty list, never
// throws, without a driver or card or if the driver is too old. memory_free is 0: reading it needs a context.
std::vector<DeviceInfo> list_devices();

// Throws Error{kNotFound} for an index that does not exist, Error{kUnsupported} when this build has no
// code for the card, Error{kDevice} when the driver fails.
// path: how its engines train; anything but kBest is for tests and measurements.
std::unique_ptr<Device> open_device(int index, TrainPath path = TrainPath::kBest);

}  // namespace headroom::gpu
