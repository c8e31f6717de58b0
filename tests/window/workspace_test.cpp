// Workspaces in the window: saved with what is open, opened as they were, and what they hide does not happen
// by any way until it is shown again.
#include "app/state/workspaces.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "app/devices.h"
#include "app/state/app.h"
#include "app/state/class_rules.h"
#include "app/state/facts.h"
#include "app/state/script.h"
#include "app/state/shortcuts.h"
#include "core/io/file.h"
#include "core/run/run.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

RunConfig moons(std::int64_t epochs = 3) {
  RunConfig config;
  config.id = "moons";
  config.title = "Moons";
  config.generator = SyntheticSpec{.kind = "moons", .rows = 120, .columns = 2, .noise = 0.2, .signal = 1};
  config.models = {{"small", "Small", {4}}};
  config.selected = {"small"};
  config.train.epochs = epochs;
  config.train.batch = 16;
  config.train.precision = Precision::kPortable;
  config.recorder = 0;
  return config;
}

class WorkspacesOfTheWindow : public ::testing::Test {
 protected:
  App make() {
    Settings settings;
    return App({[this](Command command) { posted.push_back(std::move(command)); },
                [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }},
               settings, [] { return Library{}; });
  }
  void wait(App& app) {
    for (int i = 0; i < 10000; ++i) {
      app.poll(now += 0.001);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the job did not end";
  }
  // A run is loaded and all that was posted is done.
  void publish(const RunConfig& config = moons()) {
    auto next = std::make_shared<Snapshot>(*snapshot);
    ++next->sequence;
    next->state = RunState::kPaused;
    next->commands_done = posted.size();
    next->facts.edit().config = config;
    next->facts.edit().pace = kEpochASecond;
    ModelSnapshot model;
    model.choice = config.models[0];
    model.selected = true;
    next->curves.edit().models = {model};
    snapshot = next;
  }
  std::shared_ptr<const RunRecord> record(const RunConfig& config = moons()) {
    Progress progress;
    RunSetup setup;
    setup.config = config;
    setup.device = open_device("cpu", 1);
    headroom::Run run(std::move(setup), progress);  // ::testing::Test has a Run of its own
    run.set_goal(Goal::kEpoch);
    while (!run.goal_reached()) run.advance();
    return std::make_shared<const RunRecord>(run.record(RecordState::kStopped));
  }
  // The run thread hands over what it has.
  void hand_over() {
    for (const Command& command : posted) {
      if (const auto* const over = std::get_if<command::HandOver>(&command)) over->to(record());
    }
  }
  FactValue fact(const App& app, std::string_view name) const {
    return find_fact(name)->read({app.state(), app.run(), app.visible_error()});
  }
  fs::path saved(const HiddenList& hidden) {
    Workspace workspace;
    workspace.title = "Moons for all";
    workspace.author = "Ms Example";
    workspace.instructions = "Press Space.";
    workspace.hidden = hidden;
    workspace.view.tab = "errors";
    workspace.view.model = "small";
    workspace.view.row = 7;
    workspace.view.pace = "10 batches";
    workspace.view.recorder = true;
    workspace.record = *record();
    save_workspace(directory / "moons.headroom", workspace, DataWay::kInside);
    return directory / "moons.headroom";
  }
  void open(App& app, const HiddenList& hidden) {
    app.perform(Action{action::OpenPath{saved(hidden).string()}});
    wait(app);
    publish();
    app.poll(now += 1);
  }

  test::TemporaryDirectory directory;
  std::vector<Command> posted;
  std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>();
  double now = 0;
};

TEST_F(WorkspacesOfTheWindow, OpensAsItWasSaved) {
  App app = make();
  wait(app);
  publish();
  app.poll(1);
  app.perform(Action{action::SelectTab{Tab::kPrediction}});
  app.perform(Action{action::LookAt{Look{.model = "small", .row = 11, .unit = UnitAt{0, 2}}}});
  app.perform(Action{action::OpenStage{StageId::kTraining}});
  CurveOptions curves;
  curves.axis = CurveAxis::kSeconds;
  curves.log_loss = true;
  app.perform(Action{action::SetCurves{curves}});
  app.perform(Action{action::ChangeWorkspace{[](WorkspaceDraft& draft) {
    draft.title = "T";
    draft.author = "A";
    draft.hides = {Hidden::kPlan};
  }}});
  const std::string path = (directory / "a.headroom").string();
  app.perform(Action{action::SaveWorkspace{path}});
  EXPECT_FALSE(app.settled());
  hand_over();
  publish();
  wait(app);
  ASSERT_EQ(app.visible_error(), nullptr) << app.visible_error()->what();
  EXPECT_EQ(app.state().workspace.saved, path);
  EXPECT_NE(app.state().notice.find("saved " + path), std::string::npos);

  App other = make();
  wait(other);
  posted.clear();
  other.perform(Action{action::OpenPath{path}});
  wait(other);
  ASSERT_FALSE(posted.empty());
  const auto* const load = std::get_if<command::Load>(&posted.front());
  ASSERT_NE(load, nullptr);
  ASSERT_NE(load->saved, nullptr);
  EXPECT_TRUE(load->saved->folder.empty()) << "the file is not written to";
  EXPECT_EQ(load->saved->title, "T");
  EXPECT_FALSE(load->play);
  const UiState& state = other.state();
  EXPECT_EQ(state.tab, Tab::kPrediction);
  EXPECT_EQ(state.open_stage, StageId::kTraining);
  EXPECT_EQ(state.look.row, 11);
  EXPECT_EQ(state.look.unit, (UnitAt{0, 2}));
  EXPECT_EQ(state.curves.axis, CurveAxis::kSeconds);
  EXPECT_TRUE(state.curves.log_loss);
  EXPECT_EQ(state.workspace.file, path);
  EXPECT_EQ(state.workspace.hidden, HiddenList{Hidden::kPlan});
  const auto* const pace = std::get_if<command::SetPace>(&posted.at(1));
  ASSERT_NE(pace, nullptr);
  EXPECT_EQ(pace->pace, kEpochASecond);
}

TEST_F(WorkspacesOfTheWindow, AFileThatIsThereIsKeptUnlessItIsTheSameWorkspace) {
  App app = make();
  wait(app);
  publish();
  app.poll(1);
  const std::string path = (directory / "there.headroom").string();
  std::ofstream(path) << "mine";
  const auto save = [&] {
    app.perform(Action{action::SaveWorkspace{path}});
    hand_over();
    publish();
    wait(app);
  };
  save();
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_NE(std::string(app.visible_error()->what()).find("choose another name"), std::string::npos);
  EXPECT_EQ(read_file(path), "mine");
  app.perform(Action{action::DismissError{}});
  fs::remove(path);
  save();
  save();
  EXPECT_EQ(app.visible_error(), nullptr);
}

TEST_F(WorkspacesOfTheWindow, NothingIsSavedWhereNothingIsLoadedOrTheRunRefuses) {
  App app = make();
  wait(app);
  app.perform(Action{action::SaveWorkspace{(directory / "a.headroom").string()}});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_TRUE(posted.empty());
  app.perform(Action{action::DismissError{}});
  publish();
  app.poll(1);
  app.perform(Action{action::SaveWorkspace{(directory / "a.headroom").string()}});
  publish();
  snapshot->error = Error(ErrorCode::kDevice, "gone");
  snapshot->error_sequence = 1;
  wait(app);
  EXPECT_FALSE(fs::exists(directory / "a.headroom"));
}

TEST_F(WorkspacesOfTheWindow, ADamagedOneIsAnsweredAndTheRunStays) {
  App app = make();
  wait(app);
  publish();
  app.poll(1);
  const std::string whole = read_file(saved({}));
  const fs::path cut = directory / "cut.headroom";
  std::ofstream(cut, std::ios::binary) << whole.substr(0, whole.size() / 2);
  app.perform(Action{action::OpenPath{cut.string()}});
  wait(app);
  EXPECT_TRUE(posted.empty());
  EXPECT_EQ(app.state().import_state.phase, ImportState::Phase::kRefused);
  EXPECT_TRUE(app.state().import_state.of_run) << "no other separator helps";
  ASSERT_TRUE(app.state().import_state.refusal);
  EXPECT_NE(std::string(app.state().import_state.refusal->what()).find("cut short"), std::string::npos);
}

// A row for each group: what is hidden with it, and what is not.
TEST_F(WorkspacesOfTheWindow, EachGroupHidesItsOwnAndShowAllBringsItBack) {
  struct HidingCase {
    Hidden group;
    std::vector<Action> hidden, free;
  };
  const std::vector<HidingCase> cases = {
      {Hidden::kSettings,
       {action::EditSettings{}, action::EditCustomModel{}, use_learning_rate(0.1), use_models({"small"}),
        action::Run{command::Reset{true}}, action::Run{command::SetDevice{"cpu"}}},
       {action::EditSettings{false}, action::Run{command::Reset{false}}, action::Run{command::Play{}}}},
      {Hidden::kPlan,
       {action::SelectTab{Tab::kPlan}, action::PlanExample{}, action::PlanModelFile{"config.json"}},
       {action::SelectTab{Tab::kLearn}, action::SelectTab{Tab::kData}}},
      {Hidden::kTabs,
       {action::SelectTab{Tab::kNetwork}, action::SelectTab{Tab::kData}, action::SelectTab{Tab::kErrors}},
       {action::SelectTab{Tab::kCurves}, action::SelectTab{Tab::kPlan}, action::SelectTab{Tab::kLearn}}},
      {Hidden::kData,
       {action::OpenPreset{"scalability"}, action::OpenPath{"own.csv"}, action::Paste{}, action::GoHome{},
        action::OpenPainting{}, action::Drop{{"own.csv"}}},
       {action::OpenPath{"b.headroom"}, action::Drop{{"b.headroom"}}, action::Browse{}}},
      {Hidden::kAnswers, {action::Learn{LearnDo::kHint}}, {action::Learn{LearnDo::kNext}}},
  };
  for (const HidingCase& each : cases) {
    SCOPED_TRACE(kHiddenTable.name(each.group));
    UiState state;
    for (const Action& action : each.hidden)
      EXPECT_FALSE(hidden_group(state, action)) << "no workspace is open";
    state.workspace.hidden = {each.group};
    for (const Action& action : each.hidden) EXPECT_EQ(hidden_group(state, action), each.group);
    for (const Action& action : each.free) EXPECT_FALSE(hidden_group(state, action));
  }
  App app = make();
  wait(app);
  open(app, {Hidden::kPlan, Hidden::kTabs});
  EXPECT_EQ(app.state().tab, Tab::kCurves) << "the tab that was open is hidden";
  EXPECT_TRUE(app.state().recorder.open);
  app.perform(Action{action::SelectTab{Tab::kPlan}});
  EXPECT_EQ(app.state().tab, Tab::kCurves);
  EXPECT_NE(app.state().notice.find("hidden by Ms Example's workspace"), std::string::npos)
      << app.state().notice;
  app.perform(Action{action::ShowHidden{}});
  app.perform(Action{action::SelectTab{Tab::kPlan}});
  EXPECT_EQ(app.state().tab, Tab::kPlan);
  EXPECT_EQ(fact_text(fact(app, "workspace_hidden")), "none");
}

TEST_F(WorkspacesOfTheWindow, TheArithmeticStaysWhereItIsHidden) {
  App app = make();
  wait(app);
  open(app, {Hidden::kPrecision});
  posted.clear();
  publish();
  app.poll(now += 1);
  app.perform(Action{action::Edit{[](RunConfig& config) { config.train.precision = Precision::kFp32; }}});
  EXPECT_TRUE(posted.empty());
  EXPECT_NE(app.state().notice.find("hidden by"), std::string::npos);
  app.perform(Action{use_learning_rate(0.5)});
  EXPECT_EQ(posted.size(), 1U) << "other settings go through";
}

TEST_F(WorkspacesOfTheWindow, AnotherRunIsNoLongerOfTheClass) {
  App app = make();
  wait(app);
  open(app, {Hidden::kPlan});
  EXPECT_FALSE(app.state().workspace.file.empty());
  app.perform(Action{action::Run{command::Load{moons()}}});
  EXPECT_TRUE(app.state().workspace.file.empty());
  EXPECT_TRUE(app.state().workspace.hidden.empty());
}

TEST_F(WorkspacesOfTheWindow, ThePageToPrintIsMadeFromTheFile) {
  App app = make();
  wait(app);
  app.perform(Action{action::MakeClassSheet{}});
  EXPECT_NE(app.visible_error(), nullptr) << "nothing is saved yet";
  app.perform(Action{action::DismissError{}});
  app.set_class_device([]() -> std::shared_ptr<Device> { return open_device("cpu", 1); });
  open(app, {});
  app.perform(Action{action::MakeClassSheet{}});
  wait(app);
  ASSERT_EQ(app.visible_error(), nullptr) << app.visible_error()->what();
  const std::string page = (directory / "moons.html").string();
  EXPECT_EQ(app.state().workspace.sheet, page);
  EXPECT_NE(read_file(page).find("Moons for all"), std::string::npos);
}

TEST_F(WorkspacesOfTheWindow, WordsThatThisWindowDoesNotKnowArePassedOver) {
  UiState state;
  WorkspaceView view;
  view.tab = "maps";
  view.sheet = "globe";
  view.axis = "moons";
  view.show = "all";
  show_view(view, state);
  EXPECT_EQ(state.tab, Tab::kCurves);
  EXPECT_FALSE(state.open_stage);
  EXPECT_EQ(state.curves.axis, CurveOptions{}.axis);
}

TEST_F(WorkspacesOfTheWindow, KeysAndScriptsReachIt) {
  UiState state;
  state.home = false;
  publish();
  const KeyPress key{.character = U's', .control = true, .shift = true};
  const ActionQueue actions = actions_for(key, state, *snapshot);
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_TRUE(get<action::EditWorkspace>(actions[0]).on);
  state.workspace.editing = true;
  const ActionQueue closed = close_top(state, *snapshot);
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_FALSE(get<action::EditWorkspace>(closed[0]).on);
  state = UiState{};
  EXPECT_TRUE(actions_for(key, state, *snapshot).empty()) << "nothing to save on the first screen";

  const auto action = [](const std::string& line) {
    return get<step::Do>(parse_script(line, "t").lines.at(0).step).action;
  };
  EXPECT_EQ(get<action::SaveWorkspace>(action("workspace save a b.headroom")).path, "a b.headroom");
  EXPECT_EQ(get<action::OpenPath>(action("workspace open a.headroom")).path, "a.headroom");
  WorkspaceDraft draft;
  get<action::ChangeWorkspace>(action("workspace hide plan,answers")).change(draft);
  EXPECT_EQ(draft.hides, (HiddenList{Hidden::kPlan, Hidden::kAnswers}));
  get<action::ChangeWorkspace>(action("workspace hide none")).change(draft);
  EXPECT_TRUE(draft.hides.empty());
  get<action::ChangeWorkspace>(action("workspace data reference")).change(draft);
  EXPECT_EQ(draft.way, DataWay::kReference);
  get<action::ChangeWorkspace>(action("workspace text Press Space")).change(draft);
  EXPECT_EQ(draft.instructions, "Press Space");
  EXPECT_THROW(parse_script("workspace hide windows", "t"), Error);
}

}  // namespace
}  // namespace headroom::app
