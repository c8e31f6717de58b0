// What each command does. A throw refuses the command; whatever was there before stays.
#include <filesystem>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/io/run_record.h"
#include "core/run/run_thread.h"

namespace headroom {

namespace {

// What is told of a run that had this folder and lets it go because it starts over.
std::string kept_text(const std::filesystem::path& before, const Run& run) {
  return before == run.folder() ? "" : tr("; {1} keeps what was reached", before.string());
}

std::string resumed_text(const Run& run, const SavedRun& saved) {
  const RunRecord& record = saved.record;
  std::string text = saved.folder.empty()
                         ? tr("opened {1}", saved.title)
                         : tr("opened {1}; kept up to date after every epoch", saved.folder.string());
  if (record.state == RecordState::kDiverged) text += tr("; it diverged after this: lower the learning rate");
  if (run.device()->info().id == record.device_id) return text;
  return text + tr("; it was started on {1} and goes on on {2}: its figures may differ in the last digits",
                   record.device_id, run.device()->info().id);
}

// A saved run goes on without the GPU that it had: what only that can do gives way, and is said.
std::string fit_for_processor(RunConfig& config) {
  std::string said;
  if (config.residence == Residence::kStreamed) {
    config.residence = Residence::kDevice;
    said += tr("; its rows are no longer streamed");
  }
  Precision& precision = config.train.precision;
  if (precision == Precision::kTf32 || precision == Precision::kBf16) {
    said += tr("; {1} needs its GPU: it goes on in fp32", precision_name(precision));
    precision = Precision::kFp32;
  }
  return said;
}

// What the lanes that are not selected have reached, for a run that takes the place of this one.
std::shared_ptr<const RunPoint> without_selected(const Run& run, const std::filesystem::path& folder) {
  RunPoint point = run.point(true);
  point.folder = folder;
  std::erase_if(point.lanes,
                [&](const RunPoint::Stand& stand) { return is_selected(point.config, stand.id); });
  return std::make_shared<const RunPoint>(std::move(point));
}

RunConfig with_seed_of(RunConfig config, const RunConfig& other) {
  config.train.seed = other.train.seed;
  return config;
}

}  // namespace

Run& RunThread::loaded() {
  if (!run_) throw Error(ErrorCode::kUsage, tr("nothing is loaded: open a preset or a file first"));
  return *run_;
}

RunState RunThread::settled() const {
  if (!run_) return RunState::kEmpty;
  if (run_->device_lost()) return RunState::kFailed;
  if (run_->diverged()) return RunState::kDiverged;
  if (run_->finished()) return RunState::kFinished;
  return run_->started() ? RunState::kPaused : RunState::kReady;
}

void RunThread::after_change() {
  if (state_ == RunState::kTraining) {
    if (goal_ == Goal::kAll) run_->set_goal(goal_);
    if (!run_->diverged() && !run_->goal_reached()) return;
  }
  state_ = settled();
}

void RunThread::start(Goal goal) {
  Run& run = loaded();
  if (run.device_lost()) {
    throw Error(ErrorCode::kDevice, tr("{1} (reset to start over, or choose another device)", failure_),
                device_info_.id);
  }
  if (run.diverged()) {
    throw Error(ErrorCode::kUsage, tr("the run diverged: go back to the last good epoch, or reset"));
  }
  if (run.finished()) {
    state_ = RunState::kFinished;
    message_ = tr(kAllDone);
    return;
  }
  goal_ = goal;
  run.set_goal(goal);
  ticks_.start(seconds_now());
  state_ = RunState::kTraining;
  message_ = goal == Goal::kAll ? tr("training") : goal == Goal::kStep ? tr("one step") : tr("one epoch");
}

void RunThread::on(const command::Pause&, Progress&) {
  if (state_ != RunState::kTraining) return;
  state_ = settled();
  message_ = tr("paused");
  run_->catch_up();
}

void RunThread::on(const command::Load& load, Progress& progress) {
  ensure_device();
  const bool same_data = run_ && same_source(run_->config(), load.config);
  const RunPoint before = run_ ? run_->point(false) : RunPoint{};
  std::string said;
  RunSetup setup;
  setup.config = load.config;
  setup.device = load.saved ? device_of(load.saved->record) : device_;
  if (load.saved) {
    setup.saved = load.saved;
    if (setup.device->info().kind == "cpu") said = fit_for_processor(setup.config);
  } else if (!device_asked_for_ && provider_.candidates) {
    setup.candidates = provider_.candidates();
    setup.trial = provider_.trial;
  }
  prepare(std::move(setup), progress);
  opened_ = run_->config();
  pace_ = load.pace;
  undo_.reset();
  if (!same_data) past_ = PastRuns{};
  if (same_data) keep_curves(before);
  message_ = tr("loaded {1}", load.config.title.empty() ? std::string_view(load.config.id)
                                                        : tr(std::string_view(load.config.title)));
  if (load.saved) message_ = resumed_text(*run_, *load.saved) + said;
  if (run_->device_choice()) message_ = choice_text(*run_->device_choice());
  if (load.play) start(Goal::kAll);
}

void RunThread::on(const command::Reset& reset, Progress& progress) {
  if (!run_) return;
  if (reset.new_seed) return on(command::Change{config_after(reset, run_->config())}, progress);
  const std::filesystem::path folder = run_->folder();
  const BeforePtr before = run_->started() ? remember(tr("reset")) : nullptr;
  if (run_->device_lost()) {
    ensure_device();
    RunSetup setup = same_again(device_);
    setup.point = without_selected(*run_, setup.folder);
    prepare(std::move(setup), progress);
  } else {
    run_->reset();
  }
  std::erase_if(past_.edit(), [](const PastRun& past) { return past.branch; });
  state_ = settled();
  message_ = tr("back at step 0 with seed {1}", std::to_string(run_->config().train.seed)) +
             kept_text(folder, *run_) + leave_behind(before);
}

void RunThread::on(const command::Change& change, Progress& progress) {
  const RunConfig before = loaded().config();
  require_change(before, change.config);
  const Change what = what_changes(before, change.config);
  const std::filesystem::path folder = run_->folder();
  std::string text = change_text(before, change.config);
  if (text.empty() && change.custom_again) text = tr("custom model");
  const bool seed_only =
      what_changes(with_seed_of(before, change.config), change.config).effect == Effect::kNone;
  const bool loses = loses_networks(before, change.config) || change.custom_again;
  const BeforePtr left = loses ? remember(seed_only ? std::string(tr("new seed")) : text) : nullptr;
  if (what.effect >= Effect::kPrepares || (what.effect >= Effect::kModels && run_->device_lost())) {
    ensure_device();
    RunSetup setup = same_again(device_);
    setup.config = change.config;
    if (what.effect == Effect::kReads) setup.same_data = nullptr;
    prepare(std::move(setup), progress);
  } else {
    run_->change(change.config, what);
    if (what.starts_over()) state_ = RunState::kReady;
  }
  if (change.custom_again) run_->reset_lane("custom");
  after_change();
  const std::string also = leave_behind(left);
  if (!text.empty()) message_ = text + kept_text(folder, *run_) + also;
}

void RunThread::on(const command::SetDevice& set, Progress& progress) {
  device_asked_for_ = true;
  if (set.id == device_info_.id && device_ && settled() != RunState::kFailed) {
    message_ = tr("{1} is in use already", set.id);
    return;
  }
  std::shared_ptr<Device> device = provider_.open(set.id);
  std::string kept;
  if (run_) {
    const std::filesystem::path folder = run_->folder();
    const BeforePtr before = remember(tr("change of device"));
    prepare(same_again(std::move(device)), progress);
    kept = kept_text(folder, *run_) + leave_behind(before);
  } else {
    device_ = std::move(device);
    device_info_ = device_->info();
  }
  message_ = tr("training runs on {1}", device_info_.name) + kept;
}

void RunThread::on(const command::CompareDevices&, Progress& progress) {
  loaded();
  const auto candidates = provider_.candidates ? provider_.candidates() : std::vector<Candidate>{};
  if (candidates.size() < 2) {
    message_ = tr("there is only one device here: nothing to compare");
    return;
  }
  choice_ =
      std::make_shared<const DeviceChoice>(choose_device(candidates, run_->question(), provider_.trial));
  progress.check();
  const DeviceInfo& best = choice_->trials[choice_->best].device;
  if (best.id != device_info_.id || best.threads != device_info_.threads || !device_) {
    const BeforePtr before = remember(tr("change of device"));
    prepare(same_again(candidates[choice_->best].open()), progress);
    leave_behind(before);
  }
  message_ = choice_text(*choice_);
  if (state_ != RunState::kTraining) state_ = settled();
}

void RunThread::on(const command::SetPace& set, Progress&) {
  pace_ = set.pace;
  news_ |= kPlan | kCurves;  // the facts name it, the remaining time follows
  if (run_ && !pace_.full()) ticks_.change(seconds_now(), rate());
  message_ = pace_text(pace_);
}

void RunThread::on(const command::SaveRun& save, Progress&) {
  Run& run = loaded();
  const RecordState state = run.record_state();
  run.save(save.directory, state == RecordState::kTraining ? RecordState::kStopped : state);
  run.keep_in(save.directory);
  if (run.kept_automatically()) mark_kept_automatically(save.directory, false);
  news_ |= kPlan;  // the facts name the folder
  message_ = tr("saved {1}", save.directory);
  if (state == RecordState::kTraining) message_ += tr("; kept up to date after every epoch");
}

void RunThread::on(const command::HandOver& over, Progress&) {
  if (!over.to) return;
  Run& run = loaded();
  const RecordState state = run.record_state();
  over.to(std::make_shared<const RunRecord>(
      run.record(state == RecordState::kTraining ? RecordState::kStopped : state)));
}

void RunThread::on(const command::Keep& keep, Progress&) {
  Run& run = loaded();
  if (run.folder().empty()) run.keep_automatically_in(keep.directory);
  if (keep.now && run.trained()) {
    const RecordState state = run.record_state();
    run.save(run.folder(), state == RecordState::kTraining ? RecordState::kStopped : state);
  } else if (state_ != RunState::kTraining) {
    run.catch_up();
  }
}

std::shared_ptr<Device> RunThread::device_of(const RunRecord& record) {
  if (device_asked_for_ || record.device_id == device_info_.id) return device_;
  for (const DeviceInfo& known : devices_) {
    if (known.id != record.device_id) continue;
    try {
      return provider_.open(known.id);
    } catch (const Error&) {
      break;  // resumed_text() says that it goes on elsewhere
    }
  }
  return device_;
}

RunSetup RunThread::same_again(std::shared_ptr<Device> device) const {
  RunSetup setup;
  setup.config = run_->config();
  setup.device = std::move(device);
  setup.same_data = run_.get();
  if (!run_->trained() && !run_->kept_automatically()) setup.folder = run_->folder();
  return setup;
}

void RunThread::prepare(RunSetup setup, Progress& progress) {
  const RunState before = state_;
  const std::shared_ptr<Device> named = setup.device;
  bool aside = false;
  try {
    preparing_ = Preparing{setup.config, waiting_stages(setup.config.degree), nullptr, named->layout()};
    state_ = RunState::kPreparing;
    news_ = kEverything;
    setup.on_stages = [this](const std::vector<StageReport>& stages) {
      preparing_->stages = stages;
      news_ |= kStages;
      publish();
    };
    setup.before_allocation = [this, &aside](const Run& fresh, const Pipeline& loaded) {
      preparing_->loaded = &loaded;
      preparing_->layout = fresh.device()->layout();
      report_ = fresh.first_report();
      news_ = kEverything;
      aside = make_room_for(fresh);
    };
    auto fresh = std::make_unique<Run>(std::move(setup), progress);
    preparing_.reset();
    news_ = kEverything;
    run_ = std::move(fresh);
    device_ = run_->device();
    device_info_ = device_->info();
    if (run_->device_choice()) choice_ = run_->device_choice();
    find_baseline(progress);
    state_ = settled();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kDevice && named == device_) device_.reset();
    return_to(before, aside);
    throw;
  } catch (...) {
    return_to(before, aside);
    throw;
  }
}

// Nice to have: a run is no worse for lacking it.
void RunThread::find_baseline(const Progress& progress) noexcept {
  baseline_.reset();
  try {
    baseline_ = std::make_shared<const Baseline>(fit_baseline(run_->data(), progress));
  } catch (...) {
  }
}

// Old and new side by side while both fit, so that nothing needs to come back when this fails.
bool RunThread::make_room_for(const Run& fresh) {
  if (!run_ || run_->device_lost() || run_->device() != fresh.device()) return false;
  const MemoryStatus& status = fresh.memory_before();
  if (planned_bytes(fresh.question()) + safety_margin(status.total) <= status.free) return false;
  run_->leave_device();
  return true;
}

void RunThread::return_to(RunState before, bool aside) {
  preparing_.reset();
  news_ = kEverything;
  state_ = before;
  if (!aside || !device_) return;  // still there, or beyond help
  run_->return_to_device();
  if (before == RunState::kTraining) {
    run_->set_goal(goal_);
  } else {
    state_ = settled();
  }
}

}  // namespace headroom
