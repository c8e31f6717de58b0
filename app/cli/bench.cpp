// headroom-cli bench: how fast this machine trains, and with how much memory.
#include <memory>

#include "app/cli/bench_measure.h"
#include "app/cli/bench_options.h"
#include "app/cli/bench_report.h"
#include "app/cli/context.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

void run_bench(const BenchOptions& options, Context& context) {
  const double seconds = seconds_from(options);
  const std::vector<BenchCase> cases = bench_cases(options);
  const std::vector<BenchDevice> devices = bench_devices(options);
  const auto all = static_cast<double>(cases.size() * devices.size());
  std::vector<BenchResult> results;
  std::size_t done = 0;
  ProgressBar bar(context);
  for (const BenchCase& job : cases) {
    for (const BenchDevice& device : devices) {
      if (stop_request().cancelled()) throw Error(ErrorCode::kCancelled, "stopped", "bench");
      bar.update(static_cast<double>(done++) / all,
                 job.work.name + ", batch " + std::to_string(job.settings.batch) + " on " + device.id);
      try {
        results.push_back(measure(job, device, seconds, options));
      } catch (const Error& error) {
        if (error.code() != ErrorCode::kUnsupported) throw;
        context.say(job.work.name + " is left out on " + device.id + ": " + error.message());
      }
    }
  }
  bar.clear();
  if (context.json) {
    print_json(bench_document(results, options), context.out);
  } else {
    print_bench_tables(results, options, context.out);
  }
}

}  // namespace

Action add_bench(Subcommand& app) {
  auto options = std::make_shared<BenchOptions>();
  register_options(app, *options);
  return [options](Context& context) { run_bench(*options, context); };
}

}  // namespace headroom::cli
