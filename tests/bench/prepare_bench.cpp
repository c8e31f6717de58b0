// Preparing 200,000 rows x 20 on the processor: min-max, then the 230 features of degree 2. From nothing, as
// whoever loads a file waits for it: the memory is taken, the rows are uploaded, fitted, scaled and expanded.
//
//   build/release/bench_prepare
//
// "write" is the calibration: the same bytes of features written once to memory that is there already. The
// terms can also be made by the engine while it trains ("generated"); then none are stored. With
// HEADROOM_BENCH_ROWS (float32 rows) and HEADROOM_BENCH_VALUES the features are written there and nothing is
// measured: peers/prepare_sklearn.py compares them.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/device/cpu/cpu_device.h"

namespace headroom::bench {
namespace {

constexpr std::int64_t kRows = 200'000;
constexpr std::int64_t kColumns = 20;
const DataShape kShape{kRows, kRows, kColumns, 2};

std::vector<float> random_rows() {
  Rng rng(1);
  std::vector<float> x;
  for (std::int64_t i = 0; i < kRows * kColumns; ++i) x.push_back(static_cast<float>(rng.uniform(-3, 5)));
  return x;
}

std::unique_ptr<DeviceData> prepare(Device& device, const DataShape& shape, const std::vector<float>& x,
                                    const std::vector<float>& targets) {
  auto data = device.create_data(shape);
  data->upload(x, targets);
  data->scale(data->fit_scaler(ScaleKind::kMinMax));
  data->expand();
  return data;
}

void from_nothing(benchmark::State& state) {
  const std::vector<float> x = random_rows(), targets(static_cast<std::size_t>(kRows));
  cpu::CpuDevice device;
  for (auto _ : state) benchmark::DoNotOptimize(prepare(device, kShape, x, targets));
}
BENCHMARK(from_nothing)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void generated(benchmark::State& state) {
  const std::vector<float> x = random_rows(), targets(static_cast<std::size_t>(kRows));
  cpu::CpuDevice device;
  DataShape shape = kShape;
  shape.terms = Terms::kGenerated;
  for (auto _ : state) benchmark::DoNotOptimize(prepare(device, shape, x, targets));
}
BENCHMARK(generated)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

// Into memory that is there already.
void again(benchmark::State& state) {
  const std::vector<float> x = random_rows(), targets(static_cast<std::size_t>(kRows));
  cpu::CpuDevice device;
  const auto data = prepare(device, kShape, x, targets);
  for (auto _ : state) {
    data->upload(x, targets);
    data->scale(data->fit_scaler(ScaleKind::kMinMax));
    data->expand();
  }
}
BENCHMARK(again)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void write(benchmark::State& state) {
  std::vector<char> features(static_cast<std::size_t>(kRows * kShape.features()) * sizeof(float));
  for (auto _ : state) {
    std::memset(features.data(), 1, features.size());
    benchmark::ClobberMemory();
  }
}
BENCHMARK(write)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

int write_features(const std::string& rows, const std::string& to) {
  std::vector<float> x(static_cast<std::size_t>(kRows * kColumns));
  std::ifstream(rows, std::ios::binary)
      .read(reinterpret_cast<char*>(x.data()), static_cast<std::streamsize>(x.size() * sizeof(float)));
  cpu::CpuDevice device;
  const auto data = prepare(device, kShape, x, std::vector<float>(static_cast<std::size_t>(kRows)));
  const std::vector<float> features = data->read_features(0, kRows);
  std::ofstream file(to, std::ios::binary);
  file.write(reinterpret_cast<const char*>(features.data()),
             static_cast<std::streamsize>(features.size() * sizeof(float)));
  return file.good() ? 0 : 1;
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  const char* const rows = std::getenv("HEADROOM_BENCH_ROWS");
  const char* const values = std::getenv("HEADROOM_BENCH_VALUES");
  if (rows != nullptr && values != nullptr) return headroom::bench::write_features(rows, values);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
