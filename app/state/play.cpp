#include "app/state/play.h"

#include <algorithm>

namespace headroom::app {

const NetworkPlan* refused_plan(const UiState& state, const Snapshot& run) {
  const bool open = run.error && run.error_sequence > state.dismissed_error;
  return open ? run.memory->refused.get() : nullptr;
}

bool play_blocked(const UiState& state, const Snapshot& run) {
  return run.state != RunState::kTraining && run.state != RunState::kPreparing && refused_plan(state, run);
}

ActionQueue press_play(RunState state) {
  switch (state) {
    case RunState::kTraining: return {action::Run{command::Pause{}}};
    case RunState::kPreparing: return {action::Run{command::Cancel{}}};
    case RunState::kFinished: return {action::Run{command::Reset{false}}, action::Run{command::Play{}}};
    case RunState::kReady:
    case RunState::kPaused: return {action::Run{command::Play{}}};
    case RunState::kEmpty:
    case RunState::kDiverged:  // the window offers to go back first
    case RunState::kFailed: return {};
  }
  return {};
}

void add_epochs(RunConfig& config, std::int64_t more, const Snapshot& run) {
  std::int64_t from = config.train.epochs;
  if (run.state == RunState::kFinished) {
    std::int64_t trained = 0;
    for (const ModelSnapshot& model : run.curves->models) {
      if (model.selected) trained = std::max(trained, model.epoch);
    }
    if (trained < from) config.train.early_stop_patience = 0;
    from = trained;
  }
  config.train.epochs = from + more;
}

std::string undo_words(const RunFacts& facts) {
  return facts.undo.empty() ? "" : (facts.undone ? "redo " : "undo ") + facts.undo;
}

Pace first_pace(const RunConfig& config) { return config.generator ? kEpochASecond : kFullSpeed; }

}  // namespace headroom::app
