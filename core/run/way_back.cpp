#include "core/run/way_back.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/tr.h"
#include "core/train/replay.h"
#include "core/train/trouble.h"

namespace headroom {
namespace {

constexpr std::int64_t kJudged = 16;  // steps whose mean loss is compared
// Batches differ: a mean over kJudged of them is no worse while it is at most this much higher.
constexpr double kTolerance = 1.1;
// A change of the rate is blamed for what happens in the epoch after it, or in so many steps.
constexpr std::int64_t kBlamedSteps = 256;

// Mean loss of the last steps up to `step`; NaN where they are not known.
double loss_before(const Trainer& trainer, std::int64_t step) {
  const TrainerState& live = trainer.live();
  const Series& losses = live.history.step_loss;
  const auto known = static_cast<std::int64_t>(losses.size());
  const std::int64_t first = live.steps - known;  // steps before the first that is known
  const std::int64_t from = std::max(step - kJudged, first);
  if (live.history.steps_per_entry > 1 || step <= from || step > live.steps) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double sum = 0;
  for (std::int64_t s = from; s < step; ++s) sum += losses[static_cast<std::size_t>(s - first)];
  return sum / static_cast<double>(step - from);
}

double failed_rate(const Trainer& trainer) {
  const std::int64_t last = trainer.divergence()->step - 1;
  const Recorder::StatePtr from = trainer.recorder().before(last);
  return from ? trainer.recorder().rate_after(*from, last) : trainer.settings().optimizer.learning_rate;
}

bool finite(const TrainerState& state) { return first_non_finite_layer(state.engine.weights) < 0; }

}  // namespace

Excursion::Excursion(Recorder::StatePtr from)
    : from_(std::move(from)), engine_(training_engine(*from_)), at_(from_->steps) {}

Excursion::Visit::Visit(Excursion& excursion, Trainer& trainer)
    : excursion_(excursion), trainer_(trainer), left_(trainer.engine().state()) {
  engine().set_state(excursion_.engine_);
}

Excursion::Visit::~Visit() {
  try {
    excursion_.engine_ = engine().state();
    engine().set_state(left_);
    engine().set_learning_rate(trainer_.settings().optimizer.learning_rate);
  } catch (...) {  // the device is gone: whatever is asked of it next says so
  }
}

bool Excursion::Visit::go_to(std::int64_t step, const std::function<bool()>& time_is_up) {
  while (at() < step) {
    train_again(engine(), trainer_.recorder(), *excursion_.from_, at(), 1);
    ++excursion_.at_;
    if (at() < step && time_is_up()) return false;
  }
  return true;
}

StepMetric Excursion::Visit::train(double learning_rate) {
  const std::int64_t per_epoch = trainer_.steps_per_epoch();
  engine().set_learning_rate(learning_rate);
  engine().train(at() / per_epoch, at() % per_epoch, 1);
  ++excursion_.at_;
  return engine().take_metrics().front();
}

const RateChange* blamed_change(const Trainer& trainer) {
  const std::int64_t last = trainer.divergence()->step - 1;
  const std::int64_t blamed = std::max(kBlamedSteps, trainer.steps_per_epoch());
  const RateChange* found = nullptr;
  for (const RateChange& change : trainer.recorder().rates()) {
    if (change.step == 0 || change.step > last) continue;
    found = change.to > change.from && last - change.step < blamed ? &change : nullptr;
  }
  return found && trainer.recorder().before(found->step) ? found : nullptr;
}

std::vector<WayBack> ways_back(const Trainer& trainer) {
  const Recorder& recorder = trainer.recorder();
  const double failed = failed_rate(trainer);
  std::vector<WayBack> ways;
  const auto add = [&](std::int64_t step, double rate, std::string why) {
    ways.push_back({.step = step, .learning_rate = rate, .why = std::move(why)});
  };
  if (const RateChange* const change = blamed_change(trainer)) {
    add(change->step, change->from / 3, tr("a third of its rate"));
    add(change->step, change->from, tr("its rate"));
    if (failed / 10 != change->from) add(change->step, failed / 10, tr("a tenth of the new rate"));
    return ways;
  }
  Recorder::StatePtr newest = recorder.before(trainer.divergence()->step - 1);
  if (newest && !finite(*newest)) newest = recorder.good();
  if (!newest) return ways;
  add(newest->steps, failed / 3, tr("a third of the rate"));
  add(newest->steps, failed / 10, tr("a tenth of the rate"));
  const double usual = usual_learning_rate(trainer.settings().optimizer.kind);
  if (usual < failed / 20) add(newest->steps, usual, tr("the usual rate of this optimizer"));
  const Recorder::StatePtr earlier = recorder.before(newest->steps - trainer.steps_per_epoch());
  if (earlier) add(earlier->steps, failed / 10, tr("earlier, a tenth of the rate"));
  return ways;
}

void sort_ways(std::vector<WayBack>& ways) {
  std::stable_sort(ways.begin(), ways.end(), [](const WayBack& a, const WayBack& b) {
    if (a.good != b.good) return a.good;
    if (std::isfinite(a.loss) != std::isfinite(b.loss)) return std::isfinite(a.loss);
    return std::isfinite(a.loss) && a.loss < b.loss;
  });
}

WayTrial::WayTrial(const Trainer& trainer, WayBack way)
    : way_(std::move(way)),
      before_(loss_before(trainer, way_.step)),
      excursion_(trainer.recorder().before(way_.step)) {}

bool WayTrial::advance(Trainer& trainer, const std::function<bool()>& time_is_up) {
  Excursion::Visit visit(excursion_, trainer);
  if (!visit.go_to(way_.step, time_is_up)) return false;
  while (way_.done < WayBack::kTried) {
    steps_.push_back(visit.train(way_.learning_rate));
    ++way_.done;
    if (!std::isfinite(steps_.back().loss)) break;
    if (way_.done < WayBack::kTried && time_is_up()) return false;
  }
  judge(trainer.regression());
  return true;
}

void WayTrial::judge(bool regression) {
  const std::size_t judged = std::min<std::size_t>(steps_.size(), kJudged);
  double loss = 0, correct = 0, rows = 0;
  for (std::size_t i = steps_.size() - judged; i < steps_.size(); ++i) {
    loss += static_cast<double>(steps_[i].loss) / static_cast<double>(judged);
    correct += steps_[i].correct;
    rows += steps_[i].rows;
  }
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const bool stayed_finite = std::isfinite(loss);
  way_.loss = stayed_finite ? loss : nothing;
  way_.accuracy = regression || !stayed_finite ? nothing : correct / rows;
  way_.finished = true;
  const double before = std::isfinite(before_) ? before_ : steps_.front().loss;
  way_.good = stayed_finite && loss <= kTolerance * before;
}

}  // namespace headroom
