#include "app/state/recorder_facts.h"

#include <algorithm>

#include "app/state/recorder_moves.h"

namespace headroom::app {
namespace {

std::string way_text(const WayBack& way) {
  return std::to_string(way.step) + "@" + setting_text(way.learning_rate);
}

}  // namespace

const RecorderFigures* recorder_seen(const Snapshot& run) {
  const auto& look = run.inspections[index_of(Inspect::kRecorder)];
  return look ? look->recorder() : nullptr;
}

const WayBack* advised_way(const RecorderFigures& figures) {
  const bool all =
      std::all_of(figures.ways.begin(), figures.ways.end(), [](const WayBack& way) { return way.finished; });
  return all && !figures.ways.empty() && figures.ways.front().good ? &figures.ways.front() : nullptr;
}

FactValue recorder_oldest(const Observed& seen) {
  const RecorderStatus& recorder = *seen.run.recorder;
  return recorder.moments.empty() ? FactValue() : FactValue(recorder.moments.front().step);
}

FactValue recorder_rates(const Observed& seen) {
  std::vector<std::string> all;
  for (const RateChange& change : seen.run.recorder->rates) {
    all.push_back(std::to_string(change.step) + ":" + setting_text(change.from) + ">" +
                  setting_text(change.to));
  }
  return all;
}

FactValue recorder_broke(const Observed& seen) {
  const RecorderFigures* const figures = recorder_seen(seen.run);
  if (!figures || !figures->divergence || figures->divergence->steps.empty()) return {};
  const DivergenceFigures& broke = *figures->divergence;
  const std::string layer = broke.bad_layer < 0 ? "" : ", layer " + std::to_string(broke.bad_layer + 1);
  return "step " + std::to_string(broke.steps.back()) + layer + ", " + broke.bad_tensor;
}

FactValue recorder_ways(const Observed& seen) {
  const RecorderFigures* const figures = recorder_seen(seen.run);
  if (!figures || !figures->divergence) return {};
  std::vector<std::string> all;
  for (const WayBack& way : figures->ways) {
    all.push_back(way_text(way) + ":" + (!way.finished ? "trying" : way.good ? "good" : "bad"));
  }
  return all;
}

FactValue recorder_way(const Observed& seen) {
  const std::vector<WayBack> ways = ways_back(seen.run);
  return ways.empty() ? FactValue() : FactValue(way_text(ways[chosen_way(seen.state.recorder, ways)]));
}

FactValue recorder_advised(const Observed& seen) {
  const RecorderFigures* const figures = recorder_seen(seen.run);
  const WayBack* const way = figures ? advised_way(*figures) : nullptr;
  return way ? FactValue(way_text(*way)) : FactValue();
}

}  // namespace headroom::app
