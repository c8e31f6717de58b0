// Trains the window's run several times beside it, by a job: figures with their uncertainty.
//
//   repeater.start(run, state.repeats);
//   repeater.collect(state.repeats);       // every tick; true: something changed
//   repeater.cancel(state.repeats);        // what is done stays
//
// The run is left alone: the trainings have a device of their own, the same one that the run trains on, and
// nothing is kept on disk.
//
// Thread rule: window's thread; never waits. Training is a job.
#pragma once

#include <memory>
#include <utility>

#include "app/state/job_slot.h"
#include "app/state/learn_measure.h"
#include "app/state/repeats_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

class Repeater {
 public:
  explicit Repeater(FigureMeter::Devices devices) : devices_(std::move(devices)) {}

  // With the run's settings as they are now. Throws Error{kUsage} where nothing is loaded.
  void start(const Snapshot& run, RepeatsState& state);
  void cancel(RepeatsState& state);
  bool collect(RepeatsState& state);
  bool running() const { return job_.running(); }

 private:
  struct Board;  // where the job leaves what is done

  FigureMeter::Devices devices_;
  JobSlot<bool> job_;
  std::shared_ptr<Board> board_;
};

// Other settings than those that the figures are of.
bool repeats_outdated(const RepeatsState& state, const Snapshot& run);

}  // namespace headroom::app
