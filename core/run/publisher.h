// Assembles the snapshots of a run and hands them out.
//
//   Publisher publisher(wake_window);
//   publisher.next.state = RunState::kTraining;
//   publisher.next.curves = curves_of(run, true);   // what is new; every other part stays the same object
//   publisher.publish();
//   const std::shared_ptr<const Snapshot> seen = publisher.snapshot();
//
// Thread rule: snapshot() from any thread, everything else from the run thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/pipeline/pipeline.h"
#include "core/run/run.h"
#include "core/run/snapshot.h"

namespace headroom {

class Publisher {
 public:
  // `on_publish` is called after each publication; may be empty.
  explicit Publisher(std::function<void()> on_publish);

  Snapshot next;                                     // as it will be published
  void publish();                                    // throws what on_publish throws, and std::bad_alloc
  std::shared_ptr<const Snapshot> snapshot() const;  // never null

 private:
  std::function<void()> on_publish_;
  mutable std::mutex mutex_;  // only around the pointer
  std::shared_ptr<const Snapshot> latest_;
};

// A run whose data are on their way through the stages.
struct Preparing {
  RunConfig config;
  std::vector<StageReport> stages;
  const Pipeline* loaded = nullptr;  // once the shapes are known
  BackendLayout layout;
};

// The parts, of a run or of one that is being prepared; facts without the devices.
RunFacts facts_of(const Run& run);
RunFacts facts_of(const Preparing& preparing);
CurvesSnapshot curves_of(const Run& run, bool training);
CurvesSnapshot curves_of(const Preparing& preparing);
// See CurvesSnapshot; from what the finished steps took, and from what a slow pace waits.
double remaining_seconds(const Run& run, const Pace& pace);
// Question, tables and what they add up to; the rest of `memory` stays.
void set_plan(MemorySnapshot& memory, const NetworkJob& question, std::vector<TensorTable> tables);

}  // namespace headroom
