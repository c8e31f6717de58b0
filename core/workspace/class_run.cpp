#include "core/workspace/class_run.h"

#include <utility>

#include "core/base/error.h"
#include "core/run/run.h"

namespace headroom {

ClassRun run_for_class(const OpenedWorkspace& opened, std::shared_ptr<Device> device, Progress& progress) {
  if (opened.config.train.precision != Precision::kPortable) {
    throw Error(ErrorCode::kUsage,
                "trains in " + std::string(precision_name(opened.config.train.precision)) +
                    ", whose last digits differ from machine to machine: turn on \"The same curve on every "
                    "machine\" under For a class, and save it again",
                opened.saved->title);
  }
  RunSetup setup;
  setup.config = opened.config;
  setup.config.recorder = 0;
  setup.config.residence = Residence::kDevice;
  setup.device = std::move(device);
  setup.saved = opened.saved;
  Run run(std::move(setup), progress);
  for (run.set_goal(Goal::kAll); !run.goal_reached() && !run.diverged();) {
    progress.check();
    run.advance();
    progress.report(static_cast<std::int64_t>(run.progress() * 1000), 1000);
  }
  ClassRun result;
  result.task = run.data().dataset->task;
  if (run.diverged()) result.trouble = run.divergence_text();
  for (const Lane* const lane : run.training_lanes()) {
    ClassRun::Model model{lane->choice, lane->trainer->history().epochs, 0};
    for (const ModelRecord& saved : opened.saved->record.models) {
      if (saved.id == model.choice.id) model.begun = saved.state.epochs_finished;
    }
    result.models.push_back(std::move(model));
  }
  return result;
}

}  // namespace headroom
