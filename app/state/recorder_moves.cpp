#include "app/state/recorder_moves.h"

#include <algorithm>
#include <limits>

#include "core/base/bytes.h"
#include "core/base/tr.h"
#include "core/train/divergence.h"

namespace headroom::app {
namespace {

// Of the network whose epochs are the clock of the run.
std::int64_t steps_per_epoch(const Snapshot& run) {
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && model.steps_per_epoch > 0) return model.steps_per_epoch;
  }
  return 1;
}

// What is advised to the models that diverged where nothing was tried: the lowest rate of all.
std::vector<WayBack> untried_ways(const Snapshot& run) {
  const double failed = run.facts->config.train.optimizer.learning_rate;
  const double opened = run.facts->opened.train.optimizer.learning_rate;
  std::optional<RateAdvice> lowest;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.divergence) continue;
    const RateAdvice advice = rate_after_divergence(model.history, failed, opened);
    if (!lowest || advice.rate < lowest->rate) lowest = advice;
  }
  if (!lowest) return {};
  WayBack way;
  way.step = -1;
  way.learning_rate = lowest->rate;
  switch (lowest->reason) {
    case RateAdvice::Reason::kImproved: way.why = tr("the last rate that helped"); break;
    case RateAdvice::Reason::kOpened: way.why = tr("the rate it was opened with"); break;
    case RateAdvice::Reason::kTenth: way.why = tr("a tenth of its rate"); break;
  }
  way.loss = way.accuracy = std::numeric_limits<double>::quiet_NaN();
  WayBack mild = way;
  mild.learning_rate /= 3;
  mild.why = tr("a third of that");
  return {way, mild};
}

}  // namespace

std::int64_t shown_step(const RecorderStatus& recorder) { return recorder.shown.value_or(recorder.newest); }

bool recorder_empty(const RecorderStatus& recorder) {
  return recorder.moments.empty() || recorder.moments.front().step >= recorder.newest;
}

command::LookBack look_at_step(const RecorderStatus& recorder, std::int64_t step) {
  if (step >= recorder.newest || recorder_empty(recorder)) return {};
  return {std::max(step, recorder.moments.front().step)};
}

std::optional<command::LookBack> recorder_move(const Snapshot& run, RecorderMove move) {
  const RecorderStatus& recorder = *run.recorder;
  if (recorder_empty(recorder)) return std::nullopt;
  const std::int64_t now = shown_step(recorder), epoch = steps_per_epoch(run);
  std::int64_t to = recorder.newest;
  switch (move) {
    case RecorderMove::kBack: to = now - 1; break;
    case RecorderMove::kOn: to = now + 1; break;
    case RecorderMove::kEpochBack: to = (now - 1) / epoch * epoch; break;
    case RecorderMove::kEpochOn: to = (now / epoch + 1) * epoch; break;
    case RecorderMove::kNewest: break;
  }
  const command::LookBack look = look_at_step(recorder, to);
  if (look.step == recorder.shown) return std::nullopt;
  return look;
}

void RecorderAim::posted(const Command& command, std::uint64_t count) {
  const auto* const look = std::get_if<command::LookBack>(&command);
  if (!look) return;
  step_ = look->step;
  count_ = count;
}

std::optional<command::LookBack> RecorderAim::move(const Snapshot& run, RecorderMove move) const {
  if (run.commands_done >= count_) return recorder_move(run, move);
  Snapshot ahead = run;
  auto recorder = std::make_shared<RecorderStatus>(*run.recorder);
  recorder->shown = step_;
  ahead.recorder = std::move(recorder);
  return recorder_move(ahead, move);
}

ClockWords clock_words(const Snapshot& run) {
  if (run.recorder->shown) return {tr("step {1}", format_count(*run.recorder->shown)), true};
  if (run.state == RunState::kTraining) return {tr("live"), false};
  const ModelSnapshot* furthest = nullptr;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && (!furthest || model.steps > furthest->steps)) furthest = &model;
  }
  if (!furthest) return {tr("live"), false};
  return {furthest->step_in_epoch == 0 ? tr("epoch {1}", format_count(furthest->epoch))
                                       : tr("step {1}", format_count(furthest->steps)),
          false};
}

std::vector<WayBack> ways_back(const Snapshot& run) {
  if (run.state != RunState::kDiverged) return {};
  const auto& seen = run.inspections[index_of(Inspect::kRecorder)];
  const RecorderFigures* const figures = seen ? seen->recorder() : nullptr;
  return figures && figures->divergence && !figures->ways.empty() ? figures->ways : untried_ways(run);
}

std::size_t chosen_way(const RecorderOptions& options, const std::vector<WayBack>& ways) {
  const auto place = [&](auto fits) {
    return static_cast<std::size_t>(std::find_if(ways.begin(), ways.end(), fits) - ways.begin());
  };
  if (options.way) {
    const std::size_t chosen = place([&](const WayBack& way) { return key_of(way) == *options.way; });
    if (chosen < ways.size()) return chosen;
  }
  const std::size_t good = place([](const WayBack& way) { return way.good; });
  return good < ways.size() ? good : 0;
}

command::GoBack go_back_command(const WayBack& way) {
  return {way.step < 0 ? std::optional<std::int64_t>() : way.step, way.learning_rate};
}

void forget_gone_ways(const Snapshot& run, RecorderOptions& options) {
  if (run.state == RunState::kDiverged) return;
  options.tries = true;
  options.way.reset();
}

std::string way_title(const WayBack& way) {
  return way.step < 0 ? tr("last good epoch, {1}", way.why)
                      : tr("step {1}, {2}", format_count(way.step), way.why);
}

}  // namespace headroom::app
