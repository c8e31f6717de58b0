#include "support/demo_recorder.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace headroom::app::demo {

void add_recorder(Snapshot& run) {
  RecorderStatus recorder;
  std::int64_t epoch = 1;
  for (const ModelSnapshot& model : run.curves->models) {
    const auto steps =
        static_cast<std::int64_t>(model.history.step_loss.size()) * model.history.steps_per_entry;
    recorder.newest = std::max(recorder.newest, steps);
    epoch = std::max(epoch, model.steps_per_epoch);
  }
  recorder.most = 64 * kMiB;
  recorder.bytes = 64 * kMiB;
  recorder.held = 47 * kMiB + kMiB / 2;
  recorder.one_state = 3 * kMiB;
  for (std::int64_t step = 0; step < recorder.newest; step += epoch)
    recorder.moments.push_back({step, step / epoch});
  recorder.rates = {{recorder.newest - 6, 0.003, 1}};
  run.recorder = std::make_shared<const RecorderStatus>(std::move(recorder));
}

void add_divergence(Snapshot& run, Tried tried) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::int64_t bad = run.recorder->newest;
  RecorderFigures figures;
  DivergenceFigures grew;
  grew.model = "large";
  for (std::int64_t step = bad - 8; step <= bad; ++step) grew.steps.push_back(step);
  grew.largest = {
      {1.0, 1.0, 1.1, 1.1, 11, 182, 708, 1e7, 1e27}, {0.5, 0.6, 0.6, 0.6, 17, 14, 1.2e4, 1e14, 1e20},
      {0.3, 0.3, 0.3, 0.3, 26, 11, 1e6, 1e20, 1e34}, {0.2, 0.2, 0.2, 0.2, 31, 22, 1e6, 1e25, kInfinity},
      {0.2, 0.2, 0.2, 0.2, 29, 41, 1e6, 1e29, nan},  {6.4, 6.3, 6.0, 5.9, 1e3, 1e3, 1e7, 1e32, nan}};
  grew.loss = {0.24, 0.22, 0.28, 0.25, 314, 541, 4e6, 8e31, nan};
  grew.bad_layer = 3;
  grew.bad_tensor = "pre-activation";
  grew.bad_value = kInfinity;
  figures.divergence = std::move(grew);
  const bool all = tried == Tried::kAll;
  if (tried != Tried::kNothing) {
    figures.ways = {{bad - 6, 0.001, "a third of its rate", 64, 0.20, 0.929, true, true},
                    {bad - 6, 0.003, "its rate", all ? 64 : 40, 0.31, 0.862, all, all},
                    {bad - 6, 0.1, "a tenth of the new rate", all ? 64 : 0, 0.69, 0.497, all, false}};
  }
  Inspection inspection;
  inspection.kind = Inspect::kRecorder;
  inspection.version = 1;
  inspection.findings = std::move(figures);
  run.inspections[index_of(Inspect::kRecorder)] = std::make_shared<const Inspection>(std::move(inspection));
}

}  // namespace headroom::app::demo
