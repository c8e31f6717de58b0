// What each command does. A throw refuses the command; whatever was there before stays.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/base/error.h"
#include "core/io/run_record.h"
#include "core/run/run_thread.h"

namespace headroom {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void require_learning_rate(double value) {
  if (!(value > 0) || !std::isfinite(value)) {
    throw Error(ErrorCode::kUsage, "a learning rate is a positive number, not " + number(value));
  }
}

// True when two settings differ only in what may change while training goes on.
bool same_structure(TrainSettings a, const TrainSettings& b) {
  a.epochs = b.epochs;
  a.optimizer.learning_rate = b.optimizer.learning_rate;
  a.early_stop_patience = b.early_stop_patience;
  a.early_stop_min_delta = b.early_stop_min_delta;
  return a == b;
}

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : " and ") + id;
  return text;
}

}  // namespace

Run& RunThread::loaded() {
  if (!run_) throw Error(ErrorCode::kUsage, "nothing is loaded: open a preset or a file first");
  return *run_;
}

RunState RunThread::settled() const {
  if (!run_) return RunState::kEmpty;
  if (run_->lost()) return RunState::kFailed;
  if (run_->diverged()) return RunState::kDiverged;
  if (run_->finished()) return RunState::kFinished;
  return run_->started() ? RunState::kPaused : RunState::kReady;
}

void RunThread::after_change() {
  if (state_ == RunState::kTraining) {
    if (goal_ == Goal::kAll) run_->aim(goal_);
    if (!run_->diverged() && !run_->reached()) return;
  }
  state_ = settled();
}

void RunThread::start(Goal goal) {
  Run& run = loaded();
  if (run.lost()) {
    throw Error(ErrorCode::kDevice, failure_ + " (reset to start over, or choose another device)",
                device_info_.id);
  }
  if (run.diverged()) {
    throw Error(ErrorCode::kUsage, "the run diverged: go back to the last good epoch, or reset");
  }
  if (run.finished()) {
    state_ = RunState::kFinished;
    message_ = "all epochs are done: ask for more epochs, or reset";
    return;
  }
  goal_ = goal;
  run.aim(goal);
  state_ = RunState::kTraining;
  message_ = goal == Goal::kAll ? "training" : goal == Goal::kStep ? "one step" : "one epoch";
}

void RunThread::on(const command::Pause&, Progress&) {
  if (state_ != RunState::kTraining) return;
  state_ = settled();
  message_ = "paused";
}

void RunThread::on(const command::Load& load, Progress& progress) {
  ensure_device();
  prepare(load.config, device_, false, progress);
  message_ = "loaded " + (load.config.title.empty() ? load.config.id : load.config.title);
  if (!device_asked_for_ && worth_a_trial(run_->question())) take_fastest(progress);
  if (load.play) start(Goal::kAll);
}

void RunThread::on(const command::Reset& reset, Progress& progress) {
  if (!run_) return;
  if (reset.new_seed) {
    on(command::SetSeed{run_->config().train.seed + 1}, progress);
    return;
  }
  if (run_->lost()) {
    ensure_device();
    prepare(run_->config(), device_, true, progress);
  } else {
    run_->reset();
  }
  state_ = settled();
  message_ = "back at step 0 with seed " + std::to_string(run_->config().train.seed);
}

void RunThread::on(const command::SetSeed& set, Progress& progress) {
  RunConfig config = loaded().config();
  config.train.seed = set.seed;
  ensure_device();
  prepare(std::move(config), device_, false, progress);
  message_ = "back at step 0 with seed " + std::to_string(set.seed);
}

void RunThread::on(const command::SetLearningRate& set, Progress&) {
  require_learning_rate(set.value);
  loaded().set_learning_rate(set.value);
  message_ = "learning rate " + number(set.value);
}

void RunThread::on(const command::SelectModels& select, Progress& progress) {
  RunConfig config = loaded().config();
  config.selected = select.ids;
  restructure(std::move(config), true, progress);
  message_ = "training " + joined(select.ids);
}

void RunThread::on(const command::SetCustomModel& set, Progress& progress) {
  RunConfig config = loaded().config();
  auto custom = std::find_if(config.models.begin(), config.models.end(),
                             [](const ModelChoice& choice) { return choice.id == "custom"; });
  if (custom == config.models.end()) {
    custom = config.models.insert(config.models.end(), {"custom", "Custom", {}});
  }
  custom->hidden = set.hidden;
  config.selected = {"custom"};
  restructure(std::move(config), true, progress);
  // Selecting the same network again starts it over as well: that is what was asked for.
  run_->reset_lane("custom");
  if (state_ != RunState::kTraining) state_ = settled();
  message_ = "custom model";
}

void RunThread::on(const command::RemoveCustomModel&, Progress& progress) {
  RunConfig config = loaded().config();
  if (std::erase_if(config.models, [](const ModelChoice& choice) { return choice.id == "custom"; }) == 0) {
    throw Error(ErrorCode::kUsage, "there is no custom model to remove");
  }
  if (config.models.empty()) {
    throw Error(ErrorCode::kUsage, "the custom model is the only one: change it instead");
  }
  std::erase(config.selected, "custom");
  if (config.selected.empty()) config.selected = {config.models.front().id};
  restructure(std::move(config), true, progress);
  message_ = "custom model removed";
}

void RunThread::on(const command::SetActivation& set, Progress& progress) {
  RunConfig config = loaded().config();
  if (config.activation == set.value) return;
  config.activation = set.value;
  restructure(std::move(config), false, progress);
  message_ = "activation " + std::string(activation_name(set.value));
}

void RunThread::on(const command::SetTerms& set, Progress& progress) {
  RunConfig config = loaded().config();
  if (config.degree < 2) throw Error(ErrorCode::kUsage, "these data have no degree-2 terms");
  if (config.terms == set.value) return;
  config.terms = set.value;
  ensure_device();
  prepare(std::move(config), device_, true, progress);
  message_ = "degree-2 terms " + std::string(terms_name(set.value));
}

void RunThread::on(const command::SetResidence& set, Progress& progress) {
  RunConfig config = loaded().config();
  if (config.residence == set.value) return;
  config.residence = set.value;
  ensure_device();
  prepare(std::move(config), device_, true, progress);
  message_ =
      set.value == Residence::kStreamed ? "rows are streamed from main memory" : "rows are on the device";
}

void RunThread::on(const command::SetTrainSettings& set, Progress& progress) {
  RunConfig config = loaded().config();
  const TrainSettings before = config.train;
  config.train = set.settings;
  validate(config);
  if (same_structure(before, set.settings)) {
    run_->set_schedule(set.settings);
    after_change();
  } else if (set.settings.seed == before.seed) {
    restructure(std::move(config), false, progress);
  } else {
    ensure_device();
    prepare(std::move(config), device_, false, progress);
  }
  message_ = "settings changed";
}

void RunThread::on(const command::SetDevice& set, Progress& progress) {
  device_asked_for_ = true;
  if (set.id == device_info_.id && device_ && settled() != RunState::kFailed) {
    message_ = set.id + " is in use already";
    return;
  }
  std::shared_ptr<Device> device = provider_.open(set.id);
  if (run_) {
    prepare(run_->config(), device, true, progress);
  } else {
    device_ = device;
  }
  device_info_ = device->info();
  message_ = "training runs on " + device_info_.name;
}

void RunThread::on(const command::CompareDevices&, Progress& progress) {
  loaded();
  if (!take_fastest(progress)) message_ = "there is only one device here: nothing to compare";
  if (state_ != RunState::kTraining) state_ = settled();
}

bool RunThread::take_fastest(Progress& progress) {
  const auto candidates = provider_.candidates ? provider_.candidates() : std::vector<Candidate>{};
  if (candidates.size() < 2) return false;
  choice_ =
      std::make_shared<const DeviceChoice>(choose_device(candidates, run_->question(), provider_.trial));
  progress.check();
  message_ = choice_text(*choice_);
  const DeviceInfo& best = choice_->trials[choice_->best].device;
  if (best.id == device_info_.id && best.threads == device_info_.threads && device_) return true;
  std::shared_ptr<Device> device = candidates[choice_->best].open();
  prepare(run_->config(), device, true, progress);
  device_info_ = device->info();
  return true;
}

void RunThread::on(const command::RollBack& back, Progress&) {
  require_learning_rate(back.learning_rate);
  if (!loaded().diverged()) {
    throw Error(ErrorCode::kUsage, "nothing diverged: there is nothing to go back from");
  }
  run_->roll_back(back.learning_rate);
  start(Goal::kAll);
  message_ = "back at the last good epoch, learning rate " + number(back.learning_rate);
}

void RunThread::on(const command::SaveRun& save, Progress&) {
  const Run& run = loaded();
  RunRecord record = make_record(run.config(), run.data(), device_info_);
  record.state = run.diverged()   ? RecordState::kDiverged
                 : run.finished() ? RecordState::kFinished
                                  : RecordState::kStopped;
  for (auto& [lane, state] : run.states()) {
    record.models.push_back({lane->choice.id, lane->spec, std::move(state)});
  }
  save_run(save.directory, record);
  message_ = "saved " + save.directory;
}

void RunThread::restructure(RunConfig config, bool keep, Progress& progress) {
  if (run_->lost()) {
    ensure_device();
    prepare(std::move(config), device_, true, progress);
    return;
  }
  run_->change(std::move(config), keep);
  if (!keep) state_ = RunState::kReady;
  after_change();
}

void RunThread::prepare(RunConfig config, std::shared_ptr<Device> device, bool same_data,
                        Progress& progress) {
  const RunState before = state_;
  bool aside = false;
  try {
    Pipeline pipeline(config, [this](const std::vector<StageReport>& stages) {
      preparing_->stages = stages;
      publish();
    });
    preparing_ = Preparing{std::move(config), pipeline.stages(), nullptr, device->layout()};
    state_ = RunState::kPreparing;
    if (same_data) pipeline.reuse(run_->data().dataset, run_->load_report());
    pipeline.load(progress);
    preparing_->loaded = &pipeline;

    const NetworkJob question = pipeline.network_job(device->layout());
    const MemoryStatus status = device->memory();
    report_ = require_plan_fits(question, status, device->info().id);
    // Old and new side by side while both fit, so that nothing needs to come back when this fails.
    if (run_ && !run_->lost() && run_->device() == device &&
        planned_bytes(question) + safety_margin(status.total) > status.free) {
      aside = true;
      run_->step_aside();
    }
    auto fresh = std::make_unique<Run>(device, pipeline, progress);
    preparing_.reset();
    run_ = std::move(fresh);
    device_ = std::move(device);
    state_ = settled();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kDevice && device == device_) device_.reset();
    return_to(before, aside);
    throw;
  } catch (...) {
    return_to(before, aside);
    throw;
  }
}

void RunThread::return_to(RunState before, bool aside) {
  preparing_.reset();
  state_ = before;
  if (!aside || !device_) return;  // still there, or beyond help
  run_->come_back();
  if (before == RunState::kTraining) {
    run_->aim(goal_);
  } else {
    state_ = settled();
  }
}

}  // namespace headroom
