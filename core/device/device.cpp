#include "core/device/device.h"

#include <algorithm>

#include "core/base/error.h"

namespace headroom {

void DeviceData::set_class_weights(std::span<const float> weights) {
  if (weights.empty()) return;
  throw Error(ErrorCode::kUnsupported,
              "this device cannot weight classes: train on the CPU, or leave the class weights out",
              "class weight");
}

Bytes MemoryStatus::others() const { return std::max<Bytes>(0, total - free - charged - context); }

}  // namespace headroom
