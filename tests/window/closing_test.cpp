// Closing the window: whether it asks, saves first or is simply gone.
#include "app/state/closing.h"

#include <gtest/gtest.h>

#include "app/state/app.h"

namespace headroom::app {
namespace {

// One model after `seconds` of training and 7 of 20 epochs.
Snapshot trained(RunState state, double seconds, const std::string& folder, bool unsaved) {
  Snapshot run;
  run.state = state;
  run.unsaved = unsaved;
  RunFacts facts;
  facts.config.id = "iris";
  facts.config.train.epochs = 20;
  facts.folder = folder;
  run.facts = facts;
  CurvesSnapshot curves;
  ModelSnapshot model;
  model.selected = true;
  model.epoch = 7;
  model.history.step_seconds.push(static_cast<float>(seconds));
  curves.models.push_back(model);
  run.curves = curves;
  return run;
}

TEST(OnClose, AsksOnlyWhereSomethingWouldBeLost) {
  EXPECT_EQ(on_close(Snapshot{}), OnClose::kNow);
  EXPECT_EQ(on_close(trained(RunState::kTraining, 0.1, "", true)), OnClose::kAsk);
  EXPECT_EQ(on_close(trained(RunState::kTraining, 0, "", false)), OnClose::kAsk);  // about to take a step
  EXPECT_EQ(on_close(trained(RunState::kPaused, 60, "", true)), OnClose::kAsk);
  EXPECT_EQ(on_close(trained(RunState::kFinished, 60, "", true)), OnClose::kAsk);
  EXPECT_EQ(on_close(trained(RunState::kFinished, 0.1, "", true)), OnClose::kNow);  // a moment's work
  EXPECT_EQ(on_close(trained(RunState::kReady, 0, "", false)), OnClose::kNow);
}

TEST(OnClose, AKeptRunIsSavedWithoutAQuestion) {
  EXPECT_EQ(on_close(trained(RunState::kTraining, 60, "/runs/iris", false)), OnClose::kSave);
  EXPECT_EQ(on_close(trained(RunState::kPaused, 0.1, "/runs/iris", true)), OnClose::kSave);
  EXPECT_EQ(on_close(trained(RunState::kFinished, 60, "/runs/iris", false)), OnClose::kNow);
}

TEST(OnClose, TheQuestionSaysHowFarTheRunIs) {
  EXPECT_EQ(close_question(trained(RunState::kTraining, 1, "", true)),
            "Training is under way: 7 of 20 epochs are done.");
  EXPECT_EQ(close_question(trained(RunState::kPaused, 60, "", true)),
            "This run is not saved: 7 of 20 epochs are done.");
}

class CloseTest : public ::testing::Test {
 protected:
  void publish(Snapshot next) {
    next.sequence = snapshot->sequence + 1;
    next.commands_done = posted.size();
    snapshot = std::make_shared<const Snapshot>(std::move(next));
    app.poll(now += 1);
  }
  void close(bool ask = true) { app.perform(Action{action::Close{ask}}); }
  void answer(action::CloseAnswer with) { app.perform(Action{action::AnswerClose{with}}); }

  std::vector<Command> posted;
  std::shared_ptr<const Snapshot> snapshot = std::make_shared<const Snapshot>();
  double now = 0;
  App app{{[this](Command command) { posted.push_back(std::move(command)); }, [this] { return snapshot; }},
          Settings{},
          [] { return Library{}; }};
};

TEST_F(CloseTest, SaveAndCloseWaitsUntilItIsWritten) {
  publish(trained(RunState::kTraining, 1, "", true));
  close();
  EXPECT_FALSE(app.quit_requested());
  EXPECT_EQ(app.state().closing, Closing::kAsking);
  answer(action::CloseAnswer::kSave);
  EXPECT_EQ(app.state().closing, Closing::kSaving);
  ASSERT_EQ(posted.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<command::SaveRun>(posted[0]));
  app.poll(now += 1);
  EXPECT_FALSE(app.quit_requested());
  publish(trained(RunState::kTraining, 2, "/runs/iris", false));
  EXPECT_TRUE(app.quit_requested());
  EXPECT_EQ(app.farewell(), "the run is kept in /runs/iris");
}

TEST_F(CloseTest, ARunThatCannotBeSavedKeepsTheWindowOpen) {
  publish(trained(RunState::kTraining, 1, "", true));
  close();
  answer(action::CloseAnswer::kSave);
  Snapshot refused = trained(RunState::kTraining, 2, "", true);
  refused.error = Error(ErrorCode::kIo, "the disk is full", "/runs/iris");
  refused.error_sequence = 1;
  publish(refused);
  EXPECT_FALSE(app.quit_requested());
  EXPECT_EQ(app.state().closing, Closing::kNo);
  ASSERT_NE(app.visible_error(), nullptr);
}

TEST_F(CloseTest, TheOtherAnswers) {
  publish(trained(RunState::kTraining, 1, "", true));
  close();
  answer(action::CloseAnswer::kStay);
  EXPECT_EQ(app.state().closing, Closing::kNo);
  EXPECT_FALSE(app.quit_requested());
  close();
  answer(action::CloseAnswer::kDiscard);
  EXPECT_TRUE(app.quit_requested());
  EXPECT_TRUE(posted.empty());
}

TEST_F(CloseTest, AnAnswerThatNobodyAskedForDoesNothing) {
  publish(trained(RunState::kTraining, 1, "", true));
  answer(action::CloseAnswer::kDiscard);
  EXPECT_FALSE(app.quit_requested());
}

TEST_F(CloseTest, AKeptRunIsWrittenWhereItIsAndStaysMarked) {
  publish(trained(RunState::kPaused, 1, "/runs/iris", true));
  close();
  EXPECT_EQ(app.state().closing, Closing::kSaving);
  ASSERT_EQ(posted.size(), 1U);
  EXPECT_TRUE(std::get<command::Keep>(posted[0]).now);
  publish(trained(RunState::kPaused, 1, "/runs/iris", false));
  EXPECT_TRUE(app.quit_requested());
}

TEST_F(CloseTest, WithNobodyToAnswerItEndsAtOnce) {
  publish(trained(RunState::kTraining, 1, "", true));
  close(false);
  EXPECT_TRUE(app.quit_requested());
}

TEST_F(CloseTest, QuitAsksNothing) {
  publish(trained(RunState::kTraining, 1, "", true));
  app.perform(Action{action::Quit{}});
  EXPECT_TRUE(app.quit_requested());
}

}  // namespace
}  // namespace headroom::app
