// A run on one thread of the processor that is trained a little and then looked into, for the tests of
// inspections.
#pragma once

#include <memory>
#include <stdexcept>

#include "core/device/cpu/cpu_device.h"
#include "core/run/inspections.h"

namespace headroom::test {

struct InspectedRun {
  Progress progress;
  headroom::Run run;
  Inspections inspections;

  explicit InspectedRun(const RunConfig& config) : run(setup(config), progress) {}
  static RunSetup setup(const RunConfig& config) {
    RunSetup setup;
    setup.config = config;
    setup.device = std::make_shared<cpu::CpuDevice>(1);
    return setup;
  }
  void train(Goal goal) {
    run.set_goal(goal);
    while (!run.goal_reached()) run.advance();
  }
  void steps(int count) {
    for (int i = 0; i < count; ++i) train(Goal::kStep);
  }
  // What stands in the slot once this kind has seen everything.
  std::shared_ptr<const Inspection> result(Inspect kind, const Look& look = {}) {
    inspections.watch(interest(kind), look);
    while (inspections.advance(run, false).worked) {
    }
    return inspections.results()[index_of(kind)];
  }
  // The same, of a kind that has to find something.
  std::shared_ptr<const Inspection> inspect(Inspect kind, const Look& look = {}) {
    std::shared_ptr<const Inspection> seen = result(kind, look);
    if (!seen) throw std::runtime_error("nothing was found");
    if (seen->error) throw std::runtime_error(seen->error->what());
    return seen;
  }
};

}  // namespace headroom::test
