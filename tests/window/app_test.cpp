// The window's state without a window: actions in, commands and state out.
#include "app/state/app.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "app/state/facts.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "core/device/cpu/cpu_device.h"
#include "core/pipeline/default_config.h"
#include "core/run/run.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

class AppTest : public ::testing::Test {
 protected:
  App make(Settings settings = {}) {
    return App({[this](Command command) { posted.push_back(std::move(command)); },
                [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }},
               settings, [this] { return library(); });
  }
  virtual Library library() const {
    Library made;
    made.presets.resize(2);
    made.presets[0].id = "first";
    made.presets[1].id = "second";
    return made;
  }
  // Jobs run on their own threads; polls until the app has nothing under way.
  void wait(App& app) {
    for (int i = 0; i < 5000; ++i) {
      app.poll(now += 0.001);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the job did not end";
  }
  // The run answers: a new snapshot in which everything posted is done.
  Snapshot& publish(RunState state) {
    auto next = std::make_shared<Snapshot>(*snapshot);
    ++next->sequence;
    next->state = state;
    next->commands_done = posted.size();
    snapshot = next;
    return *next;
  }
  std::string csv(const std::string& name, const std::string& text) {
    const std::string path = (directory.path() / name).string();
    std::ofstream(path) << text;
    return path;
  }

  test::TemporaryDirectory directory;
  std::vector<Command> posted;
  std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>();
  double now = 0;
};

constexpr const char* kFlowers = "length,width,kind\n1,2,a\n2,3,b\n3,1,a\n4,2,b\n5,5,a\n";

TEST_F(AppTest, ANoticeGoesAfterAWhileOrWithNewsOfTheRun) {
  App app = make();
  wait(app);
  app.poll(100);
  app.set_notice("saved picture.png");
  EXPECT_FALSE(app.poll(100 + App::kNoticeSeconds / 2));
  EXPECT_EQ(app.state().notice, "saved picture.png");
  EXPECT_TRUE(app.poll(101 + App::kNoticeSeconds));
  EXPECT_EQ(app.state().notice, "");
  app.set_notice("saved picture.png");
  publish(RunState::kReady).message = "learning rate 0.1";
  app.poll(102 + App::kNoticeSeconds);
  EXPECT_EQ(app.state().notice, "");
}

TEST_F(AppTest, SeveralDroppedFilesAreRefusedOneIsRead) {
  App app = make();
  wait(app);
  app.perform(Action{action::Drop{{"a.csv", "b.csv"}}});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kNone);
  app.perform(Action{action::Drop{{csv("one.csv", kFlowers)}}});
  wait(app);
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kChoosing);
}

TEST_F(AppTest, OpensAPresetEvenBeforeTheLibraryIsRead) {
  App app = make();
  app.perform(Action{action::OpenPreset{"second", true}});
  EXPECT_FALSE(app.settled());
  wait(app);
  ASSERT_EQ(posted.size(), 1U);
  EXPECT_EQ(std::get<command::Load>(posted[0]).config.id, "second");
  EXPECT_TRUE(std::get<command::Load>(posted[0]).play);
  EXPECT_FALSE(app.state().home);
  EXPECT_FALSE(app.settled());  // the run has not answered
  publish(RunState::kReady);
  EXPECT_TRUE(app.poll(1));
  EXPECT_TRUE(app.settled());
  EXPECT_EQ(app.state().presets.size(), 2U);
}

TEST_F(AppTest, AnUnknownPresetIsAnsweredWithTheKnownOnes) {
  App app = make();
  wait(app);
  app.perform(Action{action::OpenPreset{"third"}});
  EXPECT_TRUE(posted.empty());
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_STREQ(app.visible_error()->what(), "there is no preset \"third\"; there are: first, second");
  EXPECT_TRUE(app.state().home);
  app.perform(Action{action::DismissError{}});
  EXPECT_EQ(app.visible_error(), nullptr);
}

TEST_F(AppTest, AFirstLoadThatIsRefusedLeadsBackHome) {
  App app = make();
  wait(app);
  app.perform(Action{action::OpenPreset{"first"}});
  EXPECT_FALSE(app.state().home);
  Snapshot& refused = publish(RunState::kEmpty);
  refused.error = Error(ErrorCode::kOutOfMemory, "does not fit");
  refused.error_sequence = 1;
  app.poll(1);
  EXPECT_TRUE(app.state().home);
  ASSERT_NE(app.visible_error(), nullptr);
}

TEST_F(AppTest, ReadsAFileThenTrainsOnIt) {
  App app = make();
  app.perform(Action{action::OpenPath{csv("flowers.csv", kFlowers)}});
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kReading);
  EXPECT_FALSE(app.settled());
  wait(app);
  const ImportState& import = app.state().import_state;
  ASSERT_EQ(import.phase, ImportState::Phase::kChoosing);
  EXPECT_EQ(import.options.target, "kind");
  ASSERT_TRUE(import.dataset);
  EXPECT_EQ(import.dataset->classes(), 2);

  app.perform(Action{action::TrainImported{true}});
  ASSERT_EQ(posted.size(), 1U);
  const auto& load = std::get<command::Load>(posted[0]);
  EXPECT_EQ(load.config.id, "flowers");
  EXPECT_TRUE(load.play);
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kNone);
  EXPECT_FALSE(app.state().home);
}

TEST_F(AppTest, AnotherTargetMakesAnotherDataset) {
  App app = make();
  app.perform(Action{action::OpenPath{csv("flowers.csv", kFlowers)}});
  wait(app);
  TabularOptions options = app.state().import_state.options;
  options.target = "width";
  options.task = Task::kRegression;
  app.perform(Action{action::ImportOptions{options}});
  EXPECT_FALSE(app.state().import_state.dataset);  // the old one is stale
  app.perform(Action{action::TrainImported{}});    // and cannot be trained on
  EXPECT_TRUE(posted.empty());
  wait(app);
  ASSERT_TRUE(app.state().import_state.dataset);
  EXPECT_EQ(app.state().import_state.dataset->target_name, "width");
  EXPECT_EQ(app.state().import_state.dataset->task, Task::kRegression);

  options.target = "height";
  app.perform(Action{action::ImportOptions{options}});
  wait(app);
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kChoosing);
  ASSERT_TRUE(app.state().import_state.refusal);
  EXPECT_EQ(app.state().import_state.refusal->code(), ErrorCode::kNotFound);
}

TEST_F(AppTest, ABadFileIsRefusedWithItsPlace) {
  App app = make();
  const std::string path = csv("bad.csv", "a,b\n1,2\n3\n");
  app.perform(Action{action::OpenPath{path}});
  wait(app);
  ASSERT_EQ(app.state().import_state.phase, ImportState::Phase::kRefused);
  ASSERT_TRUE(app.state().import_state.refusal);
  EXPECT_NE(std::string(app.state().import_state.refusal->where()).find("bad.csv:3"), std::string::npos);
  app.perform(Action{action::CancelImport{}});
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kNone);
}

// A run of the named file, saved after its first epoch.
std::string save_iris(const std::filesystem::path& folder) {
  Progress progress;
  const CsvTable table = read_csv(std::string(HEADROOM_ASSETS_DIR) + "/samples/iris.csv", {}, progress);
  RunSetup setup;
  setup.config = config_for_dataset(std::make_shared<const Dataset>(make_dataset(table, {}, progress)));
  setup.device = std::make_shared<cpu::CpuDevice>();
  Run run(std::move(setup), progress);
  for (run.set_goal(Goal::kEpoch); !run.goal_reached();) run.advance();
  run.save(folder, RecordState::kStopped);
  return folder.string();
}

TEST_F(AppTest, ARunRecordGoesOnWhereItStopped) {
  App app = make();
  const std::string folder = save_iris(directory.path() / "iris");
  for (const std::string& path : {folder, folder + "/run.json"}) {
    SCOPED_TRACE(path);
    posted.clear();
    app.perform(Action{action::OpenPath{path}});
    wait(app);
    app.poll(now);
    EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kNone);
    ASSERT_EQ(posted.size(), 1U);
    const auto& load = std::get<command::Load>(posted[0]);
    EXPECT_FALSE(load.play);
    EXPECT_EQ(load.config.id, "iris");
    ASSERT_TRUE(load.config.dataset);
    EXPECT_EQ(load.config.dataset->rows, 150);
    ASSERT_TRUE(load.saved);
    EXPECT_EQ(load.saved->folder, folder);
    EXPECT_EQ(load.saved->record.models.at(0).state.epochs_finished, 1);
  }
}

TEST_F(AppTest, ADamagedRunRecordIsRefusedWithItsPlace) {
  App app = make();
  csv("run.json", "{}");
  app.perform(Action{action::OpenPath{directory.path().string()}});
  wait(app);
  ASSERT_TRUE(app.state().import_state.refusal);
  EXPECT_EQ(app.state().import_state.refusal->code(), ErrorCode::kBadInput);
  EXPECT_NE(std::string(app.state().import_state.refusal->where()).find("run.json"), std::string::npos);
  app.perform(Action{action::OpenPath{(directory.path() / "..").string()}});
  wait(app);
  ASSERT_TRUE(app.state().import_state.refusal);
  EXPECT_EQ(app.state().import_state.refusal->code(), ErrorCode::kNotFound);
}

RunConfig two_models() {
  RunConfig config;
  config.id = "two";
  config.models = {{"small", "Small", {4}}, {"large", "Large", {8}}};
  config.selected = {"small"};
  return config;
}

const RunConfig& changed_to(const Command& command) { return std::get<command::Change>(command).config; }

TEST_F(AppTest, QuickEditsAddUp) {
  App app = make();
  wait(app);
  publish(RunState::kReady).facts.edit().config = two_models();
  app.poll(++now);
  app.perform(Action{use_learning_rate(0.5)});
  app.perform(Action{use_models({"large"})});  // before the run has answered
  ASSERT_EQ(posted.size(), 2U);
  EXPECT_EQ(changed_to(posted[1]).train.optimizer.learning_rate, 0.5);
  EXPECT_EQ(changed_to(posted[1]).selected, std::vector<std::string>{"large"});
  app.perform(Action{action::Run{command::Reset{true}}});
  app.perform(Action{use_learning_rate(0.25)});
  EXPECT_EQ(changed_to(posted[3]).train.seed, two_models().train.seed + 1);

  // The run refused it all: the next edit is made on what it has.
  publish(RunState::kReady);
  app.poll(++now);
  app.perform(Action{use_models({"small", "large"})});
  EXPECT_EQ(changed_to(posted[4]).train.optimizer.learning_rate, two_models().train.optimizer.learning_rate);
}

Pace loaded_at(const Command& command) { return std::get<command::Load>(command).pace; }

class PaceOfTheApp : public AppTest {
 protected:
  Library library() const override {
    Library made = AppTest::library();
    made.presets[0].generator = SyntheticSpec{};
    return made;
  }
};

TEST_F(PaceOfTheApp, ExamplesStartSlowlyAndTheChoiceIsRemembered) {
  App app = make();
  wait(app);
  app.perform(Action{action::OpenPreset{"first", false}});
  EXPECT_EQ(loaded_at(posted.back()), kEpochASecond);
  app.perform(Action{action::OpenPreset{"second", false}});  // not an example: there is no generator
  EXPECT_EQ(loaded_at(posted.back()), kFullSpeed);
  app.perform(Action{action::Run{command::SetPace{kBatchAFrame}}});
  app.perform(Action{action::OpenPreset{"first", false}});
  EXPECT_EQ(loaded_at(posted.back()), kEpochASecond);
  app.perform(Action{action::OpenPreset{"second", false}});
  EXPECT_EQ(loaded_at(posted.back()), kBatchAFrame);

  App next = make(app.settings());
  wait(next);
  next.perform(Action{action::OpenPreset{"second", false}});
  EXPECT_EQ(loaded_at(posted.back()), kBatchAFrame);
}

TEST_F(PaceOfTheApp, OfAScriptIsFullSpeed) {
  App app = make();
  app.start_runs_at(kFullSpeed);
  wait(app);
  app.perform(Action{action::OpenPreset{"first", false}});
  EXPECT_EQ(loaded_at(posted.back()), kFullSpeed);
}

TEST_F(PaceOfTheApp, QuickKeysAddUp) {
  App app = make();
  wait(app);
  app.perform(Action{action::OpenPreset{"first", false}});
  for (int i = 0; i < 3; ++i) app.perform(Action{action::ChangePace{true}});
  EXPECT_EQ(std::get<command::SetPace>(posted.back()).pace, (Pace{PaceUnit::kEpochs, 8}));
}

TEST_F(AppTest, MoreEpochsCountFromWhatWasTrained) {
  App app = make();
  wait(app);
  Snapshot& run = publish(RunState::kTraining);
  RunConfig config = two_models();
  config.train.epochs = 5;
  config.train.early_stop_patience = 2;
  run.facts.edit().config = config;
  run.curves.edit().models.resize(1);
  run.curves.edit().models[0].selected = true;
  run.curves.edit().models[0].epoch = 3;
  app.poll(++now);
  app.perform(Action{action::MoreEpochs{20}});
  EXPECT_EQ(changed_to(posted.at(0)).train.epochs, 25);
  EXPECT_EQ(changed_to(posted.at(0)).train.early_stop_patience, 2);
  EXPECT_TRUE(std::holds_alternative<command::Play>(posted.at(1)));
  publish(RunState::kFinished);  // it stopped early, after epoch 3
  app.poll(++now);
  app.perform(Action{action::MoreEpochs{20}});
  EXPECT_EQ(changed_to(posted.at(2)).train.epochs, 23);
  EXPECT_EQ(changed_to(posted.at(2)).train.early_stop_patience, 0);
}

TEST_F(AppTest, AComparisonThatCannotBeIsAnswered) {
  App app = make();
  wait(app);
  app.perform(Action{action::ComparePath{"nowhere"}});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.visible_error()->code(), ErrorCode::kUsage);
  app.perform(Action{action::DismissError{}});
  publish(RunState::kReady).facts.edit().config = two_models();
  app.poll(++now);
  app.perform(Action{action::ComparePath{(directory.path() / "nothing").string()}});
  EXPECT_FALSE(app.settled());
  wait(app);
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.visible_error()->code(), ErrorCode::kNotFound);
  EXPECT_TRUE(posted.empty());
}

TEST_F(AppTest, AnEditThatCannotBeIsShownAndNotPosted) {
  App app = make();
  wait(app);
  publish(RunState::kReady).facts.edit().config = two_models();
  app.poll(++now);
  app.perform(Action{action::Edit{remove_custom_model}});
  EXPECT_TRUE(posted.empty());
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.visible_error()->message(), "there is no custom model to remove");
}

TEST_F(AppTest, CancellingWhileReadingLeavesNothing) {
  App app = make();
  app.perform(Action{action::OpenPath{csv("flowers.csv", kFlowers)}});
  app.perform(Action{action::CancelImport{}});
  wait(app);
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kNone);
}

TEST_F(AppTest, ListsFoldersFirstThenTables) {
  App app = make();
  csv("b.csv", "x");
  csv("a.TSV", "x");
  csv("notes.rtf", "x");
  csv("lesson.md", "x");
  csv("config.json", "{}");
  csv(".hidden.csv", "x");
  std::filesystem::create_directory(directory.path() / "zoo");
  app.perform(Action{action::Browse{true}});
  app.perform(Action{action::BrowseTo{directory.path().string()}});
  wait(app);
  const BrowserState& browser = app.state().browser;
  EXPECT_TRUE(browser.open);
  ASSERT_EQ(browser.entries.size(), 5U);
  EXPECT_EQ(browser.entries[0].name, "zoo");
  EXPECT_TRUE(browser.entries[0].directory);
  EXPECT_EQ(browser.entries[1].name, "a.TSV");
  EXPECT_EQ(browser.entries[2].name, "b.csv");
  EXPECT_EQ(browser.entries[3].name, "config.json");
  EXPECT_EQ(browser.entries[4].name, "lesson.md");
  app.perform(Action{action::BrowseTo{(directory.path() / "missing").string()}});
  wait(app);
  EXPECT_TRUE(app.state().browser.refusal);
  EXPECT_EQ(app.state().browser.entries.size(), 5U);  // where one was is still there
}

TEST_F(AppTest, AppearanceFollowsActionsWithinTheirLimits) {
  App app = make();
  app.perform(Action{action::SetTextScale{9}});
  EXPECT_FLOAT_EQ(app.state().text_scale, 2.5F);
  CurveOptions curves;
  curves.smoothing = 3;
  app.perform(Action{action::SetCurves{curves}});
  EXPECT_DOUBLE_EQ(app.state().curves.smoothing, 0.99);
  app.perform(Action{action::SetTheme{false}});
  app.perform(Action{action::SetStepUnit{true}});
  const Settings settings = app.settings();
  EXPECT_FALSE(settings.dark);
  EXPECT_TRUE(settings.step_whole_epoch);
  EXPECT_FLOAT_EQ(settings.text_scale, 2.5F);
  EXPECT_DOUBLE_EQ(settings.smoothing, 0.99);
}

TEST_F(AppTest, StartsWithTheSettings) {
  Settings settings;
  settings.dark = false;
  settings.smoothing = 0.25;
  App app = make(settings);
  EXPECT_FALSE(app.state().dark);
  EXPECT_DOUBLE_EQ(app.state().curves.smoothing, 0.25);
}

TEST_F(AppTest, SavingWithoutAPlaceGoesToTheDefaultOne) {
  App app = make();
  wait(app);
  publish(RunState::kPaused).facts.edit().config.id = "iris";
  app.poll(1);
  app.perform(Action{action::Run{command::SaveRun{}}});
  const std::string where = std::get<command::SaveRun>(posted.at(0)).directory;
  EXPECT_NE(where.find("headroom/runs/iris-20"), std::string::npos) << where;
  EXPECT_NE(app.state().notice.find(where), std::string::npos);
}

TEST_F(AppTest, SavingAgainGoesWhereTheRunIsKept) {
  App app = make();
  wait(app);
  publish(RunState::kPaused).facts.edit().folder = "runs/mine";
  app.poll(1);
  app.perform(Action{action::Run{command::SaveRun{}}});
  EXPECT_EQ(std::get<command::SaveRun>(posted.at(0)).directory, "runs/mine");
}

TEST_F(AppTest, TurnsFromStageToStageAndStopsAtTheEnds) {
  App app = make();
  publish(RunState::kReady).stages = waiting_stages(1);  // without features
  app.poll(1);
  app.perform(action::TurnStage{1});
  EXPECT_FALSE(app.state().open_stage);  // no sheet is open
  app.perform(action::OpenStage{StageId::kPreprocess});
  app.perform(action::TurnStage{1});
  EXPECT_EQ(app.state().open_stage, StageId::kTraining);
  app.perform(action::TurnStage{1});
  app.perform(action::TurnStage{1});
  EXPECT_EQ(app.state().open_stage, StageId::kEvaluation);
  for (int i = 0; i < 7; ++i) app.perform(action::TurnStage{-1});
  EXPECT_EQ(app.state().open_stage, StageId::kLoad);
}

TEST_F(AppTest, GoingHomePausesTheRun) {
  App app = make();
  wait(app);
  publish(RunState::kTraining);
  app.poll(1);
  app.perform(Action{action::GoHome{}});
  EXPECT_TRUE(app.state().home);
  EXPECT_TRUE(std::holds_alternative<command::Pause>(posted.at(0)));
}

TEST_F(AppTest, TracesItsStateAsOneLineOfJson) {
  App app = make();
  wait(app);
  const std::string line = state_line({app.state(), app.run(), app.visible_error()});
  EXPECT_EQ(line.rfind("{\"state\":\"empty\",\"home\":true,", 0), 0U) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

// A library that cannot be read is said; the window opens all the same.
class BrokenLibrary : public AppTest {
 protected:
  Library library() const override { throw Error(ErrorCode::kNotFound, "assets are missing"); }
};

TEST_F(BrokenLibrary, IsSaid) {
  App app = make();
  wait(app);
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.visible_error()->code(), ErrorCode::kNotFound);
  EXPECT_TRUE(app.state().home);
}

}  // namespace
}  // namespace headroom::app
