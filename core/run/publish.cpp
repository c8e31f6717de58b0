// How the run thread tells what it does.
#include <memory>
#include <utility>

#include "core/base/error.h"
#include "core/run/run_thread.h"

namespace headroom {
namespace {

constexpr std::chrono::milliseconds kPublishEvery{16};
constexpr double kFramesPerSecond = 60;
constexpr std::chrono::seconds kPollEvery{1};

}  // namespace

void RunThread::publish() noexcept {
  try {
    Snapshot& next = publisher_.next;
    next.commands_done = queue_.done();
    next.state = state_;
    next.message = message_;
    next.processor_load = state_ == RunState::kTraining ? processor_load_ : std::nullopt;
    next.unsaved = run_ && !preparing_ && run_->unsaved();
    next.error = error_;
    next.error_sequence = error_sequence_;
    if (news_ & kPlan) fill_plan(next);
    if (news_ & kCurves) {
      next.curves = preparing_ ? curves_of(*preparing_)
                    : run_     ? curves_of(*run_, state_ == RunState::kTraining)
                               : CurvesSnapshot{};
      if (run_ && !preparing_) {
        CurvesSnapshot& curves = next.curves.edit();
        curves.remaining_seconds = remaining_seconds(*run_, pace_);
        final_judge_.tell(curves);
      }
    }
    if (news_ & kStages) {
      next.stages = preparing_ ? preparing_->stages
                    : run_     ? run_->stages(state_ == RunState::kTraining)
                               : std::vector<StageReport>{};
    }
    if (news_ & kMemory) fill_memory(next.memory.edit());
    next.past = past_;
    fill_recorder(next);
    next.inspections = inspections_.results();
    news_ = 0;
    last_publish_ = Clock::now();
    publisher_.publish();
  } catch (...) {  // out of host memory, or a listener that throws: readers keep the last snapshot
  }
}

// Facts, and the plan's part of the memory.
void RunThread::fill_plan(Snapshot& next) const {
  RunFacts facts = preparing_ ? facts_of(*preparing_) : run_ ? facts_of(*run_) : RunFacts{};
  facts.devices = devices_;
  facts.device = device_info_;
  facts.device_choice = choice_;
  if (!preparing_ && run_) facts.baseline = baseline_;
  facts.pace = pace_;
  facts.opened = preparing_ ? preparing_->config : opened_;
  facts.undo = undo_ ? undo_->what : "";
  facts.undone = undo_ && undo_->undone;
  facts.undoable = undoable();
  next.facts = std::move(facts);
  MemorySnapshot& memory = next.memory.edit();
  if (preparing_ && preparing_->loaded) {
    const NetworkJob question = preparing_->loaded->network_job(preparing_->layout);
    set_plan(memory, question, plan_tables(question));
  } else if (!preparing_ && run_) {
    set_plan(memory, run_->question(), run_->planned());
  } else {
    set_plan(memory, {}, {});
  }
}

void RunThread::fill_memory(MemorySnapshot& memory) const {
  memory.device = memory_status_;
  memory.before = before_id_ == device_info_.id ? before_ : MemoryStatus{};
  memory.charged = charged_;
  memory.charged_total = 0;
  for (const Bytes bytes : charged_) memory.charged_total += bytes;
  memory.report = report_;
  memory.refused = refused_;
}

void RunThread::fill_recorder(Snapshot& next) const {
  RecorderStatus status = run_ && !preparing_ ? run_->recorder_status() : RecorderStatus{};
  if (*next.recorder != status) next.recorder = std::make_shared<const RecorderStatus>(std::move(status));
}

void RunThread::publish_if_due() {
  const Clock::time_point now = Clock::now();
  // A pace that can be followed shows every batch, and nothing in the midst of one.
  const bool followed = !pace_.full() && rate() <= kFramesPerSecond;
  if (followed ? !run_->batch_done() : now - last_publish_ < kPublishEvery) return;
  if (now - last_poll_ >= kPollEvery) poll_memory();
  publish();
}

void RunThread::poll_memory() {
  if (const std::optional<double> load = load_meter_.read()) processor_load_ = load;
  if (!device_) return;
  try {
    memory_status_ = device_->memory();
    charged_ = device_->ledger().by_category();
    if (memory_status_.charged == 0) {
      before_ = memory_status_;
      before_id_ = device_info_.id;
    }
    report_ = run_ ? plan_network(run_->question(), memory_status_) : NetworkPlan{};
    last_poll_ = Clock::now();
    news_ |= kMemory;
  } catch (const Error& error) {
    fail(error);
  } catch (...) {
    fail(Error(ErrorCode::kInternal, "the memory of the device could not be read", device_info_.id));
  }
}

}  // namespace headroom
