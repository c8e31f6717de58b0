#include "app/cli/bench_options.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include "app/cli/command_line.h"
#include "app/cli/values.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/io/presets.h"
#include "core/memory/network_plan.h"
#include "core/pipeline/pipeline.h"

namespace headroom::cli {

namespace {

constexpr int kMostThreads = 1024;
constexpr double kMostSeconds = 3600;
constexpr std::int64_t kUsualRows = 10'000;
constexpr std::int64_t kUsualBatches[] = {32, 256};
// Rows of --scale, with the network that they meet there.
constexpr std::int64_t kScaleRows[] = {1'000, 10'000, 100'000, 1'000'000, 10'000'000};
constexpr std::int64_t kScaleBatch = 256;
constexpr const char* kScaleWidths = "20x50x50x1";

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

std::vector<std::int64_t> integers(const std::string& text, const std::string& option, std::int64_t lo,
                                   std::int64_t hi) {
  std::vector<std::int64_t> values;
  for (const std::string& part : parts_of(text)) values.push_back(parse_integer(part, option, lo, hi));
  if (values.empty()) parse_integer(text, option, lo, hi);  // says what is wrong with nothing
  return values;
}

std::vector<Workload> named_workloads(const std::string& names) {
  std::vector<Workload> chosen;
  const std::vector<Workload> all = standard_workloads();
  const std::string known = join(all, &Workload::name);
  for (const std::string& name : parts_of(names)) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Workload& w) { return w.name == name; });
    if (found == all.end()) {
      throw Error(ErrorCode::kUsage, "\"" + name + "\" cannot be used: choose among " + known, "--workloads");
    }
    chosen.push_back(*found);
  }
  if (chosen.empty()) throw Error(ErrorCode::kUsage, "name some of " + known, "--workloads");
  return chosen;
}

std::vector<BenchCase> preset_cases(const std::string& id) {
  RunConfig config;
  try {
    config = load_preset(id);
  } catch (const Error& error) {
    throw Error(error.code(), error.message(), "--preset");
  }
  Pipeline pipeline(config);
  Progress progress;
  pipeline.load(progress);
  std::vector<BenchCase> cases;
  for (const ModelChoice& model : config.models) {
    cases.push_back({{config.id + " " + model.id, pipeline.shape(), pipeline.model(model.id)}, config.train});
  }
  return cases;
}

// One network on several numbers of rows, which are all its columns.
std::vector<BenchCase> width_cases(const std::string& widths, const std::vector<std::int64_t>& rows) {
  std::vector<std::int64_t> parsed;
  try {
    parsed = parse_hidden(widths);
    if (parsed.size() < 2) throw Error(ErrorCode::kUsage, "a network needs inputs and outputs, as 20x50x1");
  } catch (const Error& error) {
    throw Error(error.code(), error.message(), "--widths");
  }
  std::vector<BenchCase> cases;
  for (const std::int64_t count : rows) {
    const NetworkJob job = network_job(parsed, count, kUsualBatches[0]);
    cases.push_back({{widths, job.data, job.models.front()}, job.settings});
  }
  return cases;
}

std::vector<BenchCase> each_with(const std::vector<BenchCase>& cases,
                                 const std::vector<std::int64_t>& batches) {
  std::vector<BenchCase> result;
  for (const BenchCase& each : cases) {
    for (const std::int64_t batch : batches) {
      result.push_back(each);
      result.back().settings.batch = batch;
    }
  }
  return result;
}

void refuse_together(bool both, const std::string& option, const std::string& other) {
  if (both) throw Error(ErrorCode::kUsage, "does not go together with " + other + ": leave one out", option);
}

void check_sources(const BenchOptions& o) {
  refuse_together(o.workloads && o.preset, "--workloads", "--preset");
  refuse_together(o.workloads && o.widths, "--workloads", "--widths");
  refuse_together(o.preset && o.widths, "--preset", "--widths");
  refuse_together(o.scale && (o.workloads || o.preset), "--scale", "--workloads and --preset");
  if (o.rows && !o.widths && !o.scale) {
    throw Error(ErrorCode::kUsage, "the workloads have their rows: use it with --widths or --scale",
                "--rows");
  }
}

}  // namespace

void register_options(Subcommand& app, BenchOptions& o) {
  app.add_option("--workloads", o.workloads, "some of A,Bs,Bs-generated,Bl (all of them)", "LIST");
  app.add_option("--preset", o.preset, "the networks of a preset instead", "ID");
  app.add_option("--widths", o.widths, "a network instead: inputs x hidden layers x outputs, as 20x50x50x1",
                 "WxWx...");
  app.add_option("--rows", o.rows, "with --widths or --scale: numbers of rows, as 1000,1000000 (10000)",
                 "LIST");
  app.add_option("--batch", o.batch, "rows per step, as 32,256 (both; a preset's own)", "LIST");
  app.add_option("--device", o.device, "all, cpu, cuda or cuda:N (all)", "ID");
  app.add_option("--threads", o.threads, "numbers of threads of the CPU, as 1,2 (one, and all cores)",
                 "LIST");
  app.add_option("--seconds", o.seconds, "of training that each figure is measured over (0.5)", "X");
  app.add_flag("--scale", o.scale,
               "whole epochs of one network on 1,000 to 10,000,000 rows: time a row and measured memory");
  app.add_flag("--processor-time", o.processor_time,
               "count the processor time of one thread, which other programs disturb little, not the clock");
}

std::vector<BenchCase> bench_cases(const BenchOptions& o) {
  check_sources(o);
  std::vector<std::int64_t> batches;
  if (o.batch) batches = integers(*o.batch, "--batch", 1, kMostCount);
  if (o.preset) {
    const std::vector<BenchCase> cases = preset_cases(*o.preset);
    return o.batch ? each_with(cases, batches) : cases;
  }
  if (!o.batch && !o.scale) batches.assign(std::begin(kUsualBatches), std::end(kUsualBatches));
  if (!o.batch && o.scale) batches = {kScaleBatch};
  if (o.widths || o.scale) {
    std::vector<std::int64_t> rows{kUsualRows};
    if (o.scale) rows.assign(std::begin(kScaleRows), std::end(kScaleRows));
    if (o.rows) rows = integers(*o.rows, "--rows", 2, kMostRows);
    return each_with(width_cases(o.widths.value_or(kScaleWidths), rows), batches);
  }
  std::vector<BenchCase> cases;
  for (Workload& work : named_workloads(o.workloads.value_or("A,Bs,Bs-generated,Bl")))
    cases.push_back({work, {}});
  return each_with(cases, batches);
}

std::vector<BenchDevice> bench_devices(const BenchOptions& o) {
  std::vector<std::int64_t> threads{1};
  const unsigned cores = std::thread::hardware_concurrency();
  if (o.threads) {
    threads = integers(*o.threads, "--threads", 1, kMostThreads);
  } else if (cores > 1 && !o.processor_time) {
    threads.push_back(cores);
  }
  if (o.processor_time && threads != std::vector<std::int64_t>{1}) {
    throw Error(ErrorCode::kUsage, "processor time says nothing about several threads: use --threads 1",
                "--processor-time");
  }
  std::vector<BenchDevice> devices;
  const std::string wanted = o.device.value_or(o.processor_time ? "cpu" : "all");
  for (const DeviceInfo& device : list_devices()) {
    if (wanted != "all" && wanted != device.id && wanted != device.kind) continue;
    if (device.kind == "cpu") {
      for (const std::int64_t count : threads) devices.push_back({device.id, static_cast<int>(count)});
    } else if (o.processor_time) {
      throw Error(ErrorCode::kUsage, "only the CPU works in processor time: use --device cpu",
                  "--processor-time");
    } else if (wanted != "cuda" || devices.empty()) {  // "cuda" is the first one
      devices.push_back({device.id, 0});
    }
  }
  if (devices.empty()) open_device(wanted);  // says which there are
  return devices;
}

double seconds_from(const BenchOptions& o) {
  return o.seconds ? parse_between(*o.seconds, "--seconds", 0, kMostSeconds) : 0.5;
}

}  // namespace headroom::cli
