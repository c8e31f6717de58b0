#include "core/measure/measured_steps.h"

#include <algorithm>
#include <string>

#include "core/measure/workload.h"
#include "core/train/trainer.h"

namespace headroom {

std::string device_words(const DeviceInfo& device) {
  if (device.kind != "cpu" || device.threads < 1) return device.name;
  return device.name + ", " + std::to_string(device.threads) + (device.threads > 1 ? " threads" : " thread");
}

std::vector<MeasuredStep> measured_steps(const DeviceChoice& choice, const NetworkJob& job) {
  const Trial* processor = nullptr;
  std::vector<const Trial*> shown;
  for (const Trial& trial : choice.trials) {
    if (!trial.times) continue;
    if (trial.device.kind != "cpu") {
      shown.push_back(&trial);
    } else if (processor == nullptr || trial.times->median() < processor->times->median()) {
      processor = &trial;
    }
  }
  if (processor != nullptr) shown.insert(shown.begin(), processor);
  std::vector<MeasuredStep> points;
  for (const Trial* trial : shown) {
    const StepTimes& times = *trial->times;
    points.push_back({device_words(trial->device),
                      measured_name(job),
                      "median of " + format_count(static_cast<std::int64_t>(times.samples.size())) +
                          " samples, " + format_count(times.steps) + " steps",
                      measured_work(job, trial->rows),
                      {times.median(), times.least(), times.most()}});
  }
  return points;
}

std::optional<MeasuredStep> measured_epochs(const History& history, const NetworkJob& job,
                                            const DeviceInfo& device) {
  const double median = median_epoch_seconds(history);
  if (median <= 0 || job.data.train_rows < 1 || job.settings.batch < 1) return std::nullopt;
  const std::vector<EpochMetric> epochs = recent_epochs(history);
  const auto [least, most] =
      std::minmax_element(epochs.begin(), epochs.end(),
                          [](const EpochMetric& a, const EpochMetric& b) { return a.seconds < b.seconds; });
  const auto steps = static_cast<double>(ceil_div(job.data.train_rows, job.settings.batch));
  const std::size_t count = epochs.size();
  return MeasuredStep{
      device_words(device),
      measured_name(job),
      count == 1 ? std::string("1 epoch of the run")
                 : "median of " + format_count(static_cast<std::int64_t>(count)) + " epochs of the run",
      measured_work(job, rows_per_step(job.data, job.settings.batch)),
      {median / steps, least->seconds / steps, most->seconds / steps}};
}

std::vector<NetworkJob> jobs_to_measure(const PlanInputs& inputs) {
  std::vector<NetworkJob> jobs;
  if (!inputs.transformer) {
    for (const ModelSpec& model : inputs.mlp.models) {
      jobs.push_back(inputs.mlp);
      jobs.back().models = {model};
    }
    return jobs;
  }
  for (const Workload& work : standard_workloads()) {
    if (work.shape.generates()) continue;  // the same network as the one before it
    NetworkJob job;
    job.models = {work.model};
    job.data = work.shape;
    jobs.push_back(job);
  }
  return jobs;
}

std::vector<MeasuredStep> measure_steps(const std::vector<NetworkJob>& jobs,
                                        const std::function<std::vector<Candidate>(Precision)>& candidates,
                                        Progress& progress) {
  std::vector<MeasuredStep> all;
  for (const NetworkJob& job : jobs) {
    std::vector<Candidate> devices = candidates(job.settings.precision);
    for (Candidate& device : devices) {
      device.open = [open = std::move(device.open), &progress] {
        progress.check();  // a large network takes its time on every one
        return open();
      };
    }
    const DeviceChoice choice = choose_device(devices, job);
    progress.check();
    for (MeasuredStep& step : measured_steps(choice, job)) all.push_back(std::move(step));
  }
  return all;
}

}  // namespace headroom
