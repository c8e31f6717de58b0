#include "app/cli/bench_measure.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app/devices.h"
#include "core/device/cpu/multiply_add_peak.h"
#include "core/memory/network_plan.h"

namespace headroom::cli {

namespace {

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What of the device's memory is this program's: its own on the CPU, all that is taken on a GPU.
Bytes taken(Device& device) {
#ifdef __GLIBC__
  malloc_trim(0);  // what was given back before is the system's, not this job's
#endif
  const MemoryStatus now = device.memory();
  return device.info().kind == "cpu" ? now.charged + now.context : now.total - now.free;
}

// Whole epochs, at least one: each is a sample.
StepTimes time_epochs(Engine& engine, double seconds, const std::function<double()>& clock) {
  StepTimes times;
  const std::int64_t steps = engine.steps_per_epoch();
  double spent = 0;
  for (std::int64_t epoch = 0; spent < seconds; ++epoch) {
    const double start = clock();
    for (std::int64_t done = 0; done < steps; done += kMetricSlots) {
      engine.train(epoch, done, std::min(kMetricSlots, steps - done));
      engine.take_metrics();
    }
    const double took = clock() - start;
    spent += took;
    times.samples.push_back(took / static_cast<double>(steps));
    times.steps += steps;
  }
  return times;
}

}  // namespace

double BenchResult::rows_of_step() const { return rows_per_step(job.work.shape, job.settings.batch); }

double BenchResult::multiply_adds_per_second() const {
  return multiply_adds(job.work.model, rows_of_step()) * steps_per_second();
}

std::optional<double> BenchResult::share_of_peak() const {
  if (peak <= 0) return std::nullopt;
  return multiply_adds_per_second() / (peak * device.threads);
}

BenchResult measure(const BenchCase& job, const BenchDevice& where, double seconds,
                    const BenchOptions& options) {
  const std::unique_ptr<Device> device = open_device(where.id, where.threads);
  BenchResult result;
  result.job = job;
  result.device = device->info();
  const NetworkJob question{job.work.shape, {job.work.model}, job.settings, device->layout()};
  result.predicted = need_of(question).tables;
  require_fits(plan_network(question, device->memory()), result.device.id);
  const bool cpu = result.device.kind == "cpu";
  if (cpu) result.peak = cpu::measure_multiply_add_peak();

  const Bytes before = taken(*device);
  const std::unique_ptr<DeviceData> data = seeded_data(*device, job.work.shape, job.work.model);
  const std::unique_ptr<Engine> engine = device->create_engine(job.work.model, job.settings, *data);
  start_seeded(*engine, job.settings.seed);
  const std::function<double()> clock = options.processor_time ? thread_seconds : steady_seconds;
  if (options.scale) {
    engine->train(0, 0, std::min<std::int64_t>(engine->steps_per_epoch(), kMetricSlots));
    engine->take_metrics();
    result.times = time_epochs(*engine, seconds, clock);
    result.epoch_seconds = result.times.median() * static_cast<double>(engine->steps_per_epoch());
  } else {
    result.times = time_steps(*engine, result.rows_of_step(), {.seconds = seconds, .clock = clock});
  }
  result.charged = device->ledger().charged();
  result.measured = taken(*device) - before;
  // The better of two: what disturbed one calibration need not have disturbed the training between them.
  if (cpu) result.peak = std::max(result.peak, cpu::measure_multiply_add_peak());
  return result;
}

}  // namespace headroom::cli
