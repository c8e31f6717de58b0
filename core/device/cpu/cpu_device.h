// The processor as a device: what serves people without a GPU, and the reference for the others.
//
// Work is synchronous. With several threads every loop is split over output elements, never over a
// sum, so results are the same bits for any number of threads.
#pragma once

#include <memory>

#include "core/device/cpu/panel_kernels.h"
#include "core/device/cpu/worker_pool.h"
#include "core/device/device.h"

namespace headroom::cpu {

// kFused trains for people; kPlain is the oracle that tests hold it against.
enum class EngineKind { kFused, kPlain };

class CpuDevice final : public Device {
 public:
  // threads: 0 chooses one. At the sizes of the lessons a second thread gains nothing, and the window needs
  // a core to itself; wide layers and large batches gain from more.
  explicit CpuDevice(int threads = 0, EngineKind engines = EngineKind::kFused,
                     const PanelKernels& kernels = best_panel_kernels());

  const DeviceInfo& info() const override { return info_; }
  BackendLayout layout() const override;
  MemoryStatus memory() override;
  const Ledger& ledger() const override { return ledger_; }
  [[nodiscard]] Charge charge(Category category, Bytes bytes) override {
    return ledger_.charge(category, bytes);
  }

  std::unique_ptr<DeviceData> create_data(const DataShape& shape) override;
  std::unique_ptr<Engine> create_engine(const ModelSpec& model, const TrainSettings& settings,
                                        DeviceData& data, const Shard& shard = {},
                                        GradientExchange* exchange = nullptr) override;

 private:
  EngineKind engines_;
  const PanelKernels& kernels_;
  DeviceInfo info_;
  Ledger ledger_;
  WorkerPool pool_;
};

// The processor's entry in the list of devices.
DeviceInfo describe_cpu(int threads = 0);

}  // namespace headroom::cpu
