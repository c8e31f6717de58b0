// Time of a training step on cuda:0, to be laid beside PyTorch and JAX (tests/gpu/peers).
//
//   gpu_step_time tests/gpu/peers/cases.tsv [precision]       fp32 (default), tf32 or bf16
//   gpu_step_time --devices                                   lists the CUDA devices, nothing when there is
//   none
//
// Prints one line per case: headroom-<precision>, name, batch, microseconds per step (median of 5
// repetitions, host clock around train() and take_metrics(), after a warm-up).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/model/weights.h"
#include "cuda/cuda_device.h"

namespace {

using namespace headroom;

struct Case {
  std::string name;
  ModelSpec model;
  std::int64_t batch = 0;
  std::int64_t steps = 0;
};

constexpr std::int64_t kRows = 8192;  // as in peers/cases.py
constexpr int kRepetitions = 5;

// name, widths, output, batch, steps, separated by tabs; lines with # are comments.
std::vector<Case> read_cases(const char* path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorCode::kNotFound, "the list of cases cannot be read", path);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    Case job;
    std::string widths;
    std::string output;
    fields >> job.name >> widths >> output >> job.batch >> job.steps;
    if (!fields) throw Error(ErrorCode::kBadInput, "a case needs five fields: " + line, path);
    job.model = {.widths = parse_hidden(widths), .output = parse_output(output)};
    cases.push_back(std::move(job));
  }
  return cases;
}

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
  const DataShape shape{.rows = kRows, .train_rows = kRows, .columns = job.model.inputs(), .degree = 1};
  Rng rng(1);
  std::vector<float> x(static_cast<std::size_t>(kRows * shape.columns));
  for (float& value : x) value = static_cast<float>(rng.uniform());
  std::vector<float> y(static_cast<std::size_t>(kRows));
  for (float& value : y) value = static_cast<float>(rng.below(job.model.output == Output::kSoftmax ? 10 : 2));
  auto data = device.create_data(shape);
  data->upload(x, y);
  TrainSettings settings;
  settings.batch = job.batch;
  settings.precision = precision;
  auto engine = device.create_engine(job.model, settings, *data);
  engine->set_state({initial_weights(job.model, {}, 1), {}, 0});
  std::int64_t epoch = 0;
  seconds_for(*engine, std::max<std::int64_t>(20, job.steps / 10), epoch);
  std::vector<double> seconds(kRepetitions);
  for (double& taken : seconds) taken = seconds_for(*engine, job.steps, epoch);
  std::sort(seconds.begin(), seconds.end());
  std::printf("headroom-%s\t%s\t%lld\t%.2f\n", std::string(precision_name(precision)).c_str(),
              job.name.c_str(), static_cast<long long>(job.batch),
              seconds[kRepetitions / 2] / static_cast<double>(job.steps) * 1e6);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<DeviceInfo> devices = gpu::list_devices();
    if (argc == 2 && std::string_view(argv[1]) == "--devices") {
      for (const DeviceInfo& device : devices)
        std::printf("%s\t%s\n", device.id.c_str(), device.name.c_str());
      return 0;
    }
    if (argc < 2) throw Error(ErrorCode::kUsage, "name the list of cases: tests/gpu/peers/cases.tsv");
    const std::vector<Case> cases = read_cases(argv[1]);
    const Precision precision = parse_precision(argc > 2 ? argv[2] : "fp32");
    if (devices.empty()) {
      std::puts("no CUDA device on this machine: nothing was measured");
      return 0;
    }
    const auto device = gpu::open_device(0);
    for (const Case& job : cases) measure(*device, job, precision);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_step_time: %s\n", error.what());
    return 1;
  }
}
