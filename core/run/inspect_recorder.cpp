// Inspect::kRecorder: what broke a run that diverged, and which ways back work.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/run/inspections.h"
#include "core/run/way_back.h"
#include "core/train/replay.h"

namespace headroom {
namespace {

constexpr std::int64_t kToldSteps = 16;  // of a trial, between two findings

// The first network that diverged; null: none has.
const Lane* diverged_lane(const Run& run) {
  for (const Lane* lane : run.training_lanes()) {
    if (lane->trainer->divergence()) return lane;
  }
  return nullptr;
}

// NaN where one is, as a comparison would lose it.
double largest_of(const std::vector<float>& values) {
  double largest = 0;
  for (const float value : values) {
    if (std::isnan(value)) return std::numeric_limits<double>::quiet_NaN();
    largest = std::max<double>(largest, std::fabs(value));
  }
  return largest;
}

// Without the value: a NaN is not even the same as itself, and explaining would begin again for ever.
bool same_place(const Divergence& a, const Divergence& b) {
  return a.epoch == b.epoch && a.step == b.step && a.layer == b.layer && a.tensor == b.tensor &&
         a.exploding == b.exploding;
}

// How far one divergence is explained; findings of one piece after the other are told, and the next one goes
// on here.
struct Explained {
  std::string model;
  Divergence of;
  RecorderFigures figures;
  std::optional<Excursion> past;  // on the way through the last steps
  std::optional<WayTrial> trial;
  std::size_t tried = 0;  // ways that are finished
};

class RecorderInspector final : public Inspector {
 public:
  explicit RecorderInspector(std::shared_ptr<Explained> explained) : explained_(std::move(explained)) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    const Lane* const lane = diverged_lane(run);
    if (!lane) {
      *explained_ = {};
      return true;
    }
    Trainer& trainer = *lane->trainer;
    if (explained_->model != lane->choice.id || !same_place(explained_->of, *trainer.divergence()))
      begin(*lane);
    if (explained_->past) {
      if (!trace(run, trainer, time_is_up)) return false;
      explained_->past.reset();
      explained_->figures.ways = ways_back(trainer);
      return true;
    }
    return try_ways(trainer, time_is_up);
  }

  Findings findings() override { return explained_->figures; }

  bool more() const override {
    return explained_->figures.divergence && explained_->tried < explained_->figures.ways.size();
  }

 private:
  void begin(const Lane& lane) {
    const Trainer& trainer = *lane.trainer;
    const Divergence& where = *trainer.divergence();
    *explained_ = {};
    explained_->model = lane.choice.id;
    explained_->of = where;
    DivergenceFigures& figures = explained_->figures.divergence.emplace();
    figures.model = lane.choice.id;
    figures.bad_layer = divergence_layer(where);
    figures.bad_tensor = where.tensor;
    figures.bad_value = where.value;
    figures.largest.resize(lane.spec.widths.size() - 1);
    const std::int64_t first =
        std::max(where.step - static_cast<std::int64_t>(DivergenceFigures::kSteps), trainer.oldest());
    if (first < where.step) explained_->past.emplace(trainer.recorder().before(first));
  }

  // The next of the last steps; true once all are seen.
  bool trace(const Run& run, Trainer& trainer, const std::function<bool()>& time_is_up) {
    DivergenceFigures& figures = *explained_->figures.divergence;
    const std::int64_t last = explained_->of.step;
    const std::int64_t first =
        std::max(last - static_cast<std::int64_t>(DivergenceFigures::kSteps), trainer.oldest());
    Excursion::Visit visit(*explained_->past, trainer);
    for (;;) {
      const auto seen = static_cast<std::int64_t>(figures.steps.size());
      if (!visit.go_to(first + seen, time_is_up)) return false;
      const std::vector<float> batch = batch_features(*run.data().data, trainer.settings(), visit.at());
      const std::vector<LayerRows> layers = visit.engine().trace_rows(batch);
      for (std::size_t l = 0; l < layers.size(); ++l) {
        figures.largest[l].push_back(largest_of(layers[l].pre_activation));
      }
      figures.steps.push_back(visit.at() + 1);
      figures.loss.push_back(loss_of(trainer, visit.at() + 1));
      if (visit.at() + 1 == last) return true;
      if (time_is_up()) return false;
    }
  }

  static double loss_of(const Trainer& trainer, std::int64_t step) {
    const TrainerState& live = trainer.live();
    const auto at = static_cast<std::int64_t>(live.history.step_loss.size()) - 1 - (live.steps - step);
    return at >= 0 && live.history.steps_per_entry == 1
               ? static_cast<double>(live.history.step_loss[static_cast<std::size_t>(at)])
               : std::numeric_limits<double>::quiet_NaN();
  }

  bool try_ways(Trainer& trainer, const std::function<bool()>& time_is_up) {
    std::vector<WayBack>& ways = explained_->figures.ways;
    if (explained_->tried == ways.size()) return true;
    WayBack& way = ways[explained_->tried];
    if (!explained_->trial) explained_->trial.emplace(trainer, way);
    const bool finished = explained_->trial->advance(trainer, time_is_up);
    const bool worth_telling = finished || explained_->trial->way().done >= way.done + kToldSteps;
    if (worth_telling) way = explained_->trial->way();
    if (finished) {
      explained_->trial.reset();
      if (++explained_->tried == ways.size()) sort_ways(ways);
    }
    return worth_telling;
  }

  std::shared_ptr<Explained> explained_;
};

std::vector<std::int64_t> steps_reached(const Run& run) {
  std::vector<std::int64_t> steps;
  for (const Lane& lane : run.lanes()) steps.push_back(lane.trainer ? lane.trainer->live().steps : 0);
  return steps;
}

}  // namespace

InspectorKind recorder_inspector_kind() {
  const auto explained = std::make_shared<Explained>();
  return {.make = [explained](const Look&) { return std::make_unique<RecorderInspector>(explained); },
          .steps = steps_reached,
          .other = nullptr,
          .forget = [explained] { *explained = {}; },
          .brings_engines_back = true};
}

RecorderFigures explain_divergence(const Run& run) {
  const InspectorKind kind = recorder_inspector_kind();
  Findings findings;
  for (bool more = true; more;) {
    const std::unique_ptr<Inspector> inspector = kind.make(Look{});
    while (!inspector->advance(run, [] { return false; })) {
    }
    findings = inspector->findings();
    more = inspector->more();
  }
  return std::get<RecorderFigures>(findings);
}

}  // namespace headroom
