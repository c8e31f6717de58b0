// What the commands of the flight recorder do.
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/run/run_thread.h"

namespace headroom {

void RunThread::look_live() {
  run_->look_live();
  inspections_.begin_again();
}

void RunThread::on(const command::LookBack& look, Progress&) {
  Run& run = loaded();
  if (run.device_lost())
    throw Error(ErrorCode::kUsage, tr("the device is gone, and with it what was recorded"));
  if (state_ == RunState::kTraining) {
    state_ = settled();
    news_ |= kCurves | kStages;
    run.catch_up();
  }
  if (look.step) {
    run.look_back(*look.step);
  } else {
    run.look_live();
  }
  inspections_.begin_again();
  message_ = run.shown() ? tr("looking at step {1}: training goes on at step {2}", format_count(*run.shown()),
                              format_count(run.recorder_status().newest))
                         : tr("back at the newest step");
}

void RunThread::on(const command::GoBack& back, Progress& progress) {
  require_learning_rate(back.learning_rate);
  Run& run = loaded();
  if (!back.step && !run.diverged()) {
    throw Error(ErrorCode::kUsage, tr("nothing diverged: there is nothing to go back from"));
  }
  if (run.device_lost())
    throw Error(ErrorCode::kUsage, tr("the device is gone, and with it what was recorded"));
  const RunConfig before = run.config();
  const BeforePtr left = remember(tr("going back"));
  if (back.step) {
    run.go_back(*back.step, back.learning_rate, progress);
  } else {
    run.roll_back(back.learning_rate);
  }
  const std::string also = leave_behind(left, true);
  start(Goal::kAll);
  const std::string rate = change_text(before, run.config());
  message_ =
      (back.step ? tr("back at step {1}", format_count(*back.step)) : tr("back at the last good epoch")) +
      (rate.empty() ? "" : ", " + rate) + also;
}

}  // namespace headroom
