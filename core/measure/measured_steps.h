// What was timed on this machine, as points below a roofline (core/plan/roofline_chart.h).
//
//   std::vector<MeasuredStep> points = measure_steps(jobs_to_measure(plan), candidates, progress);
//
// Thread rule: pure functions; measure_steps() as choose_device().
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/measure/device_choice.h"
#include "core/plan/plan_report.h"
#include "core/plan/roofline_chart.h"
#include "core/train/history.h"

namespace headroom {

// "AMD EPYC 7763, 2 threads", "NVIDIA H100 80GB HBM3"
std::string device_words(const DeviceInfo& device);

// Of every device that took part; of the processor the number of threads that was fastest. The first
// network of `job` is the one that was tried.
std::vector<MeasuredStep> measured_steps(const DeviceChoice& choice, const NetworkJob& job);

// Of the finished epochs of a run on `device`; nothing before the first.
std::optional<MeasuredStep> measured_epochs(const History& history, const NetworkJob& job,
                                            const DeviceInfo& device);

// The networks whose steps are shown with a plan: its own, or for a transformer those of the benchmarks.
std::vector<NetworkJob> jobs_to_measure(const PlanInputs& inputs);

// Times each of them for a moment on every device. `candidates`: the devices that compute in a precision.
// Throws what choose_device() throws, and Error{kCancelled}.
std::vector<MeasuredStep> measure_steps(const std::vector<NetworkJob>& jobs,
                                        const std::function<std::vector<Candidate>(Precision)>& candidates,
                                        Progress& progress);

}  // namespace headroom
