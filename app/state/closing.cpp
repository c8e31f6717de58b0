#include "app/state/closing.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

// What the networks took to get where they are.
double trained_seconds(const Snapshot& run) {
  double seconds = 0;
  for (const ModelSnapshot& model : run.curves->models) {
    const Series& times = model.history.step_seconds;
    if (!times.empty()) seconds += times[times.size() - 1];
  }
  return seconds;
}

}  // namespace

OnClose on_close(const Snapshot& run) {
  const bool training = run.state == RunState::kTraining;  // a moment later there will be something to lose
  if (!run.facts->folder.empty()) return training || run.unsaved ? OnClose::kSave : OnClose::kNow;
  if (training) return OnClose::kAsk;
  return run.unsaved && trained_seconds(run) >= kWorthAsking ? OnClose::kAsk : OnClose::kNow;
}

std::string close_question(const Snapshot& run) {
  std::int64_t epoch = -1;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected) epoch = epoch < 0 ? model.epoch : std::min(epoch, model.epoch);
  }
  const std::string done = format_count(std::max<std::int64_t>(0, epoch));
  const std::string all = format_count(run.facts->config.train.epochs);
  if (run.state == RunState::kTraining)
    return tr("Training is under way: {1} of {2} epochs are done.", done, all);
  return tr("This run is not saved: {1} of {2} epochs are done.", done, all);
}

}  // namespace headroom::app
