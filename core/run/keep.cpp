// What is kept of a run on disk.
#include <algorithm>
#include <string>
#include <system_error>
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

void Run::keep_automatically_in(const std::filesystem::path& folder) {
  std::error_code ignored;
  folder_ = folder;
  for (int n = 2; std::filesystem::exists(folder_, ignored); ++n) {
    folder_ = folder.string() + "-" + std::to_string(n);
  }
  to_mark_ = folder_;
  checkpoint_due_ = trained();
}

bool Run::kept_automatically() const {
  return !folder_.empty() && (folder_ == to_mark_ || is_kept_automatically(folder_));
}

std::int64_t Run::steps_of_all() const {
  std::int64_t steps = 0;
  for (const Lane& lane : lanes_)
    steps += lane.trainer ? lane.trainer->live().steps : lane.rest ? lane.rest->steps : 0;
  return steps;
}

bool Run::unsaved() const { return trained() && (saved_in_ != folder_ || saved_steps_ != steps_of_all()); }

RunRecord Run::record(RecordState state) {
  if (!record_) record_ = make_record(config_, data_, device_->info());  // its fingerprint takes a while
  RunRecord whole = *record_;
  whole.state = state;
  whole.given_weights = given_weights_;
  whole.config = config_;
  whole.config.dataset = nullptr;
  if (!device_lost()) whole.memory = memory_account();
  whole.stream.reset();
  if (data_.shape.streamed()) whole.stream = stream_figures();
  for (auto& [lane, trained] : states()) {
    whole.models.push_back({lane->choice.id, lane->spec, std::move(trained)});
  }
  return whole;
}

void Run::save(const std::filesystem::path& folder, RecordState state) {
  const RunRecord whole = record(state);
  if (folder == to_mark_) mark_kept_automatically(folder, true);
  save_run(folder, whole);
  to_mark_.clear();
  saved_in_ = folder;
  saved_steps_ = steps_of_all();
  written_at_ = std::chrono::steady_clock::now();
}

void Run::checkpoint() {
  const bool soon = !goal_reached() && !diverged();  // there will be another call
  if (soon && std::chrono::steady_clock::now() - written_at_ < kWriteEvery) return;
  catch_up();
}

void Run::catch_up() {
  if (!checkpoint_due_) return;
  checkpoint_due_ = false;
  if (!folder_.empty()) save(folder_, record_state());
}

MemoryAccount Run::memory_account() const {
  MemoryAccount account = account_for(tables_, *device_, memory_before_);
  const Bytes charged = account.charged[static_cast<std::size_t>(Category::kRecorder)];
  account.unfilled = std::max<Bytes>(0, charged - recorder_status().held);
  return account;
}

}  // namespace headroom
