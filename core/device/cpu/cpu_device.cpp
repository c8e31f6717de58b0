#include "core/device/cpu/cpu_device.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/device/cpu/cpu_data.h"
#include "core/device/cpu/cpu_engine.h"
#include "core/device/cpu/host_memory.h"

namespace headroom::cpu {

namespace {

constexpr int kMaxThreads = 1024;

int choose_threads(int asked) {
  if (asked < 0 || asked > kMaxThreads) {
    throw Error(ErrorCode::kUsage, "threads is " + std::to_string(asked) + ": use 0 (choose) to 1024");
  }
  return std::max(asked, 1);
}

}  // namespace

DeviceInfo describe_cpu(int threads) {
  const HostMemory memory = read_host_memory();
  return {.id = "cpu",
          .kind = "cpu",
          .name = processor_name(),
          .memory_total = memory.total,
          .memory_free = memory.available,
          .compute_capability = {},
          .threads = choose_threads(threads)};
}

CpuDevice::CpuDevice(int threads) : info_(describe_cpu(threads)), pool_(info_.threads) {}

MemoryStatus CpuDevice::memory() {
  const HostMemory memory = read_host_memory();
  const Bytes charged = ledger_.charged();
  return {.total = memory.total,
          .free = memory.available,
          .charged = charged,
          .context = std::max<Bytes>(0, read_own_memory() - charged)};
}

std::unique_ptr<DeviceData> CpuDevice::create_data(const DataShape& shape) {
  return std::make_unique<CpuData>(shape, ledger_);
}

std::unique_ptr<Engine> CpuDevice::create_engine(const ModelSpec& model, const TrainSettings& settings,
                                                 DeviceData& data) {
  auto* const mine = dynamic_cast<CpuData*>(&data);
  if (!mine) throw Error(ErrorCode::kInternal, "the data of an engine lie on another device", "cpu");
  return std::make_unique<CpuEngine>(model, settings, *mine, pool_, ledger_);
}

}  // namespace headroom::cpu
