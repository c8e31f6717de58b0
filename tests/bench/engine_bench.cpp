// Training steps of the processor's engines, and what of the multiply-add peak they reach.
//
//   build/release/bench_engine --benchmark_filter=Bs/32
//
// Time is the thread's processor time where one thread works: other programs disturb it little.
#include <benchmark/benchmark.h>

#include "core/device/cpu/cpu_device.h"
#include "core/device/cpu/multiply_add_peak.h"
#include "core/measure/workload.h"

namespace headroom::bench {
namespace {

double multiply_add_peak() {
  static const double peak = cpu::measure_multiply_add_peak();
  return peak;
}

void train(benchmark::State& state, const Workload& work, std::int64_t batch, int threads,
           cpu::EngineKind kind) {
  TrainSettings settings;
  settings.batch = batch;
  cpu::CpuDevice device(threads, kind);
  const std::unique_ptr<DeviceData> data = seeded_data(device, work.shape, work.model);
  const std::unique_ptr<Engine> engine = device.create_engine(work.model, settings, *data);
  start_seeded(*engine, settings.seed);
  const std::int64_t steps = engine->steps_per_epoch();
  std::int64_t epoch = 0, done = 0;
  for (auto _ : state) {
    engine->train(epoch++, 0, steps);
    benchmark::DoNotOptimize(engine->take_metrics());
    done += steps;
  }
  const auto count = static_cast<double>(done);
  state.counters["us/step"] =
      benchmark::Counter(count / 1e6, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["of peak"] = benchmark::Counter(
      count * multiply_adds(work.model, rows_per_step(work.shape, batch)) / (multiply_add_peak() * threads),
      benchmark::Counter::kIsRate);
}

void register_all() {
  for (const Workload& work : standard_workloads()) {
    for (const std::int64_t batch : {32, 256}) {
      for (const int threads : {1, 2}) {
        for (const cpu::EngineKind kind : {cpu::EngineKind::kPlain, cpu::EngineKind::kFused}) {
          const std::string name = work.name + "/" + std::to_string(batch) +
                                   "/threads:" + std::to_string(threads) +
                                   (kind == cpu::EngineKind::kPlain ? "/plain" : "/fused");
          auto* bench = benchmark::RegisterBenchmark(
              name.c_str(), [=](benchmark::State& state) { train(state, work, batch, threads, kind); });
          bench->Unit(benchmark::kMillisecond)->MinTime(0.4);
          if (threads > 1) bench->UseRealTime();
        }
      }
    }
  }
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  benchmark::AddCustomContext("multiply-add peak of one thread, GFMA/s",
                              std::to_string(headroom::bench::multiply_add_peak() / 1e9));
  headroom::bench::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
