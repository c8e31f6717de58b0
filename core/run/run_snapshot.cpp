// What a run tells the window.
#include <algorithm>

#include "core/run/run.h"

namespace headroom {

NetworkPlan Run::assess_memory(const MemoryStatus& status) const { return plan_network(question_, status); }

void Run::fill(Snapshot& snapshot, bool training) const {
  snapshot.config = config_;
  snapshot.dataset = data_.dataset;
  snapshot.task = data_.dataset->task;
  snapshot.train_rows = data_.shape.train_rows;
  snapshot.validation_rows = data_.shape.validation_rows();
  snapshot.features = data_.shape.features();
  snapshot.seed = config_.train.seed;
  snapshot.learning_rate = config_.train.optimizer.learning_rate;
  snapshot.epochs = config_.train.epochs;
  snapshot.stages = stages(training);
  for (const Lane& lane : lanes_) fill_lane(lane, snapshot.models.emplace_back(), training);

  MemorySnapshot& memory = snapshot.memory;
  memory.tables = tables_;
  memory.question = question_;
  memory.predicted = sum_by_category(tables_);
  for (const TensorTable& table : tables_) memory.predicted_total += table.total();
}

void Run::fill_lane(const Lane& lane, ModelSnapshot& out, bool training) const {
  out.choice = lane.choice;
  out.spec = lane.spec;
  out.parameters = parameter_count(lane.spec);
  out.selected = lane.selected;
  out.planned_bytes = lane.table.total();
  out.tensors = lane.table;
  out.steps_per_epoch = (data_.shape.train_rows + config_.train.batch - 1) / config_.train.batch;
  if (!lane.trainer) {
    out.history = lane.shown;
    out.epoch = lane.shown.last_epoch();
    if (lane.rest) {
      out.epoch = lane.rest->epochs_finished;
      out.step_in_epoch = lane.rest->partial_steps;
      out.steps = lane.rest->steps;
    }
    out.epoch_seconds = median_epoch_seconds(lane.shown);
    return;
  }
  const Trainer& trainer = *lane.trainer;
  out.history = trainer.history();
  out.epoch = trainer.epochs_finished();
  out.step_in_epoch = trainer.step_in_epoch();
  out.steps = trainer.steps();
  out.steps_per_second = training && !trainer.finished() ? trainer.steps_per_second() : 0;
  out.epoch_seconds = trainer.epoch_seconds();
  out.divergence = trainer.divergence();
}

std::vector<StageReport> Run::stages(bool training) const {
  TrainingFigures figures;
  figures.batch = question_.settings.batch;
  figures.progress = progress();
  for (const Lane* lane : training_lanes()) {
    figures.training_seconds += lane->trainer->seconds();
    figures.evaluation_seconds += lane->trainer->evaluation_seconds();
  }
  figures.state = device_lost()           ? StageState::kFailed
                  : finished()            ? StageState::kDone
                  : training || started() ? StageState::kRunning
                                          : StageState::kWaiting;
  std::vector<StageReport> stages = data_.stages;
  const std::string& where = device_->info().id;
  for (StageReport& stage : stages) {
    if (stage.id == StageId::kTransfer) {
      if (data_.shape.streamed()) tell_stream(stage, stream_figures());
    } else if (stage.id == StageId::kTraining) {
      stage = training_stage(data_.shape, question_.models, figures, where);
    } else if (stage.id == StageId::kEvaluation) {
      stage = evaluation_stage(data_.shape, question_.models, figures, where);
    }
  }
  return stages;
}

StreamFigures Run::stream_figures() const {
  StreamFigures figures;
  for (const Lane* lane : training_lanes()) figures += lane->trainer->engine().stream_figures();
  return figures;
}

}  // namespace headroom
