// What the device tests share: seeded rows, a device with data and an engine on it, the same rows for
// the reference network.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/devices.h"
#include "core/base/permutation.h"
#include "core/base/rng.h"
#include "core/device/cpu/cpu_device.h"
#include "core/device/device.h"
#include "core/model/seeds.h"
#include "core/model/weights.h"
#include "tests/support/reference_mlp.h"
#ifdef HEADROOM_HAS_CUDA
#include "cuda/cuda_device.h"
#endif

namespace headroom::test {

// One training task: sizes, network and settings.
struct Task {
  std::vector<std::int64_t> widths{6, 8, 7, 3};
  std::int64_t rows = 41;
  std::int64_t train_rows = 33;
  Activation activation = Activation::kTanh;
  Output output = Output::kSoftmax;
  TrainSettings settings{};
  std::uint64_t rows_seed = 11;

  ModelSpec model() const { return {widths, activation, output}; }
  DataShape shape() const { return {rows, train_rows, widths.front(), 1}; }
};

struct Table {
  std::vector<float> features;  // [rows, columns]
  std::vector<float> targets;   // [rows]
};

inline Table make_rows(const Task& task) {
  Rng rng(task.rows_seed);
  Table table;
  for (std::int64_t r = 0; r < task.rows; ++r) {
    for (std::int64_t c = 0; c < task.widths.front(); ++c) {
      table.features.push_back(static_cast<float>(rng.uniform(-1.5, 1.5)));
    }
    const auto classes = static_cast<std::uint64_t>(task.output == Output::kSigmoid ? 2 : task.widths.back());
    table.targets.push_back(task.output == Output::kLinear ? static_cast<float>(rng.normal())
                                                           : static_cast<float>(rng.below(classes)));
  }
  return table;
}

inline EngineState start_state(const Task& task) {
  return {initial_weights(task.model(), {}, weight_seed(task.settings.seed)), {}, 0};
}

// The engines of the processor that nobody gets by naming a device: the oracle, and the fused engine for
// instruction sets below the best.
inline constexpr const char* kPlain = "cpu_plain";
inline std::string kernels_id(const cpu::PanelKernels& kernels) { return std::string("cpu_") + kernels.name; }

// The ways of training on cuda:0, each by name; what a named device takes is one of them.
inline std::vector<std::string> cuda_path_ids() {
#ifdef HEADROOM_HAS_CUDA
  if (!gpu::list_devices().empty()) return {"cuda_plain", "cuda_graph", "cuda_persistent"};
#endif
  return {};
}

inline std::unique_ptr<Device> open_for_test(const std::string& id, int threads = 0) {
#ifdef HEADROOM_HAS_CUDA
  if (id.starts_with("cuda_")) return gpu::open_device(0, gpu::parse_train_path(id.substr(5)));
#endif
  if (id == kPlain) return std::make_unique<cpu::CpuDevice>(threads, cpu::EngineKind::kPlain);
  for (const auto& sets : {cpu::all_panel_kernels(), cpu::all_portable_kernels()}) {
    for (const cpu::PanelKernels* kernels : sets) {
      if (id == kernels_id(*kernels))
        return std::make_unique<cpu::CpuDevice>(threads, cpu::EngineKind::kFused, *kernels);
    }
  }
  return open_device(id, threads);
}

// A device with the task's rows and an engine at its starting weights.
struct Workbench {
  std::unique_ptr<Device> device;
  std::unique_ptr<DeviceData> data;
  std::unique_ptr<Engine> engine;

  Workbench(const std::string& id, const Task& task, int threads = 0) : device(open_for_test(id, threads)) {
    data = device->create_data(task.shape());
    const Table table = make_rows(task);
    data->upload(table.features, table.targets);
    engine = device->create_engine(task.model(), task.settings, *data);
    engine->set_state(start_state(task));
  }

  // Whole epochs, one metric per step.
  std::vector<StepMetric> train_epochs(std::int64_t epochs) {
    std::vector<StepMetric> all;
    for (std::int64_t e = 0; e < epochs; ++e) {
      engine->train(e, 0, engine->steps_per_epoch());
      for (const StepMetric& metric : engine->take_metrics()) all.push_back(metric);
    }
    return all;
  }
};

// The rows of one step in the order that the interface promises, for the reference.
struct ReferenceRows {
  std::vector<reference::Vector> features;
  reference::Vector targets;
};

inline ReferenceRows rows_of_step(const Task& task, const Table& table, std::int64_t epoch,
                                  std::int64_t step) {
  const Permutation order(static_cast<std::uint32_t>(task.train_rows), shuffle_seed(task.settings.seed),
                          static_cast<std::uint64_t>(epoch));
  ReferenceRows rows;
  const std::int64_t last = std::min((step + 1) * task.settings.batch, task.train_rows);
  for (std::int64_t p = step * task.settings.batch; p < last; ++p) {
    const std::int64_t row =
        task.settings.shuffle == Shuffle::kEpoch ? order(static_cast<std::uint32_t>(p)) : p;
    const float* first = table.features.data() + row * task.widths.front();
    rows.features.emplace_back(first, first + task.widths.front());
    rows.targets.push_back(static_cast<double>(table.targets[static_cast<std::size_t>(row)]));
  }
  return rows;
}

// Every device of this machine.
inline std::vector<std::string> device_ids() {
  std::vector<std::string> ids;
  for (const DeviceInfo& info : list_devices()) ids.push_back(info.id);
  return ids;
}

// Every engine: one for each device, the processor's others, and every path of the GPU.
inline std::vector<std::string> engine_ids() {
  std::vector<std::string> ids = device_ids();
  if (std::find(ids.begin(), ids.end(), "cpu") == ids.end()) return ids;  // tests that want one device
  ids.emplace_back(kPlain);
  for (const cpu::PanelKernels* kernels : cpu::all_panel_kernels()) {
    if (kernels != &cpu::best_panel_kernels()) ids.push_back(kernels_id(*kernels));
  }
  for (const std::string& path : cuda_path_ids()) ids.push_back(path);
  return ids;
}

// "cuda:1" -> "cuda_1": GoogleTest wants names without punctuation.
inline std::string device_test_name(const testing::TestParamInfo<std::string>& at) {
  std::string name = at.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ':' || c == '-'; }, '_');
  return name;
}

}  // namespace headroom::test
