// Step times measured on this machine: from epochs of the run, comparisons of devices, and measurements that
// the Plan view requests. They are the points of its roofline.
//
//   meter.watch(run, state.plan);      // every tick; true when there is something new
//   meter.start(run, state.plan);      // "measure on this machine"
//
// The newest measurement of a network on a device replaces the one before; at most kMostMeasured are kept.
//
// Thread rule: window's thread; never waits. Timing itself is a job.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state/job_slot.h"
#include "app/state/plan_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

inline constexpr std::size_t kMostMeasured = 12;

class StepMeter {
 public:
  // The devices of this machine that compute in this precision.
  using Candidates = std::function<std::vector<Candidate>(Precision)>;
  explicit StepMeter(Candidates candidates) : candidates_(std::move(candidates)) {}

  // Adds what the run has measured since the last call.
  bool watch(const Snapshot& run, PlanState& state);
  // Times the network that is planned on every device; for a transformer's plan the networks of the
  // benchmarks. Called again while it is under way: stops it. Throws Error{kUsage} while a run trains: each
  // would slow the other down.
  void start(const Snapshot& run, PlanState& state);
  // True when start() has produced something new; if it failed, `failure` says why.
  bool collect(PlanState& state, std::optional<Error>& failure);
  bool running() const { return measuring_.running(); }

 private:
  Candidates candidates_;
  JobSlot<std::vector<MeasuredStep>> measuring_;
  std::shared_ptr<const DeviceChoice> choice_;       // the run's, whose points were added already
  std::map<std::string, std::int64_t> epochs_seen_;  // of every network of the run
};

}  // namespace headroom::app
