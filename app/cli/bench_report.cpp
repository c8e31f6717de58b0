#include "app/cli/bench_report.h"

#include <cmath>
#include <ostream>
#include <thread>

#include "app/cli/output.h"
#include "core/base/json.h"
#include "core/model/spec.h"

namespace headroom::cli {

namespace {

Json spread_json(const StepTimes& times, double (*convert)(double)) {
  const double a = convert(times.least()), b = convert(times.most());
  return {{"median", number(convert(times.median()))},
          {"min", number(std::min(a, b))},
          {"max", number(std::max(a, b))},
          {"samples", times.samples.size()}};
}

double microseconds(double seconds) { return 1e6 * seconds; }
double per_second(double seconds) { return 1 / seconds; }

Json result_json(const BenchResult& r) {
  const DataShape& shape = r.job.work.shape;
  Json json = {{"device", {{"id", r.device.id}, {"kind", r.device.kind}, {"name", r.device.name}}},
               {"workload", r.job.work.name},
               {"widths", r.job.work.model.widths},
               {"batch", r.job.settings.batch},
               {"rows", shape.rows},
               {"train_rows", shape.train_rows},
               {"columns", shape.columns},
               {"degree", shape.degree},
               {"steps", r.times.steps},
               {"us_per_step", spread_json(r.times, microseconds)},
               {"steps_per_second", spread_json(r.times, per_second)},
               {"samples_per_second", number(r.rows_of_step() * r.steps_per_second())},
               {"gflops", number(2e-9 * r.multiply_adds_per_second())},
               {"predicted_bytes", r.predicted},
               {"charged_bytes", r.charged},
               {"measured_bytes", r.measured}};
  if (r.device.kind == "cpu") json["device"]["threads"] = r.device.threads;
  if (const auto share = r.share_of_peak()) {
    json["peak_gflops"] = number(2e-9 * r.peak * r.device.threads);
    json["share_of_peak"] = number(*share);
  }
  if (r.epoch_seconds) {
    json["epoch_seconds"] = number(*r.epoch_seconds);
    json["ns_per_row"] = number(1e9 * *r.epoch_seconds / static_cast<double>(shape.train_rows));
  }
  return json;
}

std::string device_text(const DeviceInfo& device) {
  if (device.kind != "cpu") return device.id;
  return device.id + " x " + std::to_string(device.threads);
}

std::string spread_text(const StepTimes& times) {
  return fixed(1e6 * times.least(), 1) + " to " + fixed(1e6 * times.most(), 1);
}

std::string count_text(double value) { return format_count(std::llround(value)); }

void print_speed(const std::vector<BenchResult>& results, std::ostream& out) {
  Table table({"device", "workload", ">batch", ">us/step", ">min to max", ">steps/s", ">samples/s",
               ">GFLOP/s", ">of peak", ">predicted", ">charged"});
  for (const BenchResult& r : results) {
    const std::optional<double> share = r.share_of_peak();
    table.add({device_text(r.device), r.job.work.name, format_count(r.job.settings.batch),
               fixed(1e6 * r.times.median(), 1), spread_text(r.times), count_text(r.steps_per_second()),
               count_text(r.rows_of_step() * r.steps_per_second()),
               fixed(2e-9 * r.multiply_adds_per_second(), 1), share ? percent(*share) : "-",
               format_bytes(r.predicted), format_bytes(r.charged)});
  }
  table.print(out);
}

void print_scale(const std::vector<BenchResult>& results, std::ostream& out) {
  Table table({"device", "network", ">batch", ">rows", ">epoch", ">ns/row", ">min to max", ">predicted",
               ">charged", ">measured"});
  for (const BenchResult& r : results) {
    const auto rows = static_cast<double>(r.job.work.shape.train_rows);
    const double ns = 1e9 / r.rows_of_step();  // of a second a step
    table.add({device_text(r.device), r.job.work.name, format_count(r.job.settings.batch),
               format_count(r.job.work.shape.rows), seconds_text(*r.epoch_seconds),
               fixed(1e9 * *r.epoch_seconds / rows, 1),
               fixed(ns * r.times.least(), 1) + " to " + fixed(ns * r.times.most(), 1),
               format_count(r.predicted), format_count(r.charged), format_count(r.measured)});
  }
  table.print(out);
}

}  // namespace

Json bench_document(const std::vector<BenchResult>& results, const BenchOptions& options) {
  Json list = Json::array();
  for (const BenchResult& result : results) list.push_back(result_json(result));
  return {{"schema_version", 1},
          {"cores", std::thread::hardware_concurrency()},
          {"clock", options.processor_time ? "processor" : "wall"},
          {"results", list}};
}

void print_bench_tables(const std::vector<BenchResult>& results, const BenchOptions& options,
                        std::ostream& out) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i > 0 && results[i].device.id == results[i - 1].device.id) continue;
    out << results[i].device.id << "  " << results[i].device.name;
    if (results[i].peak > 0) {
      out << ", " << fixed(2e-9 * results[i].peak, 1) << " GFLOP/s of multiply-adds a thread at best";
    }
    out << '\n';
  }
  out << '\n';
  if (options.scale) {
    print_scale(results, out);
  } else {
    print_speed(results, out);
  }
}

}  // namespace headroom::cli
