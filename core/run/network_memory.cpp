#include "core/run/network_memory.h"

#include <utility>

namespace headroom {
namespace {

bool still_owns(const NetworkMemory::Owner& owner, const Run& run, const Lane& lane) {
  const RunConfig& config = run.config();
  const History& history = lane.trainer->history();
  if (owner.spec != lane.spec || owner.seed != config.train.seed || owner.init != config.init) return false;
  if (owner.dataset != run.data().dataset || owner.losses > history.step_loss.size()) return false;
  if (owner.losses == 0) return true;
  return owner.steps_each == history.steps_per_entry &&
         history.step_loss[owner.losses - 1] == owner.last_loss;
}

// What is made from the rows is made anew: they may be split or scaled otherwise.
void take_data(NetworkMemory& memory, const Run& run, const Lane& lane) {
  const PreparedData& data = run.data();
  const int degree = static_cast<std::int64_t>(data.feature_names.size()) > data.dataset->columns ? 2 : 1;
  memory.stages.emplace(data.dataset, data.column_means, data.scaler, degree);
  memory.rows.choose(*memory.stages, data.split, lane.spec);
  memory.pictures.forget_plane();
  memory.pinned.forget();
  memory.past = {};
  memory.layers_version = memory.values_version = 0;
  memory.told = memory.going_on = false;
}

}  // namespace

void NetworkMemories::doubt() {
  for (auto& [id, memory] : of_) memory->doubted = true;
}

NetworkMemory& NetworkMemories::of(const Run& run, const Lane& lane) {
  std::unique_ptr<NetworkMemory>& memory = of_[lane.choice.id];
  if (memory && memory->doubted && !still_owns(memory->owner, run, lane)) memory.reset();
  if (!memory) memory = std::make_unique<NetworkMemory>();
  if (memory->doubted) take_data(*memory, run, lane);
  const History& history = lane.trainer->history();
  const std::size_t losses = history.step_loss.size();
  memory->owner = {lane.spec,
                   run.config().init,
                   run.config().train.seed,
                   run.data().dataset,
                   losses,
                   history.steps_per_entry,
                   losses > 0 ? history.step_loss[losses - 1] : 0};
  return *memory;
}

}  // namespace headroom
