#include "core/run/run.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {
namespace {

double place(const Trainer& trainer) {
  return static_cast<double>(trainer.live().steps) / static_cast<double>(trainer.steps_per_epoch());
}

bool working(const Lane& lane) {
  return lane.trainer && !lane.trainer->finished() && !lane.trainer->divergence() &&
         (lane.trainer->live().steps < lane.target_steps || lane.trainer->evaluating());
}

}  // namespace

Lane Run::make_lane(const RunConfig& config, const ModelChoice& choice) const {
  const Dataset& dataset = *data_.dataset;
  Lane lane;
  lane.choice = choice;
  lane.spec = make_model(config, choice, data_.shape.features(), dataset.task, dataset.classes());
  lane.selected = is_selected(config, choice.id);
  lane.planned_bytes = engine_tensors(lane.spec, config.train, data_.shape, layout_).total();
  return lane;
}

NetworkJob Run::question(const RunConfig& config, const std::vector<Lane>& lanes) const {
  NetworkJob question{.data = data_.shape, .models = {}, .settings = config.train, .layout = layout_};
  question.recorder = config.recorder;
  for (const Lane& lane : lanes) {
    if (lane.selected) question.models.push_back(lane.spec);
  }
  return question;
}

void Run::plan() {
  question_ = question(config_, lanes_);
  tables_ = plan_tables(question_);
}

Weights Run::first_weights(const Lane& lane) const {
  return custom_weights_ ? custom_weights_(lane.choice.id, lane.spec) : start_weights(config_, lane.spec);
}

void Run::move_to_device(Lane& lane) {
  TrainerOptions options;
  options.clock = clock_;
  auto trainer = std::make_unique<Trainer>(*device_, *data_.data, lane.spec, config_.train,
                                           first_weights(lane), options);
  if (lane.rest) {
    trainer->restore(*lane.rest);
    trainer->set_learning_rate(config_.train.optimizer.learning_rate);
  }
  lane.trainer = std::move(trainer);
  lane.target_steps = lane.trainer->steps();
}

void Run::move_to_host(Lane& lane) {
  if (!lane.trainer) return;
  lane.trainer->look_live();
  lane.shown = lane.trainer->history();
  lane.rest.reset();
  if (lane.trainer->steps() > 0) {
    lane.rest = lane.trainer->divergence() ? lane.trainer->last_good() : lane.trainer->state();
  }
  lane.trainer.reset();
}

std::vector<const Lane*> Run::training_lanes() const {
  std::vector<const Lane*> lanes;
  for (const Lane& lane : lanes_) {
    if (lane.trainer) lanes.push_back(&lane);
  }
  return lanes;
}

bool Run::started() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const Lane& lane) { return lane.selected && lane.started(); });
}

bool Run::trained() const {
  return std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.started(); });
}

bool Run::finished() const {
  return std::all_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) {
    return !lane.selected || (lane.trainer && lane.trainer->finished());
  });
}

bool Run::diverged() const {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const Lane& lane) { return lane.trainer && lane.trainer->divergence(); });
}

bool Run::on_device() const {
  return !device_lost() && std::none_of(lanes_.begin(), lanes_.end(),
                                        [](const Lane& lane) { return lane.selected && !lane.trainer; });
}

double Run::progress() const {
  double sum = 0;
  const std::vector<const Lane*> lanes = training_lanes();
  for (const Lane* lane : lanes) sum += lane->trainer->progress();
  return lanes.empty() ? 0 : sum / static_cast<double>(lanes.size());
}

std::string Run::divergence_text() const {
  std::string text;
  for (const Lane& lane : lanes_) {
    if (!lane.trainer || !lane.trainer->divergence()) continue;
    const Divergence& where = *lane.trainer->divergence();
    text += tr("{1} diverged in epoch {2} at step {3}: {4}; ", lane.choice.id, format_count(where.epoch),
               format_count(where.step), divergence_cause(where));
  }
  return text + tr("go back to the last good epoch and lower the learning rate");
}

std::optional<Trouble> Run::trouble(const Lane& lane) const {
  if (lane.trainer && lane.trainer->divergence()) return std::nullopt;  // said already, and louder
  return find_trouble(lane.trainer ? lane.trainer->live().history : lane.shown,
                      {data_.dataset->task, majority_, config_.train.optimizer});
}

void Run::set_goal(Goal goal) {
  look_live();
  // A step and an epoch are those of every lane: an epoch is the next one that is not done by all.
  std::int64_t epoch = std::numeric_limits<std::int64_t>::max();
  for (const Lane& lane : lanes_) {
    if (lane.trainer && !lane.trainer->finished())
      epoch = std::min(epoch, lane.trainer->epochs_finished() + 1);
  }
  for (Lane& lane : lanes_) {
    if (!lane.trainer) continue;
    switch (goal) {
      case Goal::kAll: lane.target_steps = std::numeric_limits<std::int64_t>::max(); break;
      case Goal::kStep: lane.target_steps = lane.trainer->steps() + 1; break;
      case Goal::kEpoch:
        lane.target_steps = epoch == std::numeric_limits<std::int64_t>::max()
                                ? lane.trainer->steps()
                                : epoch * lane.trainer->steps_per_epoch();
        break;
    }
  }
}

bool Run::allowed(const Lane& lane) const {
  if (!working(lane)) return false;
  return !allowed_steps_ || lane.trainer->steps() < *allowed_steps_ || lane.trainer->evaluating();
}

void Run::allow_batch() {
  std::int64_t least = std::numeric_limits<std::int64_t>::max() - 1;
  for (const Lane& lane : lanes_) {
    if (working(lane)) least = std::min(least, lane.trainer->steps());
  }
  allowed_steps_ = least + 1;
}

bool Run::batch_done() const {
  return !allowed_steps_ ||
         std::none_of(lanes_.begin(), lanes_.end(), [this](const Lane& lane) { return allowed(lane); });
}

Lane* Run::furthest_behind() {
  Lane* behind = nullptr;
  for (Lane& lane : lanes_) {
    if (allowed(lane) && (!behind || place(*lane.trainer) < place(*behind->trainer))) behind = &lane;
  }
  return behind;
}

bool Run::goal_reached() const { return std::none_of(lanes_.begin(), lanes_.end(), working); }

Run::Advance Run::advance() {
  look_live();
  Lane* const lane = furthest_behind();
  if (!lane) return {};
  Trainer& trainer = *lane->trainer;
  const std::int64_t last = std::min(lane->target_steps, allowed_steps_.value_or(lane->target_steps));
  const Slice slice = trainer.advance(last - trainer.steps());
  if (slice.epoch_finished) {
    // The folder is written once an epoch, when the last lane is through it.
    checkpoint_due_ = std::none_of(lanes_.begin(), lanes_.end(), [&](const Lane& other) {
      return other.trainer && !other.trainer->finished() &&
             other.trainer->epochs_finished() < trainer.epochs_finished();
    });
  }
  checkpoint_due_ = checkpoint_due_ || trainer.divergence();
  return {lane, slice};
}

void Run::start_over(Lane& lane) {
  if (lane.started()) folder_.clear();
  lane.rest.reset();
  lane.shown = {};
  if (lane.trainer) lane.trainer->reset(first_weights(lane));
}

void Run::reset() {
  look_live();
  for (Lane& lane : lanes_) {
    if (lane.selected) start_over(lane);
  }
}

void Run::reset_lane(const std::string& id) {
  look_live();
  for (Lane& lane : lanes_) {
    if (lane.choice.id == id) start_over(lane);
  }
}

void Run::roll_back(double learning_rate) {
  look_live();
  for (Lane& lane : lanes_) {
    if (lane.trainer && lane.trainer->divergence()) lane.trainer->roll_back(learning_rate);
  }
  set_learning_rate(learning_rate);
}

void Run::set_learning_rate(double learning_rate) {
  config_.train.optimizer.learning_rate = learning_rate;
  for (Lane& lane : lanes_) {
    if (lane.trainer) lane.trainer->set_learning_rate(learning_rate);
  }
}

void Run::apply_schedule(const TrainSettings& settings) {
  config_.train.epochs = settings.epochs;
  config_.train.early_stop_patience = settings.early_stop_patience;
  config_.train.early_stop_min_delta = settings.early_stop_min_delta;
  for (Lane& lane : lanes_) {
    if (!lane.trainer) continue;
    lane.trainer->set_epochs(settings.epochs);
    lane.trainer->set_early_stop(settings.early_stop_patience, settings.early_stop_min_delta);
  }
  set_learning_rate(settings.optimizer.learning_rate);
}

void Run::change(RunConfig config, const Change& what) {
  validate(config);
  look_live();
  const TrainSettings train = config.train;
  if (what.effect <= Effect::kGoesOn) {
    const NetworkJob wanted = question(config, lanes_);
    if (recorder_bytes(wanted) > recorder_bytes(question_)) {
      require_plan_fits(wanted, device_->memory(), device_->info().id);
    }
    config_ = std::move(config);
    plan();
  } else {
    rebuild_lanes(std::move(config), !what.starts_over());
  }
  apply_schedule(train);
  make_recorder();
}

// Lanes whose network is the same go on when `keep` is true; all others start over.
void Run::rebuild_lanes(RunConfig config, bool keep) {
  std::vector<Lane> next;
  for (const ModelChoice& choice : config.models) next.push_back(make_lane(config, choice));
  require_plan_fits(question(config, next), device_->memory(), device_->info().id);

  std::vector<Lane*> origin(next.size(), nullptr);  // the lane of today that goes on as next[i]
  for (std::size_t i = 0; keep && i < next.size(); ++i) {
    for (Lane& lane : lanes_) {
      if (lane.choice.id == next[i].choice.id && lane.spec == next[i].spec) origin[i] = &lane;
    }
  }
  const auto stays = [&](const Lane& lane) {
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (origin[i] == &lane) return next[i].selected;
    }
    return false;
  };
  for (Lane& lane : lanes_) {
    if (!stays(lane)) move_to_host(lane);
  }
  for (std::size_t i = 0; i < next.size(); ++i) {
    if (!origin[i]) continue;
    next[i].rest = origin[i]->rest;
    next[i].shown = origin[i]->shown;
    next[i].target_steps = origin[i]->target_steps;
    next[i].trainer = std::move(origin[i]->trainer);
  }

  std::swap(config_, config);
  std::swap(lanes_, next);  // `next` is what was; the pointers in `origin` stay valid
  try {
    for (Lane& lane : lanes_) {
      if (lane.selected && !lane.trainer) move_to_device(lane);
    }
    plan();
  } catch (...) {
    // The device had less room than it said: everything back as it was.
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      if (origin[i] && origin[i]->selected) origin[i]->trainer = std::move(lanes_[i].trainer);
    }
    std::swap(config_, config);
    std::swap(lanes_, next);
    next.clear();
    for (Lane& lane : lanes_) {
      if (lane.selected && !lane.trainer) move_to_device(lane);
    }
    make_recorder();
    throw;
  }
  for (Lane& lane : lanes_) {
    if (lane.trainer) lane.rest.reset();
  }
  for (const Lane& gone : next) {
    const bool goes_on = std::find(origin.begin(), origin.end(), &gone) != origin.end();
    if (!goes_on && gone.started()) folder_.clear();
  }
}

void Run::leave_device() {
  look_live();
  for (Lane& lane : lanes_) move_to_host(lane);
  recorder_charge_ = {};
  data_.data.reset();
}

void Run::return_to_device() {
  Progress progress;
  Pipeline pipeline(config_, {}, clock_);
  pipeline.reuse(data_.dataset, load_report());
  pipeline.load(progress);
  data_ = pipeline.run(*device_, progress);
  for (Lane& lane : lanes_) {
    if (!lane.selected) continue;
    move_to_device(lane);
    lane.rest.reset();
  }
  make_recorder();
}

void Run::forget_device() noexcept {
  shown_.reset();
  recorder_charge_ = {};
  for (Lane& lane : lanes_) {
    if (!lane.trainer) continue;
    try {
      lane.shown = lane.trainer->live().history;
      TrainerState good = lane.trainer->last_good();
      if (good.steps > 0) lane.rest = std::move(good);
    } catch (...) {  // out of host memory: the curve is lost, the program goes on
    }
    lane.trainer.reset();
  }
  data_.data.reset();
}

std::vector<StageReport> Run::stages(bool training) const {
  TrainingFigures figures;
  figures.batch = question_.settings.batch;
  figures.progress = progress();
  for (const Lane* lane : training_lanes()) {
    figures.training_seconds += lane->trainer->seconds();
    figures.evaluation_seconds += lane->trainer->evaluation_seconds();
    figures.evaluations = std::max(figures.evaluations, lane->trainer->evaluations());
  }
  figures.state = device_lost()           ? StageState::kFailed
                  : finished()            ? StageState::kDone
                  : training || started() ? StageState::kRunning
                                          : StageState::kWaiting;
  std::vector<StageReport> stages = data_.stages;
  const std::string& where = device_->info().id;
  for (StageReport& stage : stages) {
    if (stage.id == StageId::kTransfer) {
      if (data_.shape.streamed()) set_stream_figures(stage, stream_figures());
    } else if (stage.id == StageId::kTraining) {
      stage = training_stage(data_.shape, question_.models, figures, where);
      if (diverged()) stage.state = StageState::kWarning;
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
