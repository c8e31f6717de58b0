#include "core/run/publisher.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace headroom {
namespace {

RunFacts facts_of(const RunConfig& config, const std::shared_ptr<const Dataset>& dataset,
                  const DataShape& shape) {
  RunFacts facts;
  facts.config = config;
  facts.dataset = dataset;
  facts.task = dataset->task;
  facts.train_rows = shape.train_rows;
  facts.validation_rows = shape.validation_rows();
  facts.features = shape.features();
  return facts;
}

// Where a lane that is not on the device stopped.
void tell_rest(const Lane& lane, ModelSnapshot& out) {
  out.history = lane.shown;
  out.epoch = lane.shown.last_epoch();
  if (lane.rest) {
    out.epoch = lane.rest->epochs_finished;
    out.step_in_epoch = lane.rest->partial_steps;
    out.steps = lane.rest->steps;
  }
  out.epoch_seconds = median_epoch_seconds(lane.shown);
}

void tell_training(const Trainer& trainer, bool training, ModelSnapshot& out) {
  const TrainerState& live = trainer.live();  // curves go on to the newest step, whatever is looked at
  out.history = live.history;
  out.epoch = live.epochs_finished;
  out.step_in_epoch = live.partial_steps;
  out.steps = live.steps;
  out.steps_per_second = training && !trainer.finished() ? trainer.steps_per_second() : 0;
  out.epoch_seconds = trainer.epoch_seconds();
  out.divergence = trainer.divergence();
}

}  // namespace

Publisher::Publisher(std::function<void()> on_publish)
    : on_publish_(std::move(on_publish)), latest_(std::make_shared<const Snapshot>(next)) {}

void Publisher::publish() {
  ++next.sequence;
  std::shared_ptr<const Snapshot> ready = std::make_shared<const Snapshot>(next);
  {
    const std::lock_guard lock(mutex_);
    latest_.swap(ready);
  }
  if (on_publish_) on_publish_();
}

std::shared_ptr<const Snapshot> Publisher::snapshot() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

RunFacts facts_of(const Run& run) {
  RunFacts facts = facts_of(run.config(), run.data().dataset, run.data().shape);
  facts.target = run.data().target;
  facts.doubts = run.data().doubts;
  facts.test_rows = std::ssize(run.data().split.test);
  facts.folder = run.folder().string();
  facts.kept_automatically = run.kept_automatically();
  return facts;
}

RunFacts facts_of(const Preparing& preparing) {
  if (const Pipeline* const loaded = preparing.loaded) {
    return facts_of(preparing.config, loaded->dataset(), loaded->shape());
  }
  RunFacts facts;
  facts.config = preparing.config;
  return facts;
}

CurvesSnapshot curves_of(const Run& run, bool training) {
  CurvesSnapshot curves;
  for (const Lane& lane : run.lanes()) {
    ModelSnapshot& model = curves.models.emplace_back();
    model.choice = lane.choice;
    model.spec = lane.spec;
    model.parameters = parameter_count(lane.spec);
    model.selected = lane.selected;
    model.planned_bytes = lane.planned_bytes;
    model.steps_per_epoch = ceil_div(run.data().shape.train_rows, run.config().train.batch);
    if (lane.trainer) {
      tell_training(*lane.trainer, training, model);
    } else {
      tell_rest(lane, model);
    }
    model.trouble = run.trouble(lane);
    if (!model.trouble && !model.divergence) model.trouble = trouble_of_data(run.data().doubts);
  }
  return curves;
}

double remaining_seconds(const Run& run, const Pace& pace) {
  double work = 0;  // of all lanes in turn
  std::int64_t most = 0, per_epoch = 1;
  for (const Lane* lane : run.training_lanes()) {
    const Trainer& trainer = *lane->trainer;
    if (trainer.finished() || trainer.divergence()) continue;
    per_epoch = trainer.steps_per_epoch();
    const std::int64_t steps = trainer.settings().epochs * per_epoch - trainer.live().steps;
    double step = trainer.epoch_seconds() / static_cast<double>(per_epoch);
    if (step <= 0 && trainer.steps_per_second() > 0) step = 1 / trainer.steps_per_second();
    if (step <= 0) return 0;
    const auto counted = static_cast<double>(std::max<std::int64_t>(1, trainer.evaluations()));
    const double evaluation = trainer.evaluation_seconds() / counted;
    work += static_cast<double>(steps) * step +
            static_cast<double>(trainer.settings().epochs - trainer.live().epochs_finished) * evaluation;
    most = std::max(most, steps);
  }
  if (pace.full() || most == 0) return work;
  return std::max(work, static_cast<double>(most) / batches_per_second(pace, per_epoch));
}

CurvesSnapshot curves_of(const Preparing& preparing) {
  CurvesSnapshot curves;
  for (const ModelChoice& choice : preparing.config.models) {
    ModelSnapshot& model = curves.models.emplace_back();
    model.choice = choice;
    model.selected = is_selected(preparing.config, choice.id);
    if (!preparing.loaded) continue;
    model.spec = preparing.loaded->model(choice.id);
    model.parameters = parameter_count(model.spec);
    model.planned_bytes =
        engine_tensors(model.spec, preparing.config.train, preparing.loaded->shape(), preparing.layout)
            .total();
  }
  return curves;
}

void set_plan(MemorySnapshot& memory, const NetworkJob& question, std::vector<TensorTable> tables) {
  memory.predicted = sum_by_category(tables);
  memory.predicted_total = 0;
  for (const TensorTable& table : tables) memory.predicted_total += table.total();
  memory.question = question;
  memory.tables = std::move(tables);
}

}  // namespace headroom
