// One measurement of `bench`: a network in training on a device, timed, with its memory.
#pragma once

#include <optional>

#include "app/cli/bench_options.h"
#include "core/base/bytes.h"
#include "core/device/device.h"
#include "core/measure/step_timer.h"

namespace headroom::cli {

struct BenchResult {
  BenchCase job;
  DeviceInfo device;
  StepTimes times;
  double peak = 0;  // multiply-adds a second of one thread, measured alongside; 0: not known
  Bytes predicted = 0;
  Bytes charged = 0;
  // What the system says this job took: the growth of the process on the CPU, the fall of free memory on a
  // GPU (which other programs may disturb).
  Bytes measured = 0;
  std::optional<double> epoch_seconds;  // --scale: the median of whole epochs

  double steps_per_second() const { return 1 / times.median(); }
  double rows_of_step() const;
  double multiply_adds_per_second() const;
  // Of the multiply-add peak of all its threads; empty where none is known.
  std::optional<double> share_of_peak() const;
};

// Throws what the device throws, and Error{kOutOfMemory} before anything is allocated when it does not fit.
BenchResult measure(const BenchCase& job, const BenchDevice& device, double seconds,
                    const BenchOptions& options);

}  // namespace headroom::cli
