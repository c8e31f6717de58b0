#include "core/run/snapshot.h"

namespace headroom {

std::string_view run_state_name(RunState state) {
  switch (state) {
    case RunState::kEmpty: return "empty";
    case RunState::kPreparing: return "preparing";
    case RunState::kReady: return "ready";
    case RunState::kTraining: return "training";
    case RunState::kPaused: return "paused";
    case RunState::kFinished: return "finished";
    case RunState::kDiverged: return "diverged";
    case RunState::kFailed: return "failed";
  }
  return "";
}

}  // namespace headroom
