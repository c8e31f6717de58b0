#include "core/run/run_thread.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/thread_priority.h"
#include "core/base/tr.h"

namespace headroom {
namespace {

constexpr double kLookPiece = 0.01;  // seconds in which no command is answered

// Whatever was thrown, as the one error type that a snapshot shows.
Error current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error(ErrorCode::kOutOfMemory, tr("main memory is full: close something or choose smaller data"));
  } catch (const std::exception& error) {
    return Error(ErrorCode::kInternal, error.what());
  } catch (...) {
    return Error(ErrorCode::kInternal, "something unknown was thrown");
  }
}

// Commands after which the run is what it was before.
bool only_looks(const Command& command) {
  return std::holds_alternative<command::Watch>(command) ||
         std::holds_alternative<command::SetPace>(command) ||
         std::holds_alternative<command::AddPast>(command) ||
         std::holds_alternative<command::RemovePast>(command) ||
         std::holds_alternative<command::LookBack>(command);
}

// Commands that may be given while a past step is looked at, and go on looking at it. All others first return
// to the newest.
bool looks_on(const Command& command) {
  return only_looks(command) || std::holds_alternative<command::GoBack>(command) ||
         std::holds_alternative<command::Pause>(command) ||
         std::holds_alternative<command::Cancel>(command) ||
         std::holds_alternative<command::SaveRun>(command) || std::holds_alternative<command::Keep>(command);
}

// Commands after which the networks are what they were before.
bool leaves_networks(const Command& command) {
  return only_looks(command) || std::holds_alternative<command::Pause>(command) ||
         std::holds_alternative<command::SaveRun>(command) || std::holds_alternative<command::Keep>(command);
}

}  // namespace

RunThread::RunThread(DeviceProvider devices, std::function<void()> on_publish, Inspections inspections,
                     Bytes most_kept)
    : provider_(std::move(devices)),
      publisher_(std::move(on_publish)),
      most_kept_(most_kept),
      inspections_(std::move(inspections)),
      thread_([this](const std::stop_token& stop) { loop(stop); }) {}

RunThread::~RunThread() {
  thread_.request_stop();
  queue_.close();
  thread_.join();
}

void RunThread::loop(const std::stop_token& stop) {
  yield_to_other_threads();
  open_first_device();
  publish();
  while (!stop.stop_requested()) {
    bool changed = false;
    while (auto entry = queue_.next()) {
      carry_out(*entry);
      changed = true;
    }
    if (changed) {
      poll_memory();
      publish();
    }
    if (state_ != RunState::kTraining) {
      if (!look_on() && !inspect() && !judge()) queue_.wait(stop);
    } else if (batch_due()) {
      train_slice();
      inspect();
    } else if (!inspect()) {
      queue_.wait(stop, ticks_.wait(seconds_now()));
    }
  }
  catch_up();
  run_.reset();  // here and not in the destructor: this thread owns the device
  device_.reset();
}

// Whether the networks may be others afterwards.
bool replaces(const Command& command, const RunConfig& now) {
  if (const auto* const change = std::get_if<command::Change>(&command)) {
    return what_changes(now, change->config).effect >= Effect::kModels || change->custom_again;
  }
  return std::holds_alternative<command::Load>(command) || std::holds_alternative<command::Reset>(command) ||
         std::holds_alternative<command::GoBack>(command) || std::holds_alternative<command::Undo>(command) ||
         std::holds_alternative<command::SetDevice>(command) ||
         std::holds_alternative<command::CompareDevices>(command);
}

// Which parts a command may change; those of a refused one are made anew as well.
unsigned RunThread::touches(const Command& command) {
  if (only_looks(command)) return 0;
  if (std::holds_alternative<command::Keep>(command)) return kPlan;
  const bool same_run =
      std::holds_alternative<command::Play>(command) || std::holds_alternative<command::Pause>(command) ||
      std::holds_alternative<command::Step>(command) || std::holds_alternative<command::SaveRun>(command);
  return same_run ? kCurves | kStages | kMemory : kEverything;
}

void RunThread::carry_out(CommandQueue::Entry& entry) {
  const unsigned touched = touches(entry.command);
  news_ |= touched;
  if (!leaves_networks(entry.command)) final_judge_.restart();
  if (run_ && replaces(entry.command, run_->config())) catch_up();
  try {
    if (run_ && run_->shown() && !looks_on(entry.command)) look_live();
    std::visit([&](const auto& command) { on(command, *entry.progress); }, entry.command);
    if (only_looks(entry.command)) return;                             // looking on settles nothing
    if (std::holds_alternative<command::Keep>(entry.command)) return;  // nobody asked for it
    if (run_) run_->run_freely();  // a batch under way at a pace may not be the next one any more
    if (touched & kPlan) inspections_.restart();
    if (state_ != RunState::kFailed) error_.reset();
    refused_.reset();
  } catch (const PlanRefused& refusal) {
    refuse(refusal);
    refused_ = std::make_shared<const NetworkPlan>(refusal.plan());
  } catch (...) {
    const Error error = current_error();
    // An error of the device that SetDevice opened says nothing about the one in use.
    const bool of_other = std::holds_alternative<command::SetDevice>(entry.command);
    const bool device_gone = run_ && state_ != RunState::kFailed &&
                             (!run_->on_device() || (error.code() == ErrorCode::kDevice && !of_other));
    if (error.code() == ErrorCode::kCancelled) {
      message_ = run_ ? tr("stopped: the run before it stays") : tr("stopped");
    } else if (device_gone) {
      fail(error);
    } else {
      refuse(error);
    }
  }
}

bool RunThread::batch_due() {
  if (pace_.full()) {
    run_->run_freely();
    return true;
  }
  if (!run_->batch_done()) return true;
  const double now = seconds_now();
  if (ticks_.wait(now) > 0) return false;
  ticks_.taken(now, rate());
  run_->allow_batch();
  return true;
}

double RunThread::rate() const {
  return batches_per_second(pace_, ceil_div(run_->data().shape.train_rows, run_->config().train.batch));
}

void RunThread::train_slice() {
  news_ |= kCurves | kStages;
  try {
    run_->advance();
    run_->checkpoint();
  } catch (...) {
    const Error error = current_error();
    if (error.code() == ErrorCode::kIo) {  // the folder cannot be written; the run itself is well
      state_ = settled();
      refuse(error);
    } else {
      fail(error);
    }
    publish();
    return;
  }
  if (run_->diverged() || run_->goal_reached()) {
    state_ = settled();
    if (state_ == RunState::kDiverged) message_ = run_->divergence_text();
    if (state_ == RunState::kFinished) message_ = tr(kAllDone);
    poll_memory();
    publish();
  } else {
    publish_if_due();
  }
}

bool RunThread::look_on() {
  if (!run_ || !run_->moving()) return false;
  try {
    run_->look_on(kLookPiece);
  } catch (...) {
    fail(current_error());
  }
  if (!run_->moving()) publish();
  return true;
}

bool RunThread::inspect() {
  if (!run_ || run_->device_lost()) return false;
  const bool training = state_ == RunState::kTraining;
  try {
    const Inspections::Did did = inspections_.advance(*run_, training);
    if (did.finished && (!training || !pace_.full())) publish();
    return did.worked;
  } catch (...) {  // out of host memory: nobody looks in until somebody asks again
    inspections_.watch({});
    return false;
  }
}

bool RunThread::judge() {
  if (state_ != RunState::kFinished || !run_ || run_->device_lost() || run_->shown()) return false;
  try {
    const FinalJudge::Did did = final_judge_.advance(*run_);
    if (!did.finished) return did.worked;
    news_ |= kCurves;
  } catch (const Error& error) {
    final_judge_.give_up();
    if (error.code() != ErrorCode::kDevice) return false;  // nice to have
    fail(error);
  } catch (...) {  // out of host memory
    final_judge_.give_up();
    return false;
  }
  publish();
  return true;
}

void RunThread::catch_up() noexcept {
  if (!run_) return;
  try {
    run_->catch_up();
  } catch (...) {
    try {
      refuse(current_error());
    } catch (...) {  // no memory for a text
    }
  }
}

void RunThread::refuse(const Error& error) {
  news_ |= kMemory;
  error_ = error;
  refused_.reset();
  ++error_sequence_;
  message_ = error.message();
}

void RunThread::fail(const Error& error) noexcept {
  state_ = RunState::kFailed;
  news_ = kEverything;
  if (run_) run_->forget_device();
  device_.reset();
  charged_ = {};
  memory_status_.charged = 0;
  try {
    refuse(error);
    failure_ = error.message();
  } catch (...) {  // no memory for a text: the state alone tells
  }
}

void RunThread::open_first_device() {
  try {
    devices_ = provider_.list();
  } catch (...) {
    refuse(current_error());
    return;
  }
  // Accelerators first; the CPU serves when none opens.
  std::vector<DeviceInfo> order = devices_;
  std::stable_partition(order.begin(), order.end(), [](const DeviceInfo& d) { return d.kind != "cpu"; });
  for (const DeviceInfo& candidate : order) {
    try {
      device_info_ = candidate;
      ensure_device();
      if (device_info_.kind == "cpu") {
        message_ = order.front().kind == "cpu"
                       ? tr("no GPU found: training runs on the CPU")
                       : tr("{1} did not open: training runs on the CPU", order.front().id);
      }
      poll_memory();
      return;
    } catch (...) {
      refuse(current_error());
    }
  }
}

void RunThread::ensure_device() {
  if (device_) return;
  device_ = open_again(device_info_);
  device_info_ = device_->info();
}

std::shared_ptr<Device> RunThread::open_again(const DeviceInfo& before) const {
  // A number of threads other than the provider's own was found by a comparison.
  if (choice_ && provider_.candidates) {
    const std::vector<Candidate> candidates = provider_.candidates();
    for (std::size_t i = 0; i < std::min(candidates.size(), choice_->trials.size()); ++i) {
      const Trial& trial = choice_->trials[i];
      const bool same = trial.title == candidates[i].title && trial.device.id == before.id;
      if (same && trial.device.threads == before.threads) return candidates[i].open();
    }
  }
  return provider_.open(before.id);
}

}  // namespace headroom
