// Which devices this machine has, and opening one. devices.cpp is the only file that names a backend.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/device/device.h"

namespace headroom {

// The CPU and every usable CUDA device. A missing driver is an ordinary answer, not an error.
std::vector<DeviceInfo> list_devices();

// "cpu", "cuda" (the first), "cuda:1", "auto" (the first CUDA device, else the CPU).
// Throws Error{kNotFound} that lists the devices. threads: CPU worker threads, 0 = choose.
std::unique_ptr<Device> open_device(const std::string& id, int threads = 0);

}  // namespace headroom
