#include "core/device/device.h"

#include <algorithm>

namespace headroom {

Bytes MemoryStatus::others() const { return std::max<Bytes>(0, total - free - charged - context); }

}  // namespace headroom
