#include "app/state/repeater.h"

#include <mutex>
#include <string>

#include "core/base/tr.h"
#include "core/run/change.h"

namespace headroom::app {

struct Repeater::Board {
  std::mutex mutex;
  std::vector<Repeat> news;  // since they were taken
};

void Repeater::start(const Snapshot& run, RepeatsState& state) {
  if (run.facts->config.models.empty()) {
    throw Error(ErrorCode::kUsage, tr("nothing is loaded: open an example or a file first"), "repeats");
  }
  state.phase = RepeatsPhase::kTraining;
  state.fraction = 0;
  state.trained = state.plan;
  state.config = run.facts->config;
  state.done.clear();
  state.failure.reset();
  board_ = std::make_shared<Board>();
  job_.start([config = state.config, plan = state.plan, device = run.facts->device, devices = devices_,
              board = board_](Progress& progress) {
    const FigureDevices found = devices ? devices(device) : FigureDevices{};
    const RepeatsRequest request{.config = config, .plan = plan, .candidates = found.here};
    train_repeats(
        request,
        [&](const Repeat& repeat, const Run&) {
          const std::lock_guard lock(board->mutex);
          board->news.push_back(repeat);
        },
        progress);
    return true;
  });
}

void Repeater::cancel(RepeatsState& state) {
  if (!job_.running()) return;
  job_.cancel();
  state.phase = state.done.empty() ? RepeatsPhase::kIdle : RepeatsPhase::kStopped;
}

bool Repeater::collect(RepeatsState& state) {
  if (!job_.running()) return false;
  const auto finished = job_.poll();  // before the board is read: nothing comes behind it
  bool changed = false;
  {
    const std::lock_guard lock(board_->mutex);
    changed = !board_->news.empty();
    for (Repeat& repeat : board_->news) state.done.push_back(std::move(repeat));
    board_->news.clear();
  }
  if (!finished) {
    const double before = std::exchange(state.fraction, job_.fraction());
    return changed || before != state.fraction;
  }
  state.phase = RepeatsPhase::kFailed;
  try {
    finished->take();
    state.phase = RepeatsPhase::kDone;
    state.fraction = 1;
  } catch (const Error& error) {
    state.failure = error;
  } catch (const std::exception& thrown) {
    state.failure = Error(ErrorCode::kInternal, thrown.what(), "repeats");
  }
  return true;
}

bool repeats_outdated(const RepeatsState& state, const Snapshot& run) {
  if (state.done.empty()) return false;
  return !same_source(state.config, run.facts->config) ||
         what_changes(state.config, run.facts->config).effect != Effect::kNone;
}

}  // namespace headroom::app
