// Which device `train` uses: the one that was named, or the fastest by a short trial.
//
// The CPU with several numbers of threads is several candidates, unless --threads says one. The run record
// keeps the device and its threads, so a resumed run asks nobody.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/device_choice.h"

namespace headroom::cli {

struct PickedDevice {
  std::unique_ptr<Device> device;
  std::optional<DeviceChoice> choice;  // when a trial decided
};

// One candidate is opened as it is. So is the first of several when the run is over before a trial would be.
PickedDevice pick_device(const std::vector<Candidate>& candidates, const NetworkJob& question);

}  // namespace headroom::cli
