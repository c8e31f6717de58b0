// What is not lost: the other lanes at a reset, the curves of before, and with Undo the whole run, to the
// bit.
#include <algorithm>

#include "core/io/run_record.h"
#include "core/run/past_run.h"
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

RunConfig both(std::int64_t epochs) {
  RunConfig config = small_config(100, epochs);
  config.selected = {"small", "large"};
  return config;
}

// Trains on to the end, with this many epochs.
SnapshotPtr train_to(Driver& run, std::int64_t epochs) {
  run.change([&](RunConfig& config) { config.train.epochs = epochs; });
  run.post(command::Play{});
  return run.wait([epochs](const Snapshot& s) {
    return s.state == RunState::kFinished && s.facts->config.train.epochs == epochs;
  });
}

// An epoch of a run that waits.
void step_epoch(Driver& run) {
  run.sync();
  run.post(command::Step{true});
  run.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.curves->models[0].epoch > 0; });
}

void expect_same_curves(const Snapshot& one, const Snapshot& other) {
  for (const ModelSnapshot& each : one.curves->models) {
    EXPECT_EQ(losses(each), losses(model(other, each.choice.id))) << each.choice.id;
    ASSERT_EQ(each.history.epochs.size(), model(other, each.choice.id).history.epochs.size());
    for (std::size_t i = 0; i < each.history.epochs.size(); ++i) {
      EXPECT_EQ(each.history.epochs[i].validation_loss,
                model(other, each.choice.id).history.epochs[i].validation_loss);
    }
  }
}

TEST(Reset, TouchesWhatIsSelected) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end(both(3));
  run.select({"small"});
  run.post(command::Reset{});
  const SnapshotPtr reset = run.wait(RunState::kReady);
  EXPECT_EQ(model(*reset, "small").steps, 0);
  EXPECT_EQ(model(*reset, "large").epoch, 3);
  EXPECT_EQ(losses(model(*reset, "large")), losses(model(*trained, "large")));
  // The other goes on where it stopped, with the curve that it would have had.
  run.select({"small", "large"});
  run.sync();
  const SnapshotPtr on = train_to(run, 5);
  Driver straight;
  expect_same_curves(*on, *straight.train_to_end(both(5)));
}

TEST(Undo, AResetIsUndoneToTheBit) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end(both(3));
  EXPECT_EQ(trained->facts->undo, "");
  run.post(command::Reset{});
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(s->facts->undo, "reset");
  EXPECT_FALSE(s->facts->undone);
  EXPECT_EQ(s->past->size(), 2u);
  run.post(command::Undo{});
  s = run.wait(RunState::kFinished);
  EXPECT_TRUE(s->past->empty());  // the ghosts go with the reset that left them
  expect_same_curves(*s, *trained);
  Driver straight;
  expect_same_curves(*train_to(run, 5), *straight.train_to_end(both(5)));
}

TEST(Undo, InTheMiddleOfAnEpoch) {
  Driver run;
  run.load(both(3));
  step_epoch(run);
  for (int i = 1; i <= 3; ++i) {
    run.post(command::Step{});
    run.wait([i](const Snapshot& s) {
      return s.state == RunState::kPaused && s.curves->models[1].steps == 8 + i;
    });
  }
  run.post(command::Reset{});
  run.post(command::Step{true});
  run.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.curves->models[1].steps == 8; });
  run.post(command::Undo{});
  const SnapshotPtr s = run.wait([](const Snapshot& x) { return x.facts->undone; });
  EXPECT_EQ(s->state, RunState::kPaused);
  EXPECT_EQ(model(*s, "small").steps, 11);
  EXPECT_EQ(model(*s, "small").step_in_epoch, 3);
  run.post(command::Play{});
  Driver straight;
  expect_same_curves(*run.wait(RunState::kFinished), *straight.train_to_end(both(3)));
}

TEST(Undo, OnceMoreDoesItAgain) {
  Driver run;
  run.train_to_end();
  run.post(command::Reset{});
  run.post(command::Step{true});
  const SnapshotPtr before = run.wait([](const Snapshot& s) { return s.state == RunState::kPaused; });
  run.post(command::Undo{});
  run.wait([](const Snapshot& s) { return s.facts->undone; });
  run.post(command::Undo{});
  const SnapshotPtr again =
      run.wait([](const Snapshot& s) { return !s.facts->undone && s.state == RunState::kPaused; });
  expect_same_curves(*again, *before);
  EXPECT_EQ(again->past->size(), 1u);
}

TEST(Undo, ANewSeedPreparesTheDataOfBeforeAgain) {
  RunConfig config = both(3);
  config.dataset.reset();
  config.generator =
      SyntheticSpec{.kind = "scalability", .rows = 100, .columns = 3, .noise = 0.5, .signal = 1};
  Driver run;
  const SnapshotPtr trained = run.train_to_end(config);
  run.post(command::Reset{true});
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(s->facts->undo, "new seed");
  EXPECT_EQ(s->facts->config.train.seed, config.train.seed + 1);
  ASSERT_EQ(s->past->size(), 2u);
  EXPECT_EQ(s->past->at(0).model, "small");
  EXPECT_NE(s->past->at(0).title.find("seed " + std::to_string(config.train.seed)), std::string::npos);
  EXPECT_NE(s->facts->dataset, trained->facts->dataset);
  run.post(command::Undo{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->config.train.seed, config.train.seed);
  expect_same_curves(*s, *trained);
  RunConfig longer = config;
  longer.train.epochs = 5;
  Driver straight;
  expect_same_curves(*train_to(run, 5), *straight.train_to_end(longer));
}

TEST(Undo, AChangeThatStartsOver) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end(both(3));
  run.change([](RunConfig& config) { config.train.batch = 20; });
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_FALSE(s->facts->undo.empty());
  EXPECT_EQ(s->past->size(), 2u);
  run.post(command::Undo{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->config.train.batch, trained->facts->config.train.batch);
  EXPECT_EQ(s->memory->predicted, s->memory->charged);
  Driver straight;
  expect_same_curves(*train_to(run, 5), *straight.train_to_end(both(5)));
}

TEST(Undo, WhatOnlyGoesOnIsNoReasonToForget) {
  Driver run;
  run.train_to_end();
  run.post(command::Reset{});
  run.change([](RunConfig& config) { config.train.optimizer.learning_rate = 0.02; });
  run.select({"small", "large"});
  const SnapshotPtr s = run.sync();
  EXPECT_EQ(s->facts->undo, "reset");
}

TEST(Undo, GoingBackAfterADivergence) {
  auto script = std::make_shared<FakeScript>();
  script->blow_up_update = 12;
  Driver run(script);
  run.post(command::Load{small_config(), true});
  const SnapshotPtr broken = run.wait(RunState::kDiverged);
  script->blow_up_update = -1;
  run.post(command::GoBack{std::nullopt, 0.01});
  SnapshotPtr s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->undo, "going back");
  ASSERT_EQ(s->past->size(), 1U);  // the branch that was left
  EXPECT_TRUE(s->past->front().branch);
  run.post(command::Undo{});
  s = run.wait(RunState::kDiverged);
  EXPECT_TRUE(s->past->empty());
  EXPECT_EQ(model(*s, "small").steps, model(*broken, "small").steps);
  EXPECT_EQ(model(*s, "small").divergence->step, model(*broken, "small").divergence->step);
  EXPECT_EQ(s->facts->config.train.optimizer.learning_rate,
            broken->facts->config.train.optimizer.learning_rate);
  run.post(command::GoBack{std::nullopt, 0.01});  // and it can still be gone back from
  EXPECT_EQ(model(*run.wait(RunState::kFinished), "small").epoch, 3);
}

TEST(Undo, NothingToUndoSaysSo) {
  Driver run;
  run.load();
  const std::uint64_t before = run.snapshot()->error_sequence;
  run.post(command::Undo{});
  EXPECT_EQ(run.wait_for_error(before)->error->message(), "there is nothing to undo");
}

TEST(Undo, AnotherRunForgetsIt) {
  Driver run;
  run.train_to_end();
  run.post(command::Reset{});
  run.wait(RunState::kReady);
  run.post(command::Load{small_config(70), false});  // other rows
  const SnapshotPtr s =
      run.wait([](const Snapshot& x) { return x.state == RunState::kReady && x.facts->train_rows == 56; });
  EXPECT_EQ(s->facts->undo, "");
  EXPECT_TRUE(s->past->empty());
}

TEST(Undo, NetworksThatAreTooLargeAreSaidBefore) {
  Driver run(std::make_shared<FakeScript>(), 100);
  const SnapshotPtr trained = run.train_to_end();
  EXPECT_FALSE(trained->facts->undoable);
  run.post(command::Reset{});
  const SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(s->facts->undo, "");
  EXPECT_NE(s->message.find("cannot be undone"), std::string::npos) << s->message;
  EXPECT_EQ(s->past->size(), 1u);  // the curve stays
}

TEST(Undo, OnAnotherDevice) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end();
  run.post(command::SetDevice{"fake:1"});
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(s->past->size(), 1u);
  run.post(command::Undo{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->device.id, "fake:0");
  expect_same_curves(*s, *trained);
}

TEST(Undo, AfterTheDeviceFailed) {
  Driver run;
  run.train_to_end();
  run.post(command::Reset{});
  run.wait(RunState::kReady);
  run.script->steps_until_failure = 3;
  run.post(command::Play{});
  run.wait(RunState::kFailed);
  run.script->steps_until_failure = 1000000000;
  run.post(command::Undo{});
  Driver straight;
  expect_same_curves(*run.wait(RunState::kFinished), *straight.train_to_end());
}

TEST(PastRuns, TheNewestFirstAndAtMostFour) {
  Driver run;
  run.load();
  for (int i = 1; i <= 6; ++i) {
    run.change([&](RunConfig& config) { config.train.optimizer.learning_rate = 0.001 * i; });
    step_epoch(run);
    run.post(command::Reset{});
    run.wait(RunState::kReady);
  }
  const SnapshotPtr s = run.sync();
  ASSERT_EQ(s->past->size(), kMostPastRuns);
  EXPECT_NE(s->past->at(0).title.find("learning rate 0.006"), std::string::npos) << s->past->at(0).title;
  EXPECT_NE(s->past->at(3).title.find("learning rate 0.003"), std::string::npos) << s->past->at(3).title;
  EXPECT_EQ(s->past->at(0).steps_per_epoch, 8);
  EXPECT_EQ(s->past->at(0).history.step_loss.size(), 8u);
  const std::uint64_t second = s->past->at(1).id;
  run.post(command::RemovePast{second});
  const SnapshotPtr less = run.wait([](const Snapshot& x) { return x.past->size() == kMostPastRuns - 1; });
  for (const PastRun& each : *less->past) EXPECT_NE(each.id, second);
}

TEST(PastRuns, OneStepIsNoCurve) {
  Driver run;
  run.load();
  run.post(command::Step{});
  run.wait(RunState::kPaused);
  run.post(command::Reset{});
  EXPECT_TRUE(run.sync()->past->empty());
}

TEST(PastRuns, TheSameRunAgainIsKeptOnce) {
  Driver run;
  run.load();
  step_epoch(run);
  for (int i = 0; i < 3; ++i) {
    run.post(command::Reset{});
    run.wait(RunState::kReady);
    run.post(command::Play{});
    run.wait(RunState::kFinished);
  }
  run.post(command::Reset{});
  run.wait(RunState::kReady);
  step_epoch(run);
  run.post(command::Reset{});
  const SnapshotPtr end = run.wait(RunState::kReady);
  ASSERT_EQ(end->past->size(), 1u);  // the longest of them says it all
  EXPECT_EQ(end->past->at(0).history.step_loss.size(), 24u);
}

TEST(PastRuns, TitlesSayWhatWasDifferent) {
  RunConfig opened = small_config();
  opened.train.seed = 1;
  RunConfig then = opened, now = opened;
  const ModelChoice small{"small", "Small 2x50", {50, 50}};
  EXPECT_EQ(past_title(small, then, opened, now), "Small 2x50, seed 1");
  now.train.seed = 2;
  EXPECT_EQ(past_title(small, then, opened, now), "Small 2x50, seed 1");
  then.train.optimizer.learning_rate = 0.25;
  now.train.batch = then.train.batch * 2;
  EXPECT_EQ(past_title(small, then, opened, now),
            "Small 2x50, seed 1, learning rate 0.25, batch " + std::to_string(then.train.batch));
}

TEST(PastRuns, ASavedRunOfAnotherTaskIsRefused) {
  RunRecord record;
  record.task = Task::kRegression;
  record.config = small_config();
  try {
    past_runs_of(record, small_config(), Task::kClassification, "runs/other");
    FAIL() << "should have thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadInput);
    EXPECT_EQ(error.where(), "runs/other");
  }
}

}  // namespace
}  // namespace headroom
