// Figures that compare the devices of this machine.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/measure/measured_steps.h"
#include "core/measure/workload.h"
#include "core/plan/plan_export.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

constexpr int kUsualSweeps = 3;
constexpr double kSweepSeconds = 0.02;  // of training that is timed, for each width and device
constexpr std::int64_t kCrossingColumns = 230, kCrossingRows = 8192, kCrossingBatch = 256;

// Those that can be opened: one that fails takes no part.
std::vector<std::shared_ptr<Device>> open_all(const FigureDevices& devices) {
  std::vector<std::shared_ptr<Device>> opened;
  for (const Candidate& candidate : devices.all) {
    try {
      opened.push_back(candidate.open());
    } catch (const Error&) {  // its reason is shown where devices are chosen
    }
  }
  return opened;
}

bool is_processor(const std::shared_ptr<Device>& device) { return device->info().kind == "cpu"; }

[[noreturn]] void no_answer(const FigureBench& bench, const std::string& why) {
  throw Error(ErrorCode::kUnsupported, why, std::string(bench.info().id));
}

// Seconds a step of a network with two hidden layers of this width.
double step_seconds_of(FigureBench& bench, Device& device, DeviceData& data, std::int64_t width,
                       std::int64_t batch) {
  const ModelSpec model{{kCrossingColumns, width, width, 1}, Activation::kRelu, Output::kSigmoid};
  TrainSettings settings;
  settings.batch = batch;
  const std::unique_ptr<Engine> engine = device.create_engine(model, settings, data);
  start_seeded(*engine, settings.seed);
  return time_steps(*engine, rows_per_step(data.shape(), batch),
                    {.seconds = kSweepSeconds, .sample_seconds = kSweepSeconds / 8, .clock = bench.clock()})
      .median();
}

// The fastest processor's and the fastest other device's step.
struct WidthTimes {
  std::int64_t width = 0;
  double processor = 0, other = 0;
};

class CrossingSweep {
 public:
  CrossingSweep(FigureBench& bench, std::vector<std::shared_ptr<Device>> devices)
      : bench_(bench), devices_(std::move(devices)), batch_(bench.request().batch.value_or(kCrossingBatch)) {
    const std::int64_t rows = std::max(kCrossingRows, batch_);
    const ModelSpec any{{kCrossingColumns, 1}, Activation::kRelu, Output::kSigmoid};
    for (const std::shared_ptr<Device>& device : devices_) {
      data_.push_back(seeded_data(*device, {rows, rows, kCrossingColumns, 1}, any));
    }
  }

  std::int64_t batch() const { return batch_; }

  // From narrow to wide, until the other device has been faster twice.
  std::vector<WidthTimes> once(int sweep, int sweeps) {
    std::vector<WidthTimes> times;
    bench_.begin_part(sweep, sweeps);
    for (std::int64_t width = kLeastCrossingWidth; width <= kMostCrossingWidth; width *= 2) {
      bench_.report(std::log2(static_cast<double>(width) / kLeastCrossingWidth) / 8);
      WidthTimes& now = times.emplace_back();
      now.width = width;
      for (std::size_t i = 0; i < devices_.size(); ++i) {
        const double seconds = step_seconds_of(bench_, *devices_[i], *data_[i], width, batch_);
        double& best = is_processor(devices_[i]) ? now.processor : now.other;
        best = best > 0 ? std::min(best, seconds) : seconds;
      }
      const std::size_t n = times.size();
      if (n >= 2 && now.other < now.processor && times[n - 2].other < times[n - 2].processor) break;
    }
    return times;
  }

 private:
  FigureBench& bench_;
  std::vector<std::shared_ptr<Device>> devices_;
  std::int64_t batch_;
  std::vector<std::unique_ptr<DeviceData>> data_;  // freed before the devices
};

// Between the last width at which the processor was faster and the next one, on a logarithmic scale.
double crossing_of(const FigureBench& bench, const std::vector<WidthTimes>& times) {
  std::size_t last = times.size();
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (times[i].processor <= times[i].other) last = i;
  }
  if (last == times.size()) {
    no_answer(
        bench,
        tr("the processor was slower at every width from {1} on: they do not cross here; a smaller batch "
           "may let it win",
           format_count(kLeastCrossingWidth)));
  }
  if (last + 1 == times.size()) {
    no_answer(
        bench,
        tr("the processor was faster up to a width of {1}: they do not cross here; a larger batch may let "
           "the other device win",
           format_count(times[last].width)));
  }
  const double before = std::log(times[last].other / times[last].processor);
  const double after = std::log(times[last + 1].other / times[last + 1].processor);
  const double share = before / (before - after);
  return static_cast<double>(times[last].width) *
         std::pow(static_cast<double>(times[last + 1].width) / static_cast<double>(times[last].width), share);
}

}  // namespace

FigureResult cpu_gpu_crossing(FigureBench& bench) {
  std::vector<std::shared_ptr<Device>> devices = open_all(bench.devices());
  const auto processors = std::count_if(devices.begin(), devices.end(), is_processor);
  if (processors == 0 || processors == static_cast<std::ptrdiff_t>(devices.size())) {
    no_answer(
        bench,
        processors == 0
            ? tr("this machine has no processor to train on: there is nothing to compare, and no grade")
            : tr("this machine has no GPU that can be used: there is nothing to compare, and no grade"));
  }
  FigureResult result = bench.result();
  for (const std::shared_ptr<Device>& device : devices) {
    result.device += (result.device.empty() ? "" : "; ") + device_words(device->info());
  }
  CrossingSweep sweep(bench, std::move(devices));
  const int sweeps = bench.repeats(kUsualSweeps);
  std::vector<double> crossings;
  std::map<std::int64_t, WidthTimes> shown;
  for (int i = 0; i < sweeps; ++i) {
    const std::vector<WidthTimes> times = sweep.once(i, sweeps);
    crossings.push_back(crossing_of(bench, times));
    for (const WidthTimes& each : times) shown[each.width] = each;
  }
  result.setting = tr("{1} columns, two hidden layers, batch {2}", format_count(kCrossingColumns),
                      format_count(sweep.batch()));
  take_values(result, std::move(crossings));
  for (const auto& [width, times] : shown) {
    result.figure.how.push_back(tr("{1} units: {2} a step on the CPU, {3} on the GPU", format_count(width),
                                   duration_text(times.processor), duration_text(times.other)));
  }
  result.figure.how.push_back(repeats_text(result));
  result.why = {
      tr("A GPU needs a while for every step however small, and then does much at once: the wider the "
         "layers, the "
         "more there is to do at once.")};
  return result;
}

FigureResult threads_speedup(FigureBench& bench) {
  std::shared_ptr<Device> one, all;
  for (const std::shared_ptr<Device>& device : open_all(bench.devices())) {
    if (!is_processor(device)) continue;
    if (device->info().threads == 1) one = device;
    if (!all || device->info().threads > all->info().threads) all = device;
  }
  if (!one || !all || all->info().threads < 2) {
    no_answer(bench, tr("this machine has one processor core to train on: there is nothing to compare"));
  }
  RunConfig config = bench.preset("scalability", {"large"});
  FigureBench::train_on(config);
  const std::unique_ptr<Run> alone = bench.open(config, nullptr, one);
  const std::unique_ptr<Run> together = bench.open(std::move(config), alone.get(), all);
  const std::vector<TimedPair> pairs = bench.in_turn([&] {
    bench.epoch(*alone);
    bench.epoch(*together);
    return TimedPair{last_epoch_seconds(*alone, "large"), last_epoch_seconds(*together, "large")};
  });
  FigureResult result = bench.result(*together);
  bench.take_ratios(result, pairs);
  result.marks = {{tr("threads"), static_cast<double>(all->info().threads)}};
  result.why = {
      tr("The rows of a batch are shared out; after every layer the threads wait for each other, and what is "
         "not "
         "shared out takes as long as before.")};
  return result;
}

}  // namespace headroom
