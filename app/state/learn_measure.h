// Measures the figure that a learner has guessed, while the window goes on.
//
//   meter.start("epoch-time-ratio", {}, run, state.measurement);   // the guess has been made
//   meter.collect(run, state.measurement);                         // every tick; true: something changed
//   meter.cancel(state.measurement);
//
// The run is left alone: it is not paused, and the figure is measured on a device of its own that is opened
// for it, the same one that the run trains on. Where training went on meanwhile, the result says so.
//
// Thread rule: window's thread; never waits. Measuring is a job.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/state/job_slot.h"
#include "core/base/error.h"
#include "core/device/device.h"
#include "core/run/measured_figures.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// What a view needs to know of a measurement.
struct FigureMeasurement {
  enum class Phase { kIdle, kMeasuring, kMeasured, kFailed };
  Phase phase = Phase::kIdle;
  std::string id;                           // of the figure; empty while idle
  FigureRequest request;                    // with which settings
  double fraction = 0;                      // while measuring, 0 to 1
  bool disturbed = false;                   // the run trained at the same time: said in the result as well
  std::optional<FigureResult> result = {};  // measured
  std::optional<Error> failure = {};        // failed: why there is no grade
};

class FigureMeter {
 public:
  // The devices for a run on `run`; before anything is loaded its id is empty.
  using Devices = std::function<FigureDevices(const DeviceInfo& run)>;
  explicit FigureMeter(Devices devices, std::function<double()> clock = {})
      : devices_(std::move(devices)), clock_(std::move(clock)) {}

  // Begins, or begins again with another figure or setting: what was under way is cancelled.
  void start(std::string id, FigureRequest request, const Snapshot& run, FigureMeasurement& state);
  // Idle again; nothing where nothing is under way.
  void cancel(FigureMeasurement& state);
  bool collect(const Snapshot& run, FigureMeasurement& state);
  bool running() const { return job_.running(); }

 private:
  Devices devices_;
  std::function<double()> clock_;
  JobSlot<FigureResult> job_;
};

// Those of this machine (app/devices.h).
FigureDevices figure_devices(const DeviceInfo& run);

}  // namespace headroom::app
