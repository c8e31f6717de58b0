#include "cuda/cuda_device.h"

#include <array>
#include <fstream>
#include <string>

#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/device_state.h"
#include "cuda/gpu_data.h"
#include "cuda/gpu_engine.h"

namespace headroom::gpu {
namespace {

constexpr int kOldestCapability = 75;  // Turing, the oldest that CUDA 13 builds for

// How many devices the driver offers; 0 without driver, without card, or with a driver that is too old.
int device_count() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess) {
    static_cast<void>(cudaGetLastError());  // an ordinary answer, nothing to report later
    return 0;
  }
  return count;
}

// Creates no context. Empty id: not usable.
DeviceInfo describe(int index) {
  cudaDeviceProp properties{};
  if (cudaGetDeviceProperties(&properties, index) != cudaSuccess) {
    static_cast<void>(cudaGetLastError());
    return {};
  }
  if (10 * properties.major + properties.minor < kOldestCapability) return {};
  DeviceInfo info;
  info.id = "cuda:" + std::to_string(index);
  info.kind = "cuda";
  info.name = properties.name;
  info.memory_total = static_cast<Bytes>(properties.totalGlobalMem);
  info.compute_capability = std::to_string(properties.major) + "." + std::to_string(properties.minor);
  // The kernel module's own version; where it is hidden, the CUDA version that the driver serves.
  std::ifstream("/sys/module/nvidia/version") >> info.driver;
  int serves = 0;
  if (info.driver.empty() && cudaDriverGetVersion(&serves) == cudaSuccess) {
    info.driver = "CUDA " + std::to_string(serves / 1000) + "." + std::to_string(serves % 1000 / 10);
  }
  return info;
}

class CudaDevice final : public Device {
 public:
  CudaDevice(int index, TrainPath path) : info_(describe(index)), path_(path), state_(index) {
    info_.memory_free = memory().free;
  }

  const DeviceInfo& info() const override { return info_; }
  BackendLayout layout() const override { return cuda_layout(); }
  const Ledger& ledger() const override { return state_.ledger(); }
  [[nodiscard]] Charge charge(Category category, Bytes bytes) override {
    return state_.ledger().charge(category, bytes);
  }

  MemoryStatus memory() override {
    std::size_t free = 0;
    std::size_t total = 0;
    state_.guarded([&] { HEADROOM_CUDA(cudaMemGetInfo(&free, &total)); });
    return {.total = static_cast<Bytes>(total),
            .free = static_cast<Bytes>(free),
            .charged = state_.ledger().charged(),
            .context = state_.context_bytes()};
  }

  std::unique_ptr<DeviceData> create_data(const DataShape& shape) override {
    return state_.guarded([&] { return std::make_unique<GpuData>(state_, shape); });
  }

  std::unique_ptr<Engine> create_engine(const ModelSpec& model, const TrainSettings& settings,
                                        DeviceData& data, const Shard& shard,
                                        GradientExchange* exchange) override {
    const auto* const mine = dynamic_cast<const GpuData*>(&data);
    if (!mine) throw Error(ErrorCode::kInternal, "the data of an engine lie on another device", info_.id);
    const EngineJob job{model, settings, shard, exchange};
    return state_.guarded([&] { return std::make_unique<GpuEngine>(state_, job, *mine, path_); });
  }

 private:
  DeviceInfo info_;
  TrainPath path_;
  DeviceState state_;
};

}  // namespace

std::vector<DeviceInfo> list_devices() {
  std::vector<DeviceInfo> devices;
  const int count = device_count();
  for (int index = 0; index < count; ++index) {
    DeviceInfo info = describe(index);
    if (!info.id.empty()) devices.push_back(std::move(info));
  }
  return devices;
}

std::unique_ptr<Device> open_device(int index, TrainPath path) {
  if (index < 0 || index >= device_count() || describe(index).id.empty()) {
    throw Error(ErrorCode::kNotFound,
                "there is no usable CUDA device " + std::to_string(index) + ": choose one that is listed",
                "cuda:" + std::to_string(index));
  }
  return std::make_unique<CudaDevice>(index, path);
}

}  // namespace headroom::gpu
