#include "core/plan/device_index.h"

#include "core/base/bytes.h"

namespace headroom {
namespace {

constexpr Bytes kEightGb = 8'000'000'000;  // as programs check it: GB of 1e9

std::string memory_of(const DeviceInfo& device) {
  return device.name + ", with " + format_bytes(device.memory_total) + " (" +
         format_count(device.memory_total) + " bytes) in all, " +
         (device.memory_total > kEightGb ? "more" : "not more") + " than 8 GB.";
}

}  // namespace

std::string device_index_answer(const std::vector<DeviceInfo>& devices, std::int64_t index) {
  std::vector<const DeviceInfo*> cards;
  const DeviceInfo* host = nullptr;
  for (const DeviceInfo& device : devices) {
    if (device.kind == "cuda") {
      cards.push_back(&device);
    } else if (!host) {
      host = &device;
    }
  }
  const auto count = static_cast<std::int64_t>(cards.size());
  if (index >= 0 && index < count)
    return "Index " + std::to_string(index) + " is " + memory_of(*cards[static_cast<std::size_t>(index)]);
  if (count == 0) {
    return "There is no index " + std::to_string(index) + ": this machine has no CUDA device." +
           (host ? " The processor does the work: " + memory_of(*host) : std::string());
  }
  return "There is no index " + std::to_string(index) + ": this machine has " +
         (count == 1 ? std::string("one CUDA device") : format_count(count) + " CUDA devices") +
         ", counted from 0. Index 0 is " + memory_of(*cards.front());
}

}  // namespace headroom
