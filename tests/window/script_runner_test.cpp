#include "app/state/script_runner.h"

#include <gtest/gtest.h>

namespace headroom::app {
namespace {

using Status = ScriptRunner::Status;

// The window as a script sees it, set by hand.
class Stage {
 public:
  explicit Stage(const std::string& text) : runner_(parse_script(text, "t")) {}

  Status advance() {
    const ScriptScene scene{state,
                            run,
                            error ? &*error : nullptr,
                            settled,
                            saving,
                            now,
                            frames,
                            [this](int w, int h) { sizes.emplace_back(w, h); },
                            [] { return std::string("frames"); },
                            [this](const std::string& line) { printed.push_back(line); },
                            focus,
                            [this](const std::string& to) {
                              if (to == "nowhere") return std::string("there is no control 'nowhere'");
                              focus = to;
                              return std::string();
                            },
                            [this] { pressed.push_back(focus); }};
    return runner_.advance(scene, actions);
  }
  const std::string& failure() const { return runner_.failure(); }
  bool wants_frames() const { return runner_.wants_frames(); }

  UiState state;
  Snapshot run;
  std::optional<Error> error;
  bool settled = true;
  bool saving = false;
  double now = 10;
  std::uint64_t frames = 0;
  ActionQueue actions;
  std::vector<std::pair<int, int>> sizes;
  std::vector<std::string> printed;
  std::string focus;
  std::vector<std::string> pressed;

 private:
  ScriptRunner runner_;
};

ModelSnapshot model(const std::string& id, std::int64_t epochs, double accuracy) {
  ModelSnapshot made;
  made.choice.id = id;
  made.selected = true;
  made.epoch = epochs;
  EpochMetric metric;
  metric.validation_accuracy = accuracy;
  made.history.epochs.push(metric);
  return made;
}

TEST(ScriptRunner, TakesOneStepAtATimeAndEnds) {
  Stage stage("play\npause");
  EXPECT_EQ(stage.advance(), Status::kRunning);
  ASSERT_EQ(stage.actions.size(), 1U);
  EXPECT_EQ(stage.advance(), Status::kDone);
  EXPECT_EQ(stage.actions.size(), 2U);
  EXPECT_EQ(stage.advance(), Status::kDone);
  EXPECT_EQ(stage.actions.size(), 2U);
}

TEST(ScriptRunner, WaitsUntilWhatCameBeforeIsDone) {
  Stage stage("wait state ready\nplay");
  stage.run.state = RunState::kReady;  // of the run before
  stage.settled = false;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_TRUE(stage.actions.empty());
  stage.now += 61;
  EXPECT_EQ(stage.advance(), Status::kFailed);
  EXPECT_EQ(stage.failure(), "t:1: what came before it was not done in time");
}

TEST(ScriptRunner, WaitsForTheSlowestSelectedModel) {
  Stage stage("wait epoch 3");
  stage.run.state = RunState::kTraining;
  stage.run.curves.edit().models = {model("small", 5, 0.5), model("large", 2, 0.5)};
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.run.curves.edit().models[1].epoch = 3;
  EXPECT_EQ(stage.advance(), Status::kDone);
}

TEST(ScriptRunner, GivesUpOnAnEpochThatCannotCome) {
  Stage stage("wait epoch 30");
  stage.run.state = RunState::kFinished;
  stage.run.curves.edit().models = {model("small", 20, 0.5)};
  EXPECT_EQ(stage.advance(), Status::kFailed);
  EXPECT_EQ(stage.failure(), "t:1: epoch 30 will not come: the state is finished");
}

TEST(ScriptRunner, TimesOutWithTheStateAndTheError) {
  Stage stage("wait state finished timeout 2");
  stage.run.state = RunState::kPaused;
  stage.error = Error(ErrorCode::kDevice, "the device failed", "cuda:0");
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.now += 1.9;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.now += 0.2;
  EXPECT_EQ(stage.advance(), Status::kFailed);
  EXPECT_EQ(stage.failure(),
            "t:1: the state did not come in 2 s: the state is paused and the window says 'cuda:0: the device "
            "failed'");
}

TEST(ScriptRunner, CountsSecondsAndFramesFromTheStepOn) {
  Stage stage("wait seconds 0.5\nwait frames 3\nplay");
  stage.frames = 100;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_FALSE(stage.wants_frames());
  stage.now += 0.6;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_TRUE(stage.wants_frames());
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.frames = 103;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_TRUE(stage.actions.empty());
  EXPECT_EQ(stage.advance(), Status::kDone);
  EXPECT_EQ(stage.actions.size(), 1U);
}

TEST(ScriptRunner, AsksForAPictureAndWaitsForIt) {
  Stage stage("screenshot a.png\nquit");
  EXPECT_EQ(stage.advance(), Status::kRunning);
  ASSERT_EQ(stage.actions.size(), 1U);
  EXPECT_EQ(get<action::SaveScreenshot>(stage.actions[0]).path, "a.png");
  stage.saving = true;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.actions.size(), 1U);
  stage.saving = false;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.advance(), Status::kDone);
}

TEST(ScriptRunner, ChangesOnlyTheCurveOptionThatWasNamed) {
  Stage stage("log on");
  stage.state.curves.smoothing = 0.3;
  EXPECT_EQ(stage.advance(), Status::kDone);
  const CurveOptions options = get<action::SetCurves>(stage.actions.at(0)).options;
  EXPECT_TRUE(options.log_loss);
  EXPECT_DOUBLE_EQ(options.smoothing, 0.3);
}

TEST(ScriptRunner, ChangesOnlyTheSettingOfThePlanThatWasNamed) {
  Stage stage("plan set zero 3\nplan set zero 4");
  stage.state.plan.question.inputs.transformer.emplace();
  stage.state.plan.question.inputs.job.sequence = 512;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  const PlanInputs inputs = get<action::SetPlan>(stage.actions.at(0)).inputs;
  EXPECT_EQ(inputs.job.parallel.zero, 3);
  EXPECT_EQ(inputs.job.sequence, 512);
  EXPECT_EQ(stage.advance(), Status::kFailed);
  EXPECT_EQ(stage.failure(), "t:2: ZeRO stage: wants one of 0, 1, 2, 3, not '4'");
}

TEST(ScriptRunner, ExpectsAVerdict) {
  Stage none("expect plan fits");
  EXPECT_EQ(none.advance(), Status::kFailed);
  EXPECT_EQ(none.failure(), "t:1: nothing is planned");
  Stage other("expect plan fits");
  auto report = std::make_shared<PlanReport>();
  report->judgement.verdict = Verdict::kDoesNotFit;
  other.state.plan.report = report;
  EXPECT_EQ(other.advance(), Status::kFailed);
  EXPECT_EQ(other.failure(), "t:1: expected the plan to be fits, but it is does_not_fit");
}

TEST(ScriptRunner, TrainsOnlyOnAFileThatWasTaken) {
  Stage refused("train");
  refused.state.import_state.refusal = Error(ErrorCode::kBadInput, "one class only", "a.csv");
  EXPECT_EQ(refused.advance(), Status::kFailed);
  EXPECT_EQ(refused.failure(), "t:1: the file was refused: a.csv: one class only");

  Stage ready("train");
  ready.state.import_state.phase = ImportState::Phase::kChoosing;
  ready.state.import_state.dataset = std::make_shared<const Dataset>();
  EXPECT_EQ(ready.advance(), Status::kDone);
}

TEST(ScriptRunner, ChecksExpectations) {
  Stage stage("expect state ready\nexpect accuracy large >= 0.8\nexpect no-error\nexpect error column");
  stage.run.state = RunState::kReady;
  stage.run.curves.edit().models = {model("large", 1, 0.85)};
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.error = Error(ErrorCode::kNotFound, "there is no column 'x'");
  EXPECT_EQ(stage.advance(), Status::kDone);
}

TEST(ScriptRunner, WaitsForAFactAndExpectsOne) {
  Stage stage("wait theme light timeout 2\nexpect text_scale >= 150");
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.state.dark = false;
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.state.text_scale = 1.5F;
  EXPECT_EQ(stage.advance(), Status::kDone);

  Stage never("wait theme light timeout 2");
  EXPECT_EQ(never.advance(), Status::kRunning);
  never.now += 2.1;
  EXPECT_EQ(never.advance(), Status::kFailed);
  EXPECT_EQ(never.failure(), "t:1: 'theme light' did not come in 2 s: theme is dark, the state is empty");

  Stage other("expect text_scale <= 90");
  EXPECT_EQ(other.advance(), Status::kFailed);
  EXPECT_EQ(other.failure(), "t:1: expected text_scale <= 90, but text_scale is 100");
}

TEST(ScriptRunner, SaysWhatWasExpectedAndWhatIsThere) {
  Stage state("\nexpect state paused");
  EXPECT_EQ(state.advance(), Status::kFailed);
  EXPECT_EQ(state.failure(), "t:2: expected state paused, but the state is empty");

  Stage accuracy("expect accuracy large >= 0.9");
  accuracy.run.curves.edit().models = {model("large", 1, 0.85)};
  EXPECT_EQ(accuracy.advance(), Status::kFailed);
  EXPECT_EQ(accuracy.failure(), "t:1: the validation accuracy of large is 0.85, not at least 0.9");

  Stage missing("expect accuracy huge >= 0.9");
  EXPECT_EQ(missing.advance(), Status::kFailed);
  EXPECT_EQ(missing.failure(), "t:1: this run has no model 'huge'");

  Stage no_number("expect accuracy large >= 0");
  no_number.run.curves.edit().models = {model("large", 1, std::numeric_limits<double>::quiet_NaN())};
  EXPECT_EQ(no_number.advance(), Status::kFailed);

  Stage quiet("expect error column");
  EXPECT_EQ(quiet.advance(), Status::kFailed);
  EXPECT_EQ(quiet.failure(), "t:1: expected an error with 'column', but none is shown");
}

TEST(ScriptRunner, MovesTheRingAndPresses) {
  Stage stage("press\n");
  EXPECT_EQ(stage.advance(), Status::kFailed);  // nothing has the ring
  EXPECT_NE(stage.failure().find("no control has the ring"), std::string::npos);
  Stage other("focus help\nexpect focus help\npress\nfocus nowhere");
  EXPECT_EQ(other.advance(), Status::kRunning);
  EXPECT_TRUE(other.wants_frames());
  EXPECT_EQ(other.advance(), Status::kRunning);  // until what came of it is drawn
  other.frames += 3;
  EXPECT_EQ(other.advance(), Status::kRunning);
  EXPECT_EQ(other.advance(), Status::kRunning);  // expect
  EXPECT_EQ(other.advance(), Status::kRunning);
  EXPECT_EQ(other.pressed, (std::vector<std::string>{"help"}));
  other.frames += 3;
  EXPECT_EQ(other.advance(), Status::kRunning);
  EXPECT_EQ(other.advance(), Status::kFailed);
  EXPECT_NE(other.failure().find("t:4: there is no control"), std::string::npos) << other.failure();
}

TEST(ScriptRunner, PrintsAndResizes) {
  Stage stage("print stats\nprint state\nsize 1024x700");
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_EQ(stage.printed,
            (std::vector<std::string>{"frames", state_line({stage.state, stage.run, nullptr})}));
  EXPECT_EQ(stage.advance(), Status::kRunning);
  stage.frames += 3;
  EXPECT_EQ(stage.advance(), Status::kDone);
  EXPECT_EQ(stage.sizes, (std::vector<std::pair<int, int>>{{1024, 700}}));
}

// Who asks wants the steps as well, which the line that is printed at every change leaves out.
TEST(ScriptRunner, PrintsTheCountersOfARunThatTrains) {
  Stage stage("print state");
  stage.run.state = RunState::kTraining;
  EXPECT_EQ(stage.advance(), Status::kDone);
  ASSERT_EQ(stage.printed.size(), 1U);
  EXPECT_NE(stage.printed[0].find("\"steps\":"), std::string::npos);
  EXPECT_EQ(state_line({stage.state, stage.run, nullptr}).find("\"steps\":"), std::string::npos);
}

TEST(ScriptRunner, AnExhibitIsTakenOfAFrameThatShowsWhatWasAskedForLast) {
  Stage stage("export errors-matrix csv a.csv");
  EXPECT_TRUE(stage.wants_frames());
  EXPECT_EQ(stage.advance(), Status::kRunning);
  EXPECT_TRUE(stage.actions.empty());
  stage.frames += 2;
  EXPECT_EQ(stage.advance(), Status::kDone);
  ASSERT_EQ(stage.actions.size(), 1U);
  EXPECT_EQ(get<action::Export>(stage.actions.front()).path, "a.csv");
}

}  // namespace
}  // namespace headroom::app
