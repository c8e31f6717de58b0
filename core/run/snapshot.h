// The state of a run at one moment, immutable: what the window draws from.
//
// The run thread assembles a new Snapshot when something changed (at most about 60 a second) and swaps a
// pointer; readers keep theirs as long as they like. It is made of parts, and a part that did not change is
// the same object as in the snapshot before, so that publishing costs only what is new:
//
//   const bool new_memory = !now.memory.same_as(before.memory);
//
// Thread rule: a plain value; the parts may be read by any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/device/device.h"
#include "core/measure/device_choice.h"
#include "core/memory/network_plan.h"
#include "core/model/spec.h"
#include "core/model/tensor_table.h"
#include "core/pipeline/run_config.h"
#include "core/pipeline/stage.h"
#include "core/run/baseline.h"
#include "core/run/inspection.h"
#include "core/run/pace.h"
#include "core/run/part.h"
#include "core/run/past_run.h"
#include "core/run/recorder_figures.h"
#include "core/train/divergence.h"
#include "core/train/history.h"
#include "core/train/trouble.h"

namespace headroom {

// What a run is doing, said nowhere else.
enum class RunState {
  kEmpty,      // nothing loaded
  kPreparing,  // data are on their way through the stages
  kReady,      // prepared, step 0
  kTraining,
  kPaused,
  kFinished,  // all epochs done
  kDiverged,  // a loss or a weight is no longer finite; paused, see ModelSnapshot::divergence
  kFailed,    // the device or a stage failed; see Snapshot::error
};

inline constexpr auto kRunStateNames = names<RunState>({{RunState::kEmpty, "empty"},
                                                        {RunState::kPreparing, "preparing"},
                                                        {RunState::kReady, "ready"},
                                                        {RunState::kTraining, "training"},
                                                        {RunState::kPaused, "paused"},
                                                        {RunState::kFinished, "finished"},
                                                        {RunState::kDiverged, "diverged"},
                                                        {RunState::kFailed, "failed"}});
inline std::string_view run_state_name(RunState state) { return kRunStateNames.name(state); }

// What only commands change.
struct RunFacts {
  std::vector<DeviceInfo> devices;                    // what this machine has
  DeviceInfo device;                                  // the one in use
  std::shared_ptr<const DeviceChoice> device_choice;  // the last comparison; null before the first

  RunConfig config;  // as in use; empty id before the first load
  std::shared_ptr<const Dataset> dataset;
  Task task = Task::kClassification;
  TargetScale target;  // of regression: losses are of the scaled target
  std::int64_t train_rows = 0;
  std::int64_t validation_rows = 0;
  std::int64_t test_rows = 0;
  std::int64_t features = 0;      // what the network sees
  std::vector<DataDoubt> doubts;  // what looks wrong with the data
  // What the networks have to beat; null: not known (yet).
  std::shared_ptr<const Baseline> baseline;
  std::string folder;               // kept up to date after every epoch; empty: not kept
  bool kept_automatically = false;  // nobody asked for it
  Pace pace;                        // how fast it may train
  RunConfig opened;                 // as it was loaded, before anything was changed

  // What command::Undo takes back ("reset"), or does again; empty: nothing.
  std::string undo;
  bool undone = false;
  // Networks that start over can be brought back: what has to be kept of them is small enough.
  bool undoable = true;
};

struct Quality;  // core/run/quality.h

struct ModelSnapshot {
  ModelChoice choice;
  ModelSpec spec;
  std::int64_t parameters = 0;
  bool selected = false;    // trains in this run; else only planned
  Bytes planned_bytes = 0;  // this engine's table (without the shared data)
  History history;
  std::int64_t epoch = 0;  // finished epochs
  std::int64_t step_in_epoch = 0;
  std::int64_t steps_per_epoch = 0;
  std::int64_t steps = 0;       // of the run
  double steps_per_second = 0;  // over the last second of training; 0 when not training
  double epoch_seconds = 0;     // median of the finished epochs; 0 before the first
  std::optional<Divergence> divergence;
  std::optional<Trouble> trouble;
  // Once the run is finished (core/run/final_judge.h), of the network in use: on the rows that validate,
  // where the history does not tell it, and on the test part, where there is one. Null elsewhere.
  std::shared_ptr<const Quality> validated, tested;
};

// What training changes.
struct CurvesSnapshot {
  std::vector<ModelSnapshot> models;  // every choice of the config, selected or not
  // Until the last epoch, at the pace of now; 0: nothing is left, or not measured yet.
  double remaining_seconds = 0;
};

// Read again once a second; the plan in it changes with commands only.
struct MemorySnapshot {
  MemoryStatus device;
  MemoryStatus before;        // the same device before anything was charged; total == 0: never observed
  Part<NetworkJob> question;  // what the plan answers; change a copy to ask "what if" (plan_network)
  Part<std::vector<TensorTable>> tables;  // what is planned: data, then one per selected model
  std::array<Bytes, kCategoryCount> predicted{};
  std::array<Bytes, kCategoryCount> charged{};  // all 0 before allocation
  Bytes predicted_total = 0;
  Bytes charged_total = 0;
  NetworkPlan report;
  // The plan of the last request that was refused because it does not fit, until the next success; the run
  // itself is the one before. Snapshot::error says the same in words.
  std::shared_ptr<const NetworkPlan> refused;
};

struct Snapshot {
  // The status: small, and different in every publication.
  std::uint64_t sequence = 0;  // grows with every publication
  // Posted commands that are dealt with: carried out, refused, replaced by a newer one or dropped. Whoever
  // posts the n-th command sees its effect in the first snapshot where this is at least n.
  std::uint64_t commands_done = 0;
  RunState state = RunState::kEmpty;
  std::string message;  // the last thing worth saying, one line
  // Of all cores, by everything that runs on this machine; nothing where it is not known, and while nothing
  // trains.
  std::optional<double> processor_load;
  bool unsaved = false;              // it has trained further than facts->folder tells, if there is one
  std::optional<Error> error;        // the last refusal or failure, until the next success
  std::uint64_t error_sequence = 0;  // grows with every new error: dismissed ones stay dismissed

  Part<RunFacts> facts;
  Part<std::vector<StageReport>> stages;  // in order; features only for degree 2
  Part<CurvesSnapshot> curves;
  Part<PastRuns> past;  // what is compared with the curves
  Part<MemorySnapshot> memory;
  InspectionSlots inspections;  // by Inspect; null: never asked for
  // Never null; another object when it changed.
  std::shared_ptr<const RecorderStatus> recorder = std::make_shared<const RecorderStatus>();
};

}  // namespace headroom
