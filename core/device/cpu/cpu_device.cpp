#include "core/device/cpu/cpu_device.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/host_memory.h"
#include "core/device/cpu/cpu_data.h"
#include "core/device/cpu/fused_engine.h"
#include "core/device/cpu/plain_engine.h"

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

CpuDevice::CpuDevice(int threads, EngineKind engines, const PanelKernels& kernels)
    : engines_(engines), kernels_(kernels), info_(describe_cpu(threads)), pool_(info_.threads) {}

BackendLayout CpuDevice::layout() const {
  return engines_ == EngineKind::kPlain ? plain_layout() : cpu_layout();
}

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
                                                 DeviceData& data, const Shard& shard,
                                                 GradientExchange* exchange) {
  auto* const mine = dynamic_cast<CpuData*>(&data);
  if (!mine) throw Error(ErrorCode::kInternal, "the data of an engine lie on another device", "cpu");
  const EngineJob job{model, settings, shard, exchange};
  const bool portable = settings.precision == Precision::kPortable;
  if (engines_ == EngineKind::kPlain) {
    if (portable) throw Error(ErrorCode::kUnsupported, "the plain engine's products are not portable", "cpu");
    return std::make_unique<PlainEngine>(job, *mine, pool_, ledger_);
  }
  const PanelKernels& kernels = portable && !kernels_.portable ? best_portable_kernels() : kernels_;
  return std::make_unique<FusedEngine>(job, *mine, pool_, ledger_, kernels);
}

}  // namespace headroom::cpu
