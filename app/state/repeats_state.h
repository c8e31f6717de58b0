// Trainings with several seeds or folds, as the window knows them: what is chosen, what is under way, and
// what every training that is done reached. Kept with the window's state; views read it.
//
// Thread rule: plain values.
#pragma once

#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/run/repeats.h"

namespace headroom::app {

enum class RepeatsPhase { kIdle, kTraining, kDone, kStopped, kFailed };
inline constexpr auto kRepeatsPhaseNames = names<RepeatsPhase>({{RepeatsPhase::kIdle, "idle"},
                                                                {RepeatsPhase::kTraining, "training"},
                                                                {RepeatsPhase::kDone, "done"},
                                                                {RepeatsPhase::kStopped, "stopped"},
                                                                {RepeatsPhase::kFailed, "failed"}});

inline constexpr std::int64_t kMostRepeatsShown = 100;  // in the window

struct RepeatsState {
  bool open = false;  // the sheet
  RepeatPlan plan;    // of the next start
  RepeatsPhase phase = RepeatsPhase::kIdle;
  double fraction = 0;       // while training, 0 to 1
  RepeatPlan trained;        // what `done` belongs to
  RunConfig config;          // the same
  std::vector<Repeat> done;  // also of what was stopped or failed later
  std::optional<Error> failure = {};
};

enum class RepeatsDo { kOpen, kClose, kPlan, kStart, kCancel };

namespace action {
// Figures with their uncertainty: the sheet, and the trainings behind them.
struct Repeats {
  RepeatsDo what = RepeatsDo::kOpen;
  RepeatPlan plan = {};  // kPlan
};
}  // namespace action

}  // namespace headroom::app
