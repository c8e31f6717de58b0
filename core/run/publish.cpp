// How the run thread tells what it does.
#include "core/base/error.h"
#include "core/run/run_thread.h"

namespace headroom {
namespace {

constexpr std::chrono::milliseconds kPublishEvery{16};
constexpr std::chrono::seconds kPollEvery{1};

}  // namespace

std::shared_ptr<const Snapshot> RunThread::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

void RunThread::publish() noexcept {
  try {
    auto next = std::make_shared<Snapshot>();
    next->sequence = ++sequence_;
    next->commands_done = queue_.done();
    next->state = state_;
    next->message = message_;
    next->error = error_;
    next->error_sequence = error_sequence_;
    next->devices = devices_;
    next->device = device_info_;
    next->device_choice = choice_;
    if (preparing_) {
      fill_preparing(*next);
    } else if (run_) {
      run_->fill(*next, state_ == RunState::kTraining);
    }
    next->memory.device = memory_status_;
    if (before_id_ == device_info_.id) next->memory.before = before_;
    next->memory.charged = charged_;
    for (const Bytes bytes : charged_) next->memory.charged_total += bytes;
    next->memory.report = report_;
    next->memory.refused = refused_;
    std::shared_ptr<const Snapshot> ready = std::move(next);
    {
      const std::lock_guard lock(mutex_);
      snapshot_.swap(ready);
    }
    last_publish_ = Clock::now();
    if (on_publish_) on_publish_();
  } catch (...) {  // out of host memory, or a listener that throws: readers keep the last snapshot
  }
}

void RunThread::publish_if_due() {
  const Clock::time_point now = Clock::now();
  if (now - last_publish_ < kPublishEvery) return;
  if (now - last_poll_ >= kPollEvery) poll_memory();
  publish();
}

void RunThread::poll_memory() {
  if (!device_) return;
  try {
    memory_status_ = device_->memory();
    charged_ = device_->ledger().by_category();
    if (memory_status_.charged == 0) {
      before_ = memory_status_;
      before_id_ = device_info_.id;
    }
    report_ = run_ ? run_->assess_memory(memory_status_) : NetworkPlan{};
    last_poll_ = Clock::now();
  } catch (const Error& error) {
    fail(error);
  } catch (...) {
    fail(Error(ErrorCode::kInternal, "the memory of the device could not be read", device_info_.id));
  }
}

void RunThread::fill_preparing(Snapshot& snapshot) const {
  const Preparing& preparing = *preparing_;
  snapshot.config = preparing.config;
  snapshot.stages = preparing.stages;
  snapshot.seed = preparing.config.train.seed;
  snapshot.learning_rate = preparing.config.train.optimizer.learning_rate;
  snapshot.epochs = preparing.config.train.epochs;
  const Pipeline* loaded = preparing.loaded;
  for (const ModelChoice& choice : preparing.config.models) {
    ModelSnapshot& model = snapshot.models.emplace_back();
    model.choice = choice;
    for (const std::string& id : preparing.config.selected) model.selected |= id == choice.id;
    if (!loaded) continue;
    model.spec = loaded->model(choice.id);
    model.parameters = parameter_count(model.spec);
    model.tensors = engine_tensors(model.spec, preparing.config.train, loaded->shape(), preparing.layout);
    model.planned_bytes = model.tensors.total();
  }
  if (!loaded) return;
  const DataShape& shape = loaded->shape();
  snapshot.dataset = loaded->dataset();
  snapshot.task = loaded->dataset()->task;
  snapshot.train_rows = shape.train_rows;
  snapshot.validation_rows = shape.validation_rows();
  snapshot.features = shape.features();
  snapshot.memory.question = loaded->network_job(preparing.layout);
  snapshot.memory.tables = plan_tables(snapshot.memory.question);
  snapshot.memory.predicted = sum_by_category(snapshot.memory.tables);
  for (const TensorTable& table : snapshot.memory.tables) snapshot.memory.predicted_total += table.total();
}

}  // namespace headroom
