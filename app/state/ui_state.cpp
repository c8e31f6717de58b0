#include "app/state/ui_state.h"

#include <algorithm>

namespace headroom::app {

const ModelSnapshot* looked_at(const Snapshot& run, const Look& look) {
  const ModelSnapshot* first = nullptr;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    if (model.choice.id == look.model) return &model;
    if (!first) first = &model;
  }
  return first;
}

std::optional<StageId> stage_beside(const Snapshot& run, std::optional<StageId> stage, int by) {
  const std::vector<StageReport>& stages = *run.stages;
  const auto open = std::find_if(stages.begin(), stages.end(),
                                 [&](const StageReport& report) { return report.id == stage; });
  if (open == stages.end()) return std::nullopt;
  const auto at = (open - stages.begin()) + by;
  if (at < 0 || at >= static_cast<std::ptrdiff_t>(stages.size())) return std::nullopt;
  return stages[static_cast<std::size_t>(at)].id;
}

}  // namespace headroom::app
