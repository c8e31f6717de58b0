// What is kept of a run on disk.
#include <utility>

#include "core/run/run.h"

namespace headroom {

RecordState Run::record_state() const {
  return diverged() ? RecordState::kDiverged : finished() ? RecordState::kFinished : RecordState::kTraining;
}

std::vector<std::pair<const Lane*, TrainerState>> Run::states() const {
  std::vector<std::pair<const Lane*, TrainerState>> states;
  for (const Lane& lane : lanes_) {
    if (lane.trainer) {
      states.emplace_back(&lane,
                          lane.trainer->divergence() ? lane.trainer->last_good() : lane.trainer->state());
    } else if (lane.rest) {
      states.emplace_back(&lane, *lane.rest);
    }
  }
  return states;
}

void Run::save(const std::filesystem::path& folder, RecordState state) {
  if (!record_) record_ = make_record(config_, data_, device_->info());  // its fingerprint takes a while
  record_->state = state;
  record_->config = config_;
  record_->config.dataset = nullptr;
  if (!device_lost()) record_->memory = memory_account();
  record_->stream.reset();
  if (data_.shape.streamed()) record_->stream = stream_figures();
  for (auto& [lane, trained] : states()) {
    record_->models.push_back({lane->choice.id, lane->spec, std::move(trained)});
  }
  try {
    save_run(folder, *record_);
  } catch (...) {
    record_->models.clear();
    throw;
  }
  record_->models.clear();
}

void Run::checkpoint() {
  if (!checkpoint_due_) return;
  checkpoint_due_ = false;
  if (!folder_.empty()) save(folder_, record_state());
}

MemoryAccount Run::memory_account() const { return account_for(tables_, *device_, memory_before_); }

}  // namespace headroom
