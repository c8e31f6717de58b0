// Which devices this machine has, and opening one. devices.cpp is the only file that names a backend.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/device/device.h"
#include "core/measure/device_choice.h"

namespace headroom {

// The CPU and every usable CUDA device. A missing driver is an ordinary answer, not an error.
std::vector<DeviceInfo> list_devices();

// "cpu", "cuda" (the first), "cuda:1", "auto" (the first CUDA device, else the CPU).
// Throws Error{kNotFound} that lists the devices. threads: CPU worker threads, 0 = choose.
std::unique_ptr<Device> open_device(const std::string& id, int threads = 0);

// What to choose from by measurement: the CPU with each of these numbers of threads, then every CUDA device.
// id: auto, cpu, cuda, cuda:N. Throws Error{kNotFound} that lists the devices, and Error{kUnsupported} when
// the CPU can neither compute in the precision nor stream rows and there is nothing else.
std::vector<Candidate> device_candidates(const std::string& id, const std::vector<int>& threads,
                                         Precision precision, Residence residence = Residence::kDevice);

}  // namespace headroom
