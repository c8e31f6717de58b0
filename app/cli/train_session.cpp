#include "app/cli/train_session.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/io/checkpoint.h"
#include "core/io/context_store.h"
#include "core/model/weights.h"

namespace headroom::cli {

TrainSession::TrainSession(const TrainOptions& options, Context& context)
    : options_(options), context_(context) {
  check_source(options);
  if (options.resume) {
    load_record();
  } else {
    load_options();
  }
}

void TrainSession::load_options() {
  if (options_.run) {
    directory_ = *options_.run;
    if (holds_run(directory_)) {
      throw Error(ErrorCode::kUsage,
                  "\"" + directory_.string() +
                      "\" holds a run already: continue it with --resume, or name another directory",
                  "--run");
    }
  }
  config_ = config_from_options(options_, context_);
  validate(config_);
}

void TrainSession::load_record() {
  directory_ = *options_.resume;
  record_ = load_run(directory_);
  resumed_ = true;
  if (options_.model) {
    const ModelRecord& wanted = record_->model(*options_.model);
    model_index_ = static_cast<std::size_t>(&wanted - record_->models.data());
  } else if (record_->models.size() > 1) {
    std::string ids;
    for (const ModelRecord& model : record_->models) ids += (ids.empty() ? "" : ", ") + model.id;
    throw Error(ErrorCode::kUsage, "the run has several models: choose one of " + ids, "--model");
  }
  config_ = record_->config;
  config_.selected = {record_->models[model_index_].id};
  change_settings(options_, config_.train);
  change_residence(options_, config_);
  if (record_->file) {
    config_.dataset = with_bar<std::shared_ptr<const Dataset>>(
        context_, "reading " + record_->file->path,
        [this](Progress& progress) { return original_dataset(*record_, progress); });
  }
  validate(config_);
}

std::vector<Candidate> TrainSession::candidates() const {
  // A run goes on where it was: another device may round differently.
  const std::string id = options_.device ? *options_.device : resumed_ ? record_->device_id : "auto";
  const bool same_threads = resumed_ && !options_.threads && !options_.device;
  const int threads = same_threads ? record_->device_threads : threads_from(options_);
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return device_candidates(id, threads > 0 ? std::vector<int>{threads} : thread_counts(cores),
                           config_.train.precision, config_.residence);
}

void TrainSession::open(const std::vector<Candidate>& candidates, const Pipeline& pipeline) {
  PickedDevice picked = pick_device(candidates, pipeline.network_job({}));
  device_ = std::move(picked.device);
  choice_ = std::move(picked.choice);
  const DeviceInfo& info = device_->info();
  if (choice_) {
    context_.say(choice_text(*choice_) + ": training on " + choice_->trials[choice_->best].title);
  }
  const bool automatic = options_.device ? *options_.device == "auto" : !resumed_;
  const bool only_cpu = list_devices().size() == 1;
  if (automatic && info.kind == "cpu" && only_cpu) {
    context_.say("no CUDA device found: training on the CPU");
  } else if (automatic && !choice_ && candidates.size() > 1) {
    context_.say("this run is over before a trial of the devices would be: training on " +
                 candidates.front().title);
  }
  if (resumed_ && info.id != record_->device_id) {
    context_.say("the run was started on " + record_->device_id + " and goes on on " + info.id +
                 ": its figures may differ in the last digits");
  }
}

void TrainSession::check_memory(const Pipeline& pipeline) {
  const NetworkJob question = pipeline.network_job(device_->layout());
  before_ = device_->memory();
  if (device_->info().kind == "cuda") {
    const ContextKey key = context_key(device_->info());
    const KnownContext known = remember_context(context_store_path(), key, before_.context);
    if (!known.message.empty()) context_.say(known.message);
  }
  planned_ = plan_tables(question);
  predicted_ = planned_bytes(question);
  const NetworkPlan report = plan_network(question, before_);
  require_fits(report, device_->info().id);
  if (report.verdict == Verdict::kBorderline) {
    context_.say("memory is tight: " + format_bytes(predicted_) + " are needed, " +
                 format_bytes(report.headroom) + " stay free");
  }
}

void TrainSession::prepare() {
  const std::vector<Candidate> devices = candidates();
  ProgressBar bar(context_);
  Pipeline pipeline(config_, [&bar](const std::vector<StageReport>& stages) {
    for (const StageReport& stage : stages) {
      if (stage.state == StageState::kRunning) bar.update(stage.progress, std::string(stage_title(stage.id)));
    }
  });
  pipeline.load(stop_request());
  if (resumed_) require_same_data(*record_, *pipeline.dataset());
  const ModelSpec spec = pipeline.model(config_.selected.front());
  open(devices, pipeline);
  check_memory(pipeline);
  data_ = pipeline.run(*device_, stop_request());
  create_trainer(spec);
}

// The plan is the one made before anything was allocated, not what the engines say they took.
void TrainSession::measure_memory() {
  after_ = device_->memory();
  account_ = account_for(planned_, *device_, before_);
  if (record_) record_->memory = account_;
}

void TrainSession::create_trainer(const ModelSpec& spec) {
  const Weights initial =
      options_.init ? read_initial_weights(*options_.init, spec) : start_weights(config_, spec);
  trainer_ = std::make_unique<Trainer>(*device_, *data_.data, spec, config_.train, initial);
  if (resumed_) {
    ModelRecord& model = record_->models[model_index_];
    if (model.spec != spec) {
      throw Error(
          ErrorCode::kBadInput,
          "the saved network is " + widths_text(model.spec) + ", these data need " + widths_text(spec),
          directory_.string());
    }
    trainer_->restore(model.state);
    if (options_.lr) trainer_->set_learning_rate(config_.train.optimizer.learning_rate);
    record_->config.train = config_.train;
    record_->config.residence = config_.residence;
    if (!trainer_->finished()) context_.say(progress_text() + " are done: the run goes on from there");
  } else if (!directory_.empty()) {
    record_ = make_record(config_, data_, device_->info());
    record_->models.push_back({config_.selected.front(), spec, {}});
    save(RecordState::kTraining);  // from now on a kill loses nothing that was prepared
  }
}

void TrainSession::save(RecordState state) {
  measure_memory();
  if (!record_) return;
  record_->state = state;
  record_->stream.reset();
  if (data_.shape.streamed()) record_->stream = trainer_->engine().stream_figures();
  record_->models[model_index_].state =
      state == RecordState::kDiverged ? trainer_->last_good() : trainer_->state();
  save_run(directory_, *record_);
}

std::string TrainSession::advice_to_resume() const {
  if (!record_) return "nothing was kept (--run DIR keeps a run)";
  return "continue with headroom-cli train --resume " + directory_.string();
}

// "3 of 5 epochs", and the steps of the one that was interrupted.
std::string TrainSession::progress_text() const {
  std::string text =
      std::to_string(trainer_->epochs_finished()) + " of " + std::to_string(config_.train.epochs) + " epochs";
  if (trainer_->step_in_epoch() > 0) text += " and " + format_count(trainer_->step_in_epoch()) + " steps";
  return text;
}

std::string TrainSession::epoch_line() const {
  const EpochMetric& m = trainer_->history().epochs.back();
  std::string line = "epoch " + std::to_string(m.epoch) + "/" + std::to_string(config_.train.epochs) +
                     "  train loss " + fixed(m.train_loss, 4) + "  validation loss " +
                     fixed(m.validation_loss, 4);
  line += trainer_->regression() ? "  R2 " + fixed(m.r2, 4) : "  accuracy " + percent(m.validation_accuracy);
  return line + "  " + seconds_text(m.seconds);
}

void TrainSession::train() {
  ProgressBar bar(context_);
  const auto epoch_text = [this] {
    std::string text = "epoch " +
                       std::to_string(std::min(trainer_->epochs_finished() + 1, config_.train.epochs)) + "/" +
                       std::to_string(config_.train.epochs);
    const Series& losses = trainer_->history().step_loss;
    if (!losses.empty()) text += "  loss " + fixed(losses[losses.size() - 1], 4);
    if (!trainer_->history().epochs.empty() && !trainer_->regression()) {
      text += "  accuracy " + percent(trainer_->history().epochs.back().validation_accuracy);
    }
    return text + "  " + format_count(static_cast<std::int64_t>(trainer_->steps_per_second())) + " steps/s";
  };
  if (trainer_->finished()) {
    context_.say("nothing is left to do: the run has its " + std::to_string(trainer_->epochs_finished()) +
                 " epochs (a larger --epochs continues it)");
  }
  while (!trainer_->finished()) {
    if (stop_request().cancelled()) {
      save(RecordState::kStopped);
      throw Error(ErrorCode::kCancelled,
                  "stopped in epoch " + std::to_string(trainer_->epochs_finished() + 1) + " of " +
                      std::to_string(config_.train.epochs) + ": " + advice_to_resume(),
                  "train");
    }
    const Slice slice = trainer_->advance();
    if (const auto& divergence = trainer_->divergence()) {
      save(RecordState::kDiverged);
      throw Error(ErrorCode::kDiverged,
                  "the training diverged in epoch " + std::to_string(divergence->epoch) + " (step " +
                      std::to_string(divergence->step) + ", " + divergence->layer +
                      " is no longer finite): use a smaller --lr" +
                      (record_ ? "; " + advice_to_resume() + " --lr X" : std::string()),
                  "train");
    }
    bar.update(trainer_->progress(), epoch_text());
    if (!slice.epoch_finished) continue;
    save(trainer_->finished() ? RecordState::kFinished : RecordState::kTraining);
    bar.line(epoch_line());
  }
  if (resumed_) save(RecordState::kFinished);
}

std::vector<StageReport> TrainSession::stages() const {
  std::vector<StageReport> stages = data_.stages;
  TrainingFigures figures{StageState::kDone, 1.0, trainer_->seconds(), trainer_->evaluation_seconds(),
                          trainer_->settings().batch};
  const std::vector<ModelSpec> models{trainer_->model()};
  for (StageReport& stage : stages) {
    if (stage.id == StageId::kTransfer) {
      if (data_.shape.streamed()) tell_stream(stage, trainer_->engine().stream_figures());
    } else if (stage.id == StageId::kTraining) {
      stage = training_stage(data_.shape, models, figures, device_->info().id);
    } else if (stage.id == StageId::kEvaluation) {
      stage = evaluation_stage(data_.shape, models, figures, device_->info().id);
    }
  }
  return stages;
}

std::vector<TensorTable> TrainSession::tables() const {
  return {data_.data->tensors(), trainer_->engine().tensors()};
}

}  // namespace headroom::cli
