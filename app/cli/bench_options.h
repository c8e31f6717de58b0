// The options of `bench` and the measurements that they ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/context.h"
#include "core/measure/workload.h"

namespace headroom::cli {

// As given: text, checked when used. Empty: not given, the default holds.
struct BenchOptions {
  using Text = std::optional<std::string>;
  Text workloads, preset, widths;  // at most one of them; none: all workloads
  Text rows, batch;
  Text device, threads, seconds;
  bool scale = false;
  bool processor_time = false;
};

// One network on data of one shape.
struct BenchCase {
  Workload work;
  TrainSettings settings;
};

// A device with a number of threads.
struct BenchDevice {
  std::string id;
  int threads = 0;  // CPU only
};

void register_options(Subcommand& app, BenchOptions& options);

// Every workload with every batch (or number of rows). Throws Error{kUsage} naming the option.
std::vector<BenchCase> bench_cases(const BenchOptions& options);
// Every device of this machine, the CPU with one thread and with all, or what the options say.
std::vector<BenchDevice> bench_devices(const BenchOptions& options);
double seconds_from(const BenchOptions& options);

}  // namespace headroom::cli
