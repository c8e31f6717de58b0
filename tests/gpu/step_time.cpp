// Time of a training step on cuda:0, to be laid beside PyTorch and JAX (tests/gpu/peers).
//
//   gpu_step_time tests/gpu/peers/cases.tsv [precision] [path]    fp32 (default), tf32 or bf16;
//                                                     best (default), plain, graph, persistent, or products:
//                                                     a step's matrix products alone, what bounds a large one
//   gpu_step_time --devices                           lists the CUDA devices, nothing when there is none
//
// Prints a line for each case: headroom-<path>-<precision>, name, batch, microseconds a step (median of 5
// repetitions, host clock around train() and take_metrics(), after a warm-up), and the loss over all rows at
// the end. "best:graph" says which path was taken; cases that the persistent path cannot do are left out.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/model/weights.h"
#include "cuda/cuda_device.h"
#include "cuda/gpu_engine.h"
#include "cuda/matmul.h"

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

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// run(steps) trains and waits. Microseconds a step.
double median_step(const Case& job, const std::function<void(std::int64_t)>& run) {
  run(std::max<std::int64_t>(20, job.steps / 10));
  std::vector<double> seconds(kRepetitions);
  for (double& taken : seconds) taken = seconds_of([&] { run(job.steps); });
  std::sort(seconds.begin(), seconds.end());
  return seconds[kRepetitions / 2] / static_cast<double>(job.steps) * 1e6;
}

void print(const std::string& program, const Case& job, double microseconds, double loss) {
  std::printf("%s\t%s\t%lld\t%.2f\t%.4f\n", program.c_str(), job.name.c_str(),
              static_cast<long long>(job.batch), microseconds, loss);
  std::fflush(stdout);
}

// Uniform columns; the target follows the first, so that there is something to learn: as in peers/cases.py.
struct Rows {
  std::vector<float> x;
  std::vector<float> y;
};
Rows make_rows(const Case& job) {
  Rng rng(1);
  Rows rows;
  const std::int64_t columns = job.model.inputs();
  const double classes = job.model.output == Output::kSoftmax ? static_cast<double>(job.model.outputs()) : 2;
  for (std::int64_t i = 0; i < kRows * columns; ++i) {
    const double value = rng.uniform();
    rows.x.push_back(static_cast<float>(value));
    if (i % columns == 0) rows.y.push_back(static_cast<float>(std::floor(value * classes)));
  }
  return rows;
}

void measure(Device& device, const Case& job, Precision precision, const std::string& wanted) {
  const DataShape shape{.rows = kRows, .train_rows = kRows, .columns = job.model.inputs(), .degree = 1};
  auto data = device.create_data(shape);
  const Rows rows = make_rows(job);
  data->upload(rows.x, rows.y);
  TrainSettings settings;
  settings.batch = job.batch;
  settings.precision = precision;
  auto engine = device.create_engine(job.model, settings, *data);
  engine->set_state({initial_weights(job.model, {}, 1), {}, 0});
  std::int64_t epoch = 0;
  const double taken = median_step(job, [&](std::int64_t steps) {  // from the beginning, epoch after epoch
    std::int64_t untaken = 0;
    for (std::int64_t done = 0; done < steps; ++epoch) {
      const std::int64_t now = std::min(engine->steps_per_epoch(), steps - done);
      if (untaken + now > kMetricSlots) {
        engine->take_metrics();
        untaken = 0;
      }
      engine->train(epoch, 0, now);
      untaken += now;
      done += now;
    }
    engine->take_metrics();
  });
  const gpu::TrainPath path = dynamic_cast<const gpu::GpuEngine&>(*engine).path();
  std::string program = "headroom-" + wanted;
  if (wanted == "best") program += ":" + std::string(gpu::train_path_name(path));
  print(program + "-" + std::string(precision_name(precision)), job, taken, engine->evaluate(0, kRows).loss);
}

// The products of a step, one after the other, and nothing else: on buffers that are as large as the largest.
void measure_products(gpu::DeviceState& state, const Case& job, Precision precision) {
  const std::vector<std::int64_t>& widths = job.model.widths;
  const std::int64_t widest = *std::max_element(widths.begin(), widths.end());
  const Bytes bytes = std::max(job.batch, widest) * widest * static_cast<Bytes>(sizeof(float));
  Rng rng(2);  // not zeros: they take less power, and the card then runs faster
  std::vector<float> numbers(static_cast<std::size_t>(bytes) / sizeof(float));
  for (float& number : numbers) number = static_cast<float>(rng.uniform(-1, 1));
  gpu::DeviceBuffer buffers[3];
  for (gpu::DeviceBuffer& buffer : buffers) {
    buffer = gpu::DeviceBuffer(bytes, "a measurement");
    state.upload(buffer.data(), numbers.data(), bytes);
  }
  const gpu::DeviceBuffer workspace(cuda_layout().workspace_bytes, "a measurement");
  std::vector<gpu::MatmulPlan> plans;
  const auto plan = [&](const gpu::MatmulShape& shape) {
    plans.emplace_back(state.lt(), shape, precision, workspace.bytes());
  };
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    plan({.rows = job.batch, .cols = widths[l + 1], .depth = widths[l], .transpose_b = true});
    plan({.rows = widths[l + 1], .cols = widths[l], .depth = job.batch, .transpose_a = true});
    if (l > 0) plan({.rows = job.batch, .cols = widths[l], .depth = widths[l + 1]});
  }
  const double taken = median_step(job, [&](std::int64_t steps) {
    for (std::int64_t i = 0; i < steps; ++i) {
      for (const gpu::MatmulPlan& product : plans) {
        product.run(state.lt(), state.stream(), static_cast<float*>(buffers[0].data()),
                    static_cast<float*>(buffers[1].data()), static_cast<float*>(buffers[2].data()),
                    {workspace.data(), workspace.bytes()});
      }
    }
    state.stream().synchronize();
  });
  print("products-alone-" + std::string(precision_name(precision)), job, taken, NAN);
}

void measure_all(const std::vector<Case>& cases, Precision precision, const std::string& path) {
  if (path == "products") {
    gpu::DeviceState state(0);
    for (const Case& job : cases) measure_products(state, job, precision);
    return;
  }
  const auto device = gpu::open_device(0, gpu::parse_train_path(path));
  for (const Case& job : cases) {
    try {
      measure(*device, job, precision, path);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnsupported) throw;
    }
  }
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
    measure_all(cases, precision, argc > 3 ? argv[3] : "best");
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_step_time: %s\n", error.what());
    return 1;
  }
}
