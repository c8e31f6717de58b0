// What every machine of a class sees: the run of a workspace, trained to its end on the CPU in portable
// arithmetic. Epochs that the workspace holds already are taken from it.
//
//   const ClassRun run = run_for_class(open_workspace(file, keep, progress), open_device("cpu"), progress);
//   check_text(run.models.front().epochs.back().check);
//
// Thread rule: the thread that owns the device.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/device/device.h"
#include "core/train/history.h"
#include "core/workspace/workspace.h"

namespace headroom {

struct ClassRun {
  struct Model {
    ModelChoice choice;
    EpochList epochs;
    std::int64_t begun = 0;  // epochs that the workspace holds
  };
  std::vector<Model> models;  // those that train
  Task task = Task::kClassification;
  std::string trouble;  // it ended before its time, and why; empty: it did not
};

// Throws Error{kUsage} for a workspace in other arithmetic, whose last digits differ from machine to machine.
ClassRun run_for_class(const OpenedWorkspace& opened, std::shared_ptr<Device> device, Progress& progress);

}  // namespace headroom
