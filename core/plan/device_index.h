// Which CUDA device an index means and how much memory it has in all, in words: what
// torch.cuda.get_device_properties(index).total_memory answers.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/device/device.h"

namespace headroom {

// The devices of this machine in the driver's order; those that are no CUDA device are not counted. An index
// that does not exist is answered with those that do.
std::string device_index_answer(const std::vector<DeviceInfo>& devices, std::int64_t index);

}  // namespace headroom
