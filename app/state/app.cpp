#include "app/state/app.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "app/state/class_rules.h"
#include "app/state/closing.h"
#include "app/state/errors_ways.h"
#include "app/state/paths.h"
#include "app/state/play.h"
#include "app/state/recorder_moves.h"
#include "app/state/troubles.h"
#include "core/base/bytes.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/io/file.h"
#include "core/io/presets.h"
#include "core/io/run_record.h"
#include "core/pipeline/default_config.h"

namespace headroom::app {

namespace {

std::string ending_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

// A run record is called run.json; the importer opens it.
bool is_configuration(const std::string& path) {
  return ending_of(path) == ".json" && std::filesystem::path(path).filename() != "run.json";
}

LearnPlaces in_language(LearnPlaces places) {
  places.language = language();
  return places;
}

}  // namespace

// One function per action; the compiler asks for every one.
struct App::Performer {
  App& app;
  UiState& state;

  void operator()(const action::Run& a) {
    if (const auto* const load = std::get_if<command::Load>(&a.command)) {
      app.load(*load);
    } else if (const auto* const save = std::get_if<command::SaveRun>(&a.command)) {
      app.save_run(save->directory);
    } else if (const auto* const set = std::get_if<command::SetPace>(&a.command)) {
      app.set_pace(set->pace);
    } else {
      app.post(a.command);
    }
  }
  void operator()(const action::Edit& a) {
    try {
      RunConfig config = app.wanted_config();
      const Precision before = config.train.precision;
      if (!config.models.empty()) a.edit(config);  // else the run says that nothing is loaded
      if (config.train.precision != before && state.workspace.hides(Hidden::kPrecision))
        return app.set_notice(hidden_text(state, Hidden::kPrecision));
      app.post(command::Change{std::move(config), a.custom_again});
    } catch (const Error& error) {
      state.failure = error;
    }
  }
  void operator()(const action::OpenPreset& a) { app.open_preset(a); }
  void operator()(const action::OpenPainting& a) {
    try {
      app.painter_.open(a.from, app.snapshot_->facts->dataset.get(), state.paint);
    } catch (const Error& error) {
      state.failure = error;
    }
  }
  void operator()(const action::Paint& a) { a.change(state.paint); }
  void operator()(const action::TrainPainted& a) { app.painter_.train(app.data_, a.play, state.paint); }
  void operator()(const action::OpenPath& a) {
    app.browser_.close(state.browser);
    if (is_configuration(a.path)) return (*this)(action::PlanModelFile{a.path});
    if (ending_of(a.path) == ".md") return (*this)(action::Learn{LearnDo::kFile, a.path});
    app.importer_.open(a.path, app.now_, state.import_state);
  }
  void operator()(const action::OpenRecent& a) {
    if (const RecentEntry* const entry = app.recent_entry(a.entry))
      app.perform(Action{action::OpenPath{entry->path}});
  }
  void operator()(const action::RemoveRecent& a) {
    const RecentEntry* const entry = app.recent_entry(a.entry);
    if (!entry) return;
    if (entry->ours && entry->path == app.snapshot_->facts->folder) {
      state.failure =
          Error(ErrorCode::kUsage, tr("this run is open in the window: open another one first"), entry->path);
      return;
    }
    app.recent_.remove(*entry);
  }
  void operator()(const action::UndoRecent&) { app.recent_.undo(); }
  void operator()(const action::Drop& a) {
    if (a.paths.size() == 1) {
      (*this)(action::OpenPath{a.paths.front()});
    } else {
      state.failure =
          Error(ErrorCode::kUsage,
                tr_n("{n} file was dropped: drop one CSV file at a time, one config.json or one run's "
                     "folder",
                     "{n} files were dropped: drop one CSV file at a time, one config.json or one run's "
                     "folder",
                     static_cast<std::int64_t>(a.paths.size())));
    }
  }
  void operator()(const action::CancelImport&) { app.importer_.cancel(state.import_state); }
  void operator()(const action::ImportOptions& a) {
    app.importer_.choose(a.options, a.reading, app.now_, state.import_state);
  }
  void operator()(const action::ShowImport& a) { state.import_state.show = a.show; }
  void operator()(const action::Paste& a) { app.paste(a); }
  void operator()(const action::TrainImported& a) {
    if (!app.importer_.ready(state.import_state)) return;
    if (state.import_state.pasted) {
      app.keep_pasted();
    } else {
      app.recent_.note(state.import_state.path);
    }
    app.load({config_for_dataset(state.import_state.dataset), a.play});
    app.importer_.cancel(state.import_state);
  }
  void operator()(const action::Browse& a) {
    a.open ? app.browser_.open(state.browser) : app.browser_.close(state.browser);
  }
  void operator()(const action::BrowseTo& a) { app.browser_.go_to(a.directory, state.browser); }
  void operator()(const action::LookAt& a) { state.look = a.look; }
  void operator()(const action::ChangeErrors& a) { a.change(state.errors, state.look); }
  void operator()(const action::ShowErrorsInData&) {
    for (const Action& each : show_errors_in_data(state, *app.snapshot_)) app.perform(each);
  }
  void operator()(const action::ShowRecorder& a) { state.recorder.open = a.on; }
  void operator()(const action::MoveRecorder& a) {
    if (const auto look = app.recorder_aim_.move(*app.snapshot_, a.move)) app.post(*look);
  }
  void operator()(const action::ChooseWay& a) { state.recorder.way = a.way; }
  void operator()(const action::TryWays& a) { state.recorder.tries = a.on; }
  void operator()(const action::ChangeNetwork& a) { a.change(state.network, state.look); }
  void operator()(const action::FindRow& a) {
    if (app.snapshot_->curves->models.empty()) return;
    state.look.search = RowSearch{a.what, ++app.searches_};
  }
  void operator()(const action::OpenStage& a) { state.open_stage = a.stage; }
  void operator()(const action::TurnStage& a) {
    if (const auto next = stage_beside(*app.snapshot_, state.open_stage, a.by)) state.open_stage = next;
  }
  void operator()(const action::SetTheme& a) { state.dark = a.dark; }
  void operator()(const action::SetTextScale& a) {
    state.text_scale = allowed_text_scale(a.scale);
    state.offered_text_scale = 0;
  }
  void operator()(const action::OfferTextScale& a) { state.offered_text_scale = a.scale; }
  void operator()(const action::SetLanguage& a) { app.speak(a.code); }
  void operator()(const action::SetReducedMotion& a) { state.reduced_motion = a.on; }
  void operator()(const action::SetPresenter& a) {
    state.presenter = a.on;
    if (!a.on) state.pointing = {.moves = state.pointing.moves};
  }
  void operator()(const action::SetSpotlight& a) {
    state.pointing.spotlight = a.on;
    state.pointing.target = a.on ? a.target : std::string();
  }
  void operator()(const action::MoveSpotlight& a) {
    state.pointing.target.clear();
    if (std::exchange(state.pointing.spotlight, true)) state.pointing.moves += a.by;
  }
  void operator()(const action::PointLaser& a) { state.pointing.laser = a.at; }
  void operator()(const action::SetCurves& a) {
    state.curves = a.options;
    state.curves.smoothing = std::clamp(state.curves.smoothing, 0.0, 0.99);
  }
  void operator()(const action::FitCurves&) { ++state.fit_requests; }
  void operator()(const action::ExportCurves& a) { app.export_curves(a); }
  void operator()(const action::Export& a) { app.export_shown(a); }
  void operator()(const action::Report& a) {
    app.report_ = a;
    if (!a.path.empty()) return;
    const std::string& run = app.snapshot_->facts->config.id;
    const std::string ending = "." + std::string(kReportFormatNames.name(a.format));
    app.report_->path = default_output("reports", run.empty() ? "window" : run, ending);
  }
  void operator()(const action::ShowKeys& a) { state.keys_shown = a.on; }
  void operator()(const action::EditCustomModel& a) { state.editing_custom_model = a.on; }
  void operator()(const action::EditSettings& a) { state.editing_settings = a.on; }
  void operator()(const action::Repeats& a) { app.repeat(a); }
  void operator()(const action::ShowAppSettings& a) { state.app_settings_shown = a.on; }
  void operator()(const action::ChangePace& a) {
    const auto& models = app.snapshot_->curves->models;
    const std::int64_t steps = models.empty() ? 1 : models.front().steps_per_epoch;
    const Pace now = app.wanted_pace();
    app.set_pace(a.faster ? faster(now, steps) : slower(now, steps));
  }
  void operator()(const action::MoreEpochs& a) {
    (*this)(action::Edit{[&](RunConfig& config) { add_epochs(config, a.epochs, *app.snapshot_); }});
    app.post(command::Play{});
  }
  void operator()(const action::ComparePath& a) { app.compare_with(a.path); }
  void operator()(const action::SetStepUnit& a) { state.step_whole_epoch = a.whole_epoch; }
  void operator()(const action::SelectTab& a) { app.show(a.tab); }
  void operator()(const action::Learn& a) {
    try {
      app.learn_.perform(a, *app.snapshot_, state);
      if (state.shows_learn(LearnPage::kQuestion)) app.planner_.read_catalogue();  // for real cards
    } catch (const Error& error) {
      state.failure = error;
    }
  }
  void operator()(const action::Autoplay& a) {
    ActionQueue then;
    try {
      app.autoplay_.perform(a, *app.snapshot_, app.folder_for(app.snapshot_->facts->config), state, then);
    } catch (const Error& error) {
      state.failure = error;
    }
    if (state.autoplay.phase == AutoplayPhase::kReturning) app.settings_.paces = app.before_autoplay_.paces;
    app.perform(then);
  }
  void operator()(const action::PlanExample&) {
    app.planner_.ask_worked_example();
    app.show(Tab::kPlan);
  }
  void operator()(const action::PlanOnSmallCard&) {
    app.planner_.ask_on_small_card(*app.snapshot_, state.plan);
    app.show(Tab::kPlan);
  }
  void operator()(const action::AskDevice& a) {
    state.plan.device_index = a.index;
    if (a.index) app.show(Tab::kPlan);
  }
  void operator()(const action::PlanAbout& a) {
    if (!app.planner_.ask_about(a.subject, a.run_model, *app.snapshot_, state.plan)) {
      state.failure =
          Error(ErrorCode::kUsage, tr("no run is loaded: open an example or a file first"), "plan run");
      return;
    }
    app.show(Tab::kPlan);
  }
  void operator()(const action::PlanModelFile& a) {
    app.importer_.cancel(state.import_state);
    app.planner_.ask_about_file(a.path, *app.snapshot_, state.plan);
    app.show(Tab::kPlan);
  }
  void operator()(const action::SetPlan& a) { app.planner_.change_inputs(a.inputs, state.plan); }
  void operator()(const action::PlanOn& a) { app.planner_.choose_card(a.card, state.plan); }
  void operator()(const action::MeasurePlan&) {
    try {
      app.planner_.measure(*app.snapshot_, state.plan);
    } catch (const Error& error) {
      app.state_.failure = error;
    }
  }
  void operator()(const action::UndoPlan&) { app.planner_.undo(state.plan); }
  void operator()(const action::SavePlan& a) { app.planner_.save(a.format, a.path, state.plan); }
  void operator()(const action::DismissError&) {
    state.dismissed_error = app.snapshot_->error_sequence;
    state.failure.reset();
  }
  void operator()(const action::FollowAdvice&) {
    const ModelSnapshot* const model = troubled_model(state, *app.snapshot_);
    if (!model) return;
    for (const Action& each : follow_advice(*model->trouble)) app.perform(each);
  }
  void operator()(const action::DismissTrouble&) {
    const ModelSnapshot* const model = troubled_model(state, *app.snapshot_);
    if (model) state.dismissed_troubles.push_back(trouble_id(*model));
  }
  void operator()(const action::EditWorkspace& a) {
    if (a.on) return app.workspaces_.edit(*app.snapshot_, state.workspace);
    state.workspace.editing = false;
  }
  void operator()(const action::ChangeWorkspace& a) { a.change(state.workspace.draft); }
  void operator()(const action::SaveWorkspace& a) {
    try {
      app.post(app.workspaces_.save(a.path, state, *app.snapshot_));
    } catch (const Error& error) {
      state.failure = error;
    }
  }
  void operator()(const action::ShowHidden&) { state.workspace.hidden.clear(); }
  void operator()(const action::MakeClassSheet& a) {
    try {
      app.workspaces_.make_sheet(a.path, state.workspace);
    } catch (const Error& error) {
      state.failure = error;
    }
  }
  void operator()(const action::GoHome&) { app.go_home(); }
  void operator()(const action::SaveScreenshot& a) { app.screenshot_ = a.path; }
  void operator()(const action::Quit&) { app.quit_ = true; }
  void operator()(const action::Close& a) { app.close(a.ask); }
  void operator()(const action::AnswerClose& a) {
    if (state.closing != Closing::kAsking) return;
    state.closing = Closing::kNo;
    if (a.answer == action::CloseAnswer::kSave) app.save_and_close(true);
    if (a.answer == action::CloseAnswer::kDiscard) app.quit_ = true;
  }
};

App::App(RunLink run, const Settings& settings, std::function<Library()> library,
         std::function<PlanLibrary()> plan_library, StepMeter::Candidates candidates,
         std::filesystem::path data, FigureMeter::Devices figures, std::optional<LearnPlaces> lessons)
    : run_(std::move(run)),
      settings_(settings),
      snapshot_(run_.snapshot()),
      planner_(std::move(plan_library), std::move(candidates)),
      repeater_(figures),
      learn_({.places = in_language(lessons ? *lessons : lesson_places(data)),
              .progress = data.empty() ? data : data / "progress.json",
              .devices = std::move(figures)}),
      autoplay_([](const std::string& spoken) { return read_tours(assets_directory() / "tours", spoken); }),
      data_(data),
      recent_(data),
      workspaces_(data) {
  importer_.keep_tables_in(workspaces_.tables());
  state_.dark = settings.dark;
  state_.text_scale = allowed_text_scale(settings.text_scale);
  autoplay_.speak(std::string(language()));
  state_.language = settings.language;
  state_.reduced_motion = settings.reduced_motion;
  state_.curves.smoothing = settings.smoothing;
  state_.step_whole_epoch = settings.step_whole_epoch;
  state_.recorder.open = settings.recorder_open;
  state_.autoplay.seconds = settings.autoplay_seconds;
  library_job_.start([read = std::move(library)](Progress&) { return read(); });
  recent_.refresh({});
}

bool App::poll(double now) {
  now_ = now;
  bool changed = poll_library();
  changed |= poll_language();
  changed |= importer_.poll(now, state_.import_state);
  if (auto run = importer_.take_run()) {
    recent_.note(run->saved->folder.string());
    load({std::move(run->config), false, std::move(run->saved)});
  }
  if (auto read = importer_.take_workspace()) open_workspace_read(std::move(*read));
  changed |= poll_workspaces();
  changed |= poll_pasted();
  changed |= poll_painted();
  changed |= browser_.poll(state_.browser);
  changed |= poll_comparison();
  changed |= poll_run();
  changed |= poll_recent();
  changed |= poll_closing();
  changed |= poll_planner();
  changed |= poll_export();
  changed |= repeater_.collect(state_.repeats);
  changed |= poll_learn();
  changed |= poll_autoplay();
  changed |= drop_old_notice();
  return changed;
}

bool App::poll_library() {
  const auto finished = library_job_.poll();
  if (!finished) return false;
  library_loaded_ = true;
  try {
    Library library = finished->take();
    presets_ = std::move(library.presets);
    state_.presets = preset_entries(presets_);
    state_.samples = std::move(library.samples);
    state_.languages = std::move(library.languages);
    state_.glossary = std::make_shared<const Glossary>(std::move(library.glossary));
  } catch (const Error& error) {
    state_.failure = error;
  } catch (const std::exception& thrown) {
    state_.failure = Error(ErrorCode::kInternal, thrown.what(), "presets");
  }
  if (waiting_preset_) open_preset(*std::exchange(waiting_preset_, std::nullopt));
  return true;
}

bool App::poll_run() {
  std::shared_ptr<const Snapshot> newest = run_.snapshot();
  if (newest->sequence == snapshot_->sequence) return false;
  const bool new_error = newest->error_sequence != snapshot_->error_sequence;
  if (newest->message != snapshot_->message) state_.notice.clear();  // the run has newer news
  snapshot_ = std::move(newest);
  forget_gone_troubles(*snapshot_, state_);
  forget_gone_ways(*snapshot_, state_.recorder);
  // A first load that was refused leaves nothing to look at: back to where another can be chosen.
  if (new_error && snapshot_->state == RunState::kEmpty) state_.home = true;
  take_found_row();
  keep_own_data();
  return true;
}

void App::take_found_row() {
  const auto& seen = snapshot_->inspections[index_of(Inspect::kFoundRow)];
  const FoundRow* const found = seen ? seen->found_row() : nullptr;
  if (!state_.look.search || !seen) return;
  if (found && found->search != *state_.look.search) return;  // of an earlier question
  state_.look.search.reset();
  if (found && found->row) {
    if (*found->row == state_.look.row) set_notice(tr("no other row is like that"));
    state_.look.row = *found->row;
    state_.look.moved.clear();
  } else {
    set_notice(seen->error ? tr("no row was found: {1}", seen->error->message())
                           : tr_n("the one validation row is not like that",
                                  "none of {n} validation rows is like that", found ? found->rows_seen : 0));
  }
}

// A run of own data always has a folder, also one that starts over.
void App::keep_own_data() {
  const RunFacts& facts = *snapshot_->facts;
  const bool settled =
      snapshot_->commands_done >= commands_posted_ && snapshot_->state != RunState::kPreparing;
  if (data_.empty() || !settled || !facts.config.dataset || !facts.folder.empty()) return;
  post(command::Keep{folder_for(facts.config)});
  recent_.refresh({});
}

std::string App::folder_for(const RunConfig& config) const { return default_output("runs", config.id); }

bool App::poll_recent() {
  RecentRuns::News news = recent_.poll(state_.recent);
  if (!news.notice.empty()) set_notice(std::move(news.notice));
  if (news.failure) state_.failure = std::move(news.failure);
  return news.changed;
}

const RecentEntry* App::recent_entry(std::size_t index) {
  if (index < state_.recent.entries.size()) return &state_.recent.entries[index];
  state_.failure = Error(ErrorCode::kUsage, tr_n("the list of recent runs and files has {n} entry",
                                                 "the list of recent runs and files has {n} entries",
                                                 static_cast<std::int64_t>(state_.recent.entries.size())));
  return nullptr;
}

void App::close(bool ask) {
  if (state_.closing == Closing::kSaving || (ask && state_.closing == Closing::kAsking)) return;
  state_.closing = Closing::kNo;
  closes_anyway_ = !ask;
  if (state_.autoplay.on()) {  // what is on the screen is the tour's: the person's run is put aside
    quit_ = true;
    return;
  }
  const OnClose means = on_close(*snapshot_);
  if (means == OnClose::kSave) return save_and_close(false);
  if (means == OnClose::kAsk && ask) {
    state_.closing = Closing::kAsking;
  } else {
    quit_ = true;
  }
}

// `asked`: the user wants the run to be saved; else it is kept as it was.
void App::save_and_close(bool asked) {
  state_.closing = Closing::kSaving;
  errors_before_ = snapshot_->error_sequence;
  asked ? save_run({}) : save_what_there_is();
  closes_after_ = commands_posted_;
}

void App::save_what_there_is() { post(command::Keep{folder_for(snapshot_->facts->config), true}); }

bool App::poll_closing() {
  if (state_.closing != Closing::kSaving || snapshot_->commands_done < closes_after_) return false;
  state_.closing = Closing::kNo;
  const bool saved = snapshot_->error_sequence == errors_before_;
  if (saved) farewell_ = tr("the run is kept in {1}", snapshot_->facts->folder);
  quit_ = saved || closes_anyway_;  // else the error is shown
  return true;
}

bool App::poll_planner() {
  Planner::News news = planner_.poll(*snapshot_, plan_shown(), now_, state_.plan);
  const bool told = news.failure || !news.notice.empty();
  if (news.failure) state_.failure = std::move(news.failure);
  if (!news.notice.empty()) set_notice(std::move(news.notice));
  return news.changed || told;
}

void App::show(Tab tab) {
  state_.tab = tab;
  if (!kTabs.row(tab).of_run) {
    state_.home = false;
    state_.open_stage.reset();
  }
  if (tab == Tab::kPlan) planner_.open(*snapshot_, state_.plan);
}

void App::perform(ActionQueue& actions) {
  const ActionQueue queue = std::exchange(actions, {});
  for (const Action& action : queue) perform(action);
}

void App::perform(const Action& action) {
  if (const auto group = hidden_group(state_, action)) return set_notice(hidden_text(state_, *group));
  carry_out(action);
}

void App::carry_out(const Action& action) { visit(Performer{*this, state_}, action); }

RunConfig App::wanted_config() const {
  return snapshot_->commands_done >= commands_posted_ ? snapshot_->facts->config : wanted_;
}

Pace App::wanted_pace() const {
  return snapshot_->commands_done >= commands_posted_ ? snapshot_->facts->pace : wanted_pace_;
}

Pace App::pace_of(const RunConfig& config) const {
  if (start_pace_) return *start_pace_;
  const Pace* const chosen = remembered_pace(settings_, config.id);
  return chosen ? *chosen : first_pace(config);
}

void App::set_pace(Pace pace) {
  const std::string id = wanted_config().id;
  if (!id.empty()) remember_pace(settings_, id, pace);
  post(command::SetPace{pace});
}

void App::compare_with(const std::string& path) {
  const RunFacts& facts = *snapshot_->facts;
  if (facts.config.id.empty()) {
    state_.failure = Error(ErrorCode::kUsage, tr("nothing is loaded: open an example or a file first"), path);
    return;
  }
  comparison_.start([path, config = facts.config, task = facts.task](Progress&) {
    return past_runs_of(load_run(path), config, task, path);
  });
}

bool App::poll_comparison() {
  const auto finished = comparison_.poll();
  if (!finished) return false;
  try {
    const PastRuns runs = finished->take();
    // The newest is listed first, so the first model goes last.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
      post(command::AddPast{std::make_shared<const PastRun>(*run)});
    }
  } catch (const Error& error) {
    state_.failure = error;
  } catch (const std::exception& thrown) {
    state_.failure = Error(ErrorCode::kInternal, thrown.what(), "compare");
  }
  return true;
}

void App::post(Command command) {
  wanted_pace_ = wanted_pace();
  if (const auto* const load = std::get_if<command::Load>(&command)) wanted_pace_ = load->pace;
  if (const auto* const set = std::get_if<command::SetPace>(&command)) wanted_pace_ = set->pace;
  wanted_ = config_after(command, wanted_config());
  ++commands_posted_;
  recorder_aim_.posted(command, commands_posted_);
  run_.post(std::move(command));
}

void App::load(command::Load load) {
  state_.home = false;
  state_.tab = Tab::kCurves;
  state_.open_stage.reset();
  state_.editing_custom_model = state_.editing_settings = state_.paint.open = false;
  state_.workspace = {};            // that of the run before
  state_.network.proposal.reset();  // a change of the run before
  state_.network.off = false;
  ++state_.fit_requests;
  load.pace = pace_of(load.config);
  post(std::move(load));
}

void App::open_preset(const action::OpenPreset& wanted) {
  if (!library_loaded_) {
    waiting_preset_ = wanted;
    return;
  }
  const auto found =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& p) { return p.id == wanted.id; });
  if (found != presets_.end()) return load({*found, wanted.play});
  state_.failure = Error(ErrorCode::kNotFound, tr("there is no preset \"{1}\"; there are: {2}", wanted.id,
                                                  join(presets_, &RunConfig::id)));
}

void App::save_run(std::string directory) {
  if (directory.empty()) directory = snapshot_->facts->folder;
  if (directory.empty()) directory = folder_for(snapshot_->facts->config);
  set_notice(tr("saving the run to {1}", directory));
  post(command::SaveRun{std::move(directory)});
}

void App::set_notice(std::string text) {
  state_.notice = std::move(text);
  notice_since_ = now_;
}

bool App::drop_old_notice() {
  if (state_.notice.empty() || now_ - notice_since_ < kNoticeSeconds) return false;
  state_.notice.clear();
  return true;
}

void App::go_home() {
  if (snapshot_->state == RunState::kTraining) post(command::Pause{});
  importer_.cancel(state_.import_state);
  state_.open_stage.reset();
  state_.home = true;
  recent_.refresh(snapshot_->facts->folder);
}

const Error* App::visible_error() const {
  if (state_.failure) return &*state_.failure;
  if (snapshot_->error && snapshot_->error_sequence > state_.dismissed_error) return &*snapshot_->error;
  return nullptr;
}

bool App::busy() const {
  return library_job_.running() || language_job_.running() || recent_.busy() || comparison_.running() ||
         state_.closing == Closing::kSaving || importer_.busy() || keeping_.running() || browser_.busy() ||
         planner_.busy(plan_shown()) || export_job_.running() || painter_.busy() || learn_.busy() ||
         autoplay_.busy() || workspaces_.busy() || repeater_.running();
}

bool App::settled() const { return run_settled() && learn_.settled() && autoplay_.settled(); }

bool App::run_settled() const {
  return !waiting_preset_ && !language_job_.running() && !recent_.busy() && !comparison_.running() &&
         !importer_.busy() && !keeping_.running() && !planner_.busy(plan_shown()) && !export_job_.running() &&
         !painter_.busy() && !workspaces_.busy() && snapshot_->commands_done >= commands_posted_;
}

Settings App::settings() const {
  Settings now = settings_;
  now.dark = state_.dark;
  now.text_scale = state_.text_scale;
  now.language = state_.language;
  now.reduced_motion = state_.reduced_motion;
  now.smoothing = state_.curves.smoothing;
  now.step_whole_epoch = state_.step_whole_epoch;
  now.recorder_open = state_.recorder.open;
  now.autoplay_seconds = state_.autoplay.seconds;
  if (state_.autoplay.phase == AutoplayPhase::kOff) return now;
  // What a tour shows is not the person's choice.
  now.dark = before_autoplay_.dark;
  now.smoothing = before_autoplay_.smoothing;
  now.recorder_open = before_autoplay_.recorder_open;
  now.paces = before_autoplay_.paces;
  return now;
}

}  // namespace headroom::app
