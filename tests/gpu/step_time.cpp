// Time of a training step on cuda:0, to be laid beside PyTorch and JAX (tests/gpu/peers).
//
//   gpu_step_time [precision]        fp32 (default), tf32 or bf16
//
// Prints one line per case: name, batch, microseconds per step (median of 5 repetitions of 1000 steps each,
// host clock around train() and take_metrics(), after a warm-up).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/model/weights.h"
#include "cuda/cuda_device.h"

namespace {

using namespace headroom;

struct Case {
  const char* name;
  std::vector<std::int64_t> widths;
  Output output;
  std::int64_t batch;
};

// The same cases as in tests/gpu/peers/cases.py.
const Case kCases[] = {
    {"small", {230, 50, 50, 1}, Output::kSigmoid, 64},
    {"large", {230, 200, 200, 200, 200, 200, 1}, Output::kSigmoid, 64},
    {"large", {230, 200, 200, 200, 200, 200, 1}, Output::kSigmoid, 1024},
    {"infrastructure", {50, 64, 10}, Output::kSoftmax, 64},
    {"wide", {1024, 4096, 4096, 10}, Output::kSoftmax, 4096},
};
constexpr std::int64_t kRows = 8192;
constexpr int kRepetitions = 5;
constexpr std::int64_t kSteps = 1000;

// Trains `steps` steps from the beginning of the data, epoch after epoch, and waits.
double seconds_for(Engine& engine, std::int64_t steps, std::int64_t& epoch) {
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t done = 0; done < steps; ++epoch) {
    const std::int64_t now = std::min(engine.steps_per_epoch(), steps - done);
    engine.train(epoch, 0, now);
    done += now;
  }
  engine.take_metrics();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void measure(Device& device, const Case& job, Precision precision) {
  const DataShape shape{.rows = kRows, .train_rows = kRows, .columns = job.widths.front(), .degree = 1};
  Rng rng(1);
  std::vector<float> x(static_cast<std::size_t>(kRows * shape.columns));
  for (float& value : x) value = static_cast<float>(rng.uniform());
  std::vector<float> y(static_cast<std::size_t>(kRows));
  for (float& value : y) value = static_cast<float>(rng.below(job.output == Output::kSoftmax ? 10 : 2));
  auto data = device.create_data(shape);
  data->upload(x, y);
  const ModelSpec model{job.widths, Activation::kRelu, job.output};
  TrainSettings settings;
  settings.batch = job.batch;
  settings.precision = precision;
  auto engine = device.create_engine(model, settings, *data);
  engine->set_state({initial_weights(model, {}, 1), {}, 0});
  std::int64_t epoch = 0;
  seconds_for(*engine, 100, epoch);
  std::vector<double> seconds;
  for (int i = 0; i < kRepetitions; ++i) seconds.push_back(seconds_for(*engine, kSteps, epoch));
  std::sort(seconds.begin(), seconds.end());
  std::printf("%s\t%lld\t%.2f\n", job.name, static_cast<long long>(job.batch),
              seconds[kRepetitions / 2] / static_cast<double>(kSteps) * 1e6);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Precision precision = parse_precision(argc > 1 ? argv[1] : "fp32");
    if (gpu::list_devices().empty()) {
      std::puts("no CUDA device on this machine: nothing was measured");
      return 0;
    }
    const auto device = gpu::open_device(0);
    for (const Case& job : kCases) measure(*device, job, precision);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_step_time: %s\n", error.what());
    return 1;
  }
}
