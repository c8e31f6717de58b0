#include "app/state/learn_measure.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/devices.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

bool run_works(const Snapshot& run) {
  return run.state == RunState::kTraining || run.state == RunState::kPreparing;
}

}  // namespace

void FigureMeter::start(std::string id, FigureRequest request, const Snapshot& run,
                        FigureMeasurement& state) {
  state = {};
  state.phase = FigureMeasurement::Phase::kMeasuring;
  state.id = id;
  state.request = request;
  state.disturbed = run_works(run);
  job_.start([id = std::move(id), request = std::move(request), devices = devices_, clock = clock_,
              device = run.facts->device](Progress& progress) {
    return measure_figure(id, request, devices ? devices(device) : FigureDevices{}, clock, progress);
  });
}

void FigureMeter::cancel(FigureMeasurement& state) {
  if (!job_.running()) return;
  job_.cancel();
  state = {};
}

bool FigureMeter::collect(const Snapshot& run, FigureMeasurement& state) {
  if (!job_.running()) return false;
  state.disturbed = state.disturbed || run_works(run);
  const auto finished = job_.poll();
  if (!finished) {
    const double before = std::exchange(state.fraction, job_.fraction());
    return before != state.fraction;
  }
  state.phase = FigureMeasurement::Phase::kFailed;
  try {
    state.result = finished->take();
    state.phase = FigureMeasurement::Phase::kMeasured;
    state.fraction = 1;
    if (state.disturbed && figure_info(state.id).timed) {
      state.result->figure.how.emplace_back(
          tr("the run trained at the same time: each slowed the other down"));
    }
  } catch (const Error& error) {
    state.failure = error;
  } catch (const std::exception& thrown) {
    state.failure = Error(ErrorCode::kInternal, thrown.what(), state.id);
  }
  return true;
}

FigureDevices figure_devices(const DeviceInfo& run) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  FigureDevices devices;
  devices.all = device_candidates("auto", thread_counts(std::max(1, cores)), Precision::kFp32);
  if (run.id.empty()) {
    devices.here = devices.all;
  } else {
    devices.here = {{run.id, [id = run.id, threads = run.threads] { return open_device(id, threads); }}};
  }
  return devices;
}

}  // namespace headroom::app
