// How fast an engine trains: steps measured in samples of a few milliseconds each, so that the answer has
// a spread.
//
//   const StepTimes times = time_steps(*engine, rows_per_step(shape, batch), {.seconds = 0.5});
//   1 / times.median();   // steps a second
//
// The engine really trains: its weights and moments change. Warming up (finding out how many steps make a
// sample, filling caches, capturing graphs) is not counted.
//
// Thread rule: that of the engine.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/device/device.h"

namespace headroom {

struct TimingOptions {
  double seconds = 0.5;           // of training that is counted
  double sample_seconds = 0.010;  // how long one sample should take
  std::function<double()> clock;  // seconds, monotonic; empty: std::chrono::steady_clock
};

struct StepTimes {
  std::vector<double> samples;  // seconds a step, in the order they were taken
  std::int64_t steps = 0;       // that were counted

  // Seconds a step. At least one sample is there.
  double median() const;
  double least() const;
  double most() const;
};

// `rows`: of an average step (core/measure/workload.h). Samples are weighted by their rows, so that one that
// contains the smaller last batch of an epoch compares with the others. No sample crosses the end of an
// epoch; at least three are taken.
StepTimes time_steps(Engine& engine, double rows, const TimingOptions& options = {});

}  // namespace headroom
