// Expected figures are calculated by hand from the fake engine's rule (tests/support/fake_device.h).
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/device/cpu/cpu_device.h"
#include "tests/support/fake_device.h"

namespace headroom {
namespace {

using test::FakeData;
using test::FakeDevice;
using test::FakeScript;

// Rows without features' influence: the one column is 0, so m is the mean target of the batch.
struct Bench {
  test::Script script = std::make_shared<FakeScript>();
  FakeDevice device{script};
  std::unique_ptr<DeviceData> data;
  ModelSpec model{{1, 1}, Activation::kRelu, Output::kSigmoid};
  TrainSettings settings;
  double now = 0;  // the clock of the trainer: advanced by the test

  Bench(std::vector<float> targets, std::int64_t train_rows) {
    const auto rows = static_cast<std::int64_t>(targets.size());
    data = device.create_data({.rows = rows, .train_rows = train_rows, .columns = 1, .degree = 1});
    data->upload(std::vector<float>(targets.size(), 0.0f), targets);
    settings.epochs = 3;
    settings.batch = 2;
    settings.shuffle = Shuffle::kNone;
    settings.optimizer.kind = OptimizerKind::kSgd;
    settings.optimizer.learning_rate = 0.5;
  }

  Trainer trainer(float start = 0.0f) {
    const Weights initial{{{{start}, {0.0f}}}};
    return Trainer(device, *data, model, settings, initial, {.clock = [this] { return now; }});
  }
};

TEST(Trainer, EpochFiguresAreSampleWeightedMeansBeforeEachUpdate) {
  // Batches (1, 1), (0, 1), (1): m = 1, 0.5, 1. From w = 0 with rate 0.5:
  // losses 1, (0.5 - 0.5)^2 = 0, (0.5 - 1)^2 = 0.25; w = 0.5, 0.5, 0.75.
  Bench bench({1, 1, 0, 1, 1, /* validation */ 1, 0}, 5);
  Trainer trainer = bench.trainer();
  trainer.finish_epoch();
  ASSERT_EQ(trainer.history().epochs.size(), 1u);
  const EpochMetric& epoch = trainer.history().epochs[0];
  EXPECT_EQ(epoch.epoch, 1);
  EXPECT_EQ(epoch.steps, 3);
  EXPECT_DOUBLE_EQ(epoch.train_loss, (2 * 1.0 + 2 * 0.0 + 1 * 0.25) / 5);
  EXPECT_DOUBLE_EQ(epoch.train_accuracy, 4.0 / 5);
  EXPECT_DOUBLE_EQ(epoch.validation_loss, (0.0625 + 0.5625) / 2);  // w = 0.75 against 1 and 0
  EXPECT_DOUBLE_EQ(epoch.validation_accuracy, 0.5);
  EXPECT_TRUE(std::isnan(epoch.r2));
  EXPECT_EQ(epoch.learning_rate, 0.5);
  EXPECT_EQ(trainer.history().step_loss.size(), 3u);
  EXPECT_FLOAT_EQ(trainer.history().step_loss[2], 0.25f);
  EXPECT_FLOAT_EQ(trainer.history().step_accuracy[1], 0.5f);
}

TEST(Trainer, RegressionReportsR2AgainstTheValidationTargets) {
  // Validation targets 1, 2, 6: mean 3, SST = 4 + 1 + 9 = 14. After one step w = 0.5 * 4 = 2:
  // SSE = 1 + 0 + 16 = 17, r2 = 1 - 17/14.
  Bench bench({4, 4, 1, 2, 6}, 2);
  bench.model.output = Output::kLinear;
  Trainer trainer = bench.trainer();
  trainer.finish_epoch();
  const EpochMetric& epoch = trainer.history().epochs.at(0);
  EXPECT_NEAR(epoch.r2, 1 - 17.0 / 14, 1e-12);
  EXPECT_NEAR(epoch.validation_loss, 17.0 / 3, 1e-6);
  EXPECT_TRUE(std::isnan(epoch.train_accuracy));
  EXPECT_TRUE(std::isnan(epoch.validation_accuracy));
  EXPECT_TRUE(trainer.history().step_accuracy.empty());
}

TEST(Trainer, ConstantValidationTargetsGiveTheR2OfScikitLearn) {
  Bench wrong({4, 4, 3, 3}, 2);
  wrong.model.output = Output::kLinear;
  Trainer off = wrong.trainer();
  off.finish_epoch();  // w = 2, not 3
  EXPECT_EQ(off.history().epochs.at(0).r2, 0);
  Bench right({4, 4, 2, 2}, 2);
  right.model.output = Output::kLinear;
  Trainer exact = right.trainer();
  exact.finish_epoch();
  EXPECT_EQ(exact.history().epochs.at(0).r2, 1);
}

TEST(Trainer, RunsTheWantedEpochsAndGrowsThem) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  Trainer trainer = bench.trainer();
  while (!trainer.finished()) trainer.advance();
  EXPECT_EQ(trainer.epochs_finished(), 3);
  EXPECT_EQ(trainer.steps(), 6);
  EXPECT_EQ(trainer.progress(), 1);
  EXPECT_EQ(trainer.advance().steps, 0);
  trainer.set_epochs(5);
  EXPECT_FALSE(trainer.finished());
  while (!trainer.finished()) trainer.advance();
  EXPECT_EQ(trainer.history().epochs.size(), 5u);
  EXPECT_EQ(bench.script->steps, 10);
}

TEST(Trainer, LimitedAdvanceTakesExactlySoManySteps) {
  Bench bench(std::vector<float>(40, 1.0f), 30);
  Trainer trainer = bench.trainer();
  EXPECT_EQ(trainer.advance(1).steps, 1);
  EXPECT_EQ(trainer.steps(), 1);
  EXPECT_EQ(trainer.step_in_epoch(), 1);
  trainer.finish_epoch();
  EXPECT_EQ(trainer.step_in_epoch(), 0);
  EXPECT_EQ(trainer.epochs_finished(), 1);
}

TEST(Trainer, SlicesAdaptToTheMeasuredSpeed) {
  Bench bench(std::vector<float>(20000, 1.0f), 19999);
  double per_step = 0.001;
  Trainer trainer(bench.device, *bench.data, bench.model, bench.settings, {{{{0.0f}, {0.0f}}}},
                  {.clock = [&] { return static_cast<double>(bench.script->steps) * per_step; }});
  EXPECT_EQ(trainer.advance().steps, 1);
  for (int i = 0; i < 4; ++i) trainer.advance();
  EXPECT_NEAR(static_cast<double>(trainer.advance().steps), 10, 1);  // 10 ms at 1 ms a step
  EXPECT_NEAR(trainer.steps_per_second(), 1000, 1e-6);
}

TEST(Trainer, SlowStepsAreTakenOneByOneAndQuickOnesNeverOverflowTheSlots) {
  Bench bench(std::vector<float>(40000, 1.0f), 39998);
  bench.settings.batch = 1;
  Trainer quick = bench.trainer();  // its clock stands still: infinitely quick
  while (quick.steps() < 30000) quick.advance();
  EXPECT_EQ(bench.script->largest_slice, kMetricSlots);
  bench.script->largest_slice = 0;
  Trainer slow(bench.device, *bench.data, bench.model, bench.settings, {{{{0.0f}, {0.0f}}}},
               {.clock = [&] { return static_cast<double>(bench.script->steps) * 3.0; }});
  for (int i = 0; i < 5; ++i) slow.advance();
  EXPECT_EQ(bench.script->largest_slice, 1);
}

// A slow pace: hours pass between the batches, and are in no figure.
TEST(Trainer, WhatIsWaitedBetweenTwoSlicesIsInNoTime) {
  Bench bench({1, 1, 1, 1, 1}, 4);
  bench.settings.epochs = 1;
  bench.script->on_train = [&] { bench.now += 2; };
  bench.script->on_evaluate = [&] { bench.now += 7; };
  Trainer trainer = bench.trainer();
  while (!trainer.finished()) {
    trainer.advance(1);
    bench.now += 3600;
  }
  const EpochMetric& epoch = trainer.history().epochs[0];
  EXPECT_DOUBLE_EQ(epoch.seconds, 4);
  EXPECT_DOUBLE_EQ(epoch.elapsed_seconds, 4);
  EXPECT_DOUBLE_EQ(trainer.epoch_seconds(), 4);
  EXPECT_DOUBLE_EQ(trainer.steps_per_second(), 0.5);
  EXPECT_FLOAT_EQ(trainer.history().step_seconds[1], 4);
  EXPECT_DOUBLE_EQ(trainer.evaluation_seconds(), 7);
  EXPECT_EQ(trainer.evaluations(), 1);
}

// Many short slices are one entry of the window, and the speed stays what it is.
TEST(Trainer, SingleStepsAddUpToTheSameSpeed) {
  Bench bench(std::vector<float>(20001, 1.0f), 20000);
  bench.script->on_train = [&] { bench.now += 0.0001; };
  Trainer trainer = bench.trainer();
  for (int i = 0; i < 5000; ++i) trainer.advance(1);
  EXPECT_NEAR(trainer.steps_per_second(), 10000, 1);
}

TEST(Trainer, APointBringsBackADivergenceAndTheWayBackFromIt) {
  Bench bench({1, 1, 0, 1, 1, 0}, 4);
  bench.script->blow_up_update = 3;
  Trainer trainer = bench.trainer();
  while (!trainer.divergence()) trainer.advance(1);
  const TrainerPoint point = trainer.point();
  bench.script->blow_up_update = -1;
  trainer.roll_back(0.1);
  trainer.finish_epoch();
  trainer.return_to(point);
  ASSERT_TRUE(trainer.divergence());
  EXPECT_EQ(trainer.steps(), point.now.steps);
  EXPECT_EQ(trainer.history().step_loss.size(), point.now.history.step_loss.size());
  EXPECT_EQ(trainer.last_good().epochs_finished, 1);
  EXPECT_EQ(trainer.advance().steps, 0);
  trainer.roll_back(0.25);
  EXPECT_EQ(trainer.epochs_finished(), 1);
  EXPECT_EQ(trainer.settings().optimizer.learning_rate, 0.25);
}

History epochs(const std::vector<std::pair<double, double>>& loss_and_rate) {
  History history;
  for (const auto& [loss, rate] : loss_and_rate) {
    EpochMetric epoch;
    epoch.epoch = history.last_epoch() + 1;
    epoch.validation_loss = loss;
    epoch.learning_rate = rate;
    history.push_epoch(epoch);
  }
  return history;
}

// Two layers of one unit on the CPU: 1e30 in the first, 1e30 in the second. Every weight is finite, the first
// output is (1e30), the second is not.
TEST(Trainer, ALayerWhoseOutputOverflowsIsNamed) {
  cpu::CpuDevice device(1);
  const auto data = device.create_data({.rows = 4, .train_rows = 3, .columns = 1, .degree = 1});
  data->upload(std::vector<float>(4, 1.0f), std::vector<float>(4, 1.0f));
  TrainSettings settings;
  settings.batch = 2;
  Trainer trainer(device, *data, ModelSpec{{1, 1, 1}, Activation::kRelu, Output::kLinear}, settings,
                  Weights{{{{1e30f}, {0.0f}}, {{1e30f}, {0.0f}}}});
  trainer.advance(1);
  ASSERT_TRUE(trainer.divergence());
  EXPECT_EQ(trainer.divergence()->layer, "layers.1");
  EXPECT_TRUE(trainer.divergence()->output);
  EXPECT_EQ(trainer.divergence()->tensor, "pre-activation");
  EXPECT_EQ(divergence_place(*trainer.divergence()), "the output of layer 2");
}

TEST(RateAfterDivergence, IsOneThatWorked) {
  using Reason = RateAdvice::Reason;
  // 0.01 improved twice, 0.1 no more, 1 diverged.
  RateAdvice advice = rate_after_divergence(epochs({{0.9, 0.01}, {0.8, 0.01}, {0.85, 0.1}}), 1, 0.001);
  EXPECT_EQ(advice.rate, 0.01);
  EXPECT_EQ(advice.reason, Reason::kImproved);
  // What improved is what failed then: the rate of the opened run, if it is lower.
  advice = rate_after_divergence(epochs({{0.9, 1}, {0.8, 1}}), 1, 0.001);
  EXPECT_EQ(advice.rate, 0.001);
  EXPECT_EQ(advice.reason, Reason::kOpened);
  advice = rate_after_divergence(epochs({}), 0.001, 0.001);
  EXPECT_DOUBLE_EQ(advice.rate, 0.0001);
  EXPECT_EQ(advice.reason, Reason::kTenth);
  // Not a number is no improvement.
  advice = rate_after_divergence(epochs({{std::nan(""), 0.01}}), 1, 2);
  EXPECT_EQ(advice.reason, Reason::kTenth);
}

TEST(Trainer, TimesAreTrainingOnlyAndSpreadOverTheSlice) {
  Bench bench({1, 1, 1, 1, 1}, 4);
  bench.script->on_train = [&] { bench.now += 2; };
  bench.script->on_evaluate = [&] { bench.now += 7; };
  Trainer trainer = bench.trainer();
  trainer.advance();  // one step, 2 s
  trainer.advance();  // the other one, 2 s, then 7 s of evaluation
  EXPECT_DOUBLE_EQ(trainer.seconds(), 4);
  EXPECT_DOUBLE_EQ(trainer.evaluation_seconds(), 7);
  EXPECT_DOUBLE_EQ(trainer.history().epochs.at(0).seconds, 4);
  EXPECT_DOUBLE_EQ(trainer.history().epochs.at(0).elapsed_seconds, 4);
  EXPECT_FLOAT_EQ(trainer.history().step_seconds[0], 2);
  EXPECT_FLOAT_EQ(trainer.history().step_seconds[1], 4);
  EXPECT_DOUBLE_EQ(trainer.epoch_seconds(), 4);
}

TEST(Trainer, LearningRateChangesWithTheNextStep) {
  Bench bench({1, 1, 1, 1, 1}, 4);
  Trainer trainer = bench.trainer();
  trainer.advance(1);  // w = 0.5
  trainer.set_learning_rate(1.0);
  trainer.advance(1);  // w = 1
  EXPECT_FLOAT_EQ(trainer.state().engine.weights.layers[0].weight[0], 1.0f);
  EXPECT_EQ(trainer.history().epochs.at(0).learning_rate, 1.0);
  EXPECT_EQ(trainer.settings().optimizer.learning_rate, 1.0);
}

TEST(Trainer, StopsEarlyWhenValidationNoLongerImproves) {
  // w goes to 1, the training targets; the validation target is 0, so its loss grows from epoch to epoch.
  Bench bench({1, 1, 0}, 2);
  bench.settings.epochs = 50;
  bench.settings.early_stop_patience = 2;
  Trainer trainer = bench.trainer();
  while (!trainer.finished()) trainer.advance();
  EXPECT_TRUE(trainer.stopped_early());
  EXPECT_EQ(trainer.epochs_finished(), 3);  // the first is the best, then two without improvement
  trainer.set_early_stop(0, 0);
  EXPECT_FALSE(trainer.finished());
}

float weight_of(const Trainer& trainer) { return trainer.state().engine.weights.layers[0].weight[0]; }

// The same rows: w = 0.5, 0.75, 0.875, its validation loss w^2.
TEST(Trainer, EarlyStopEndsWithTheBestNetwork) {
  Bench bench({1, 1, 0}, 2);
  bench.settings.epochs = 50;
  bench.settings.early_stop_patience = 2;
  Trainer trainer = bench.trainer();
  while (!trainer.finished()) trainer.advance();
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.5F);
  EXPECT_TRUE(trainer.best().in_use);
  ASSERT_NE(trainer.result(), nullptr);
  EXPECT_EQ(trainer.result()->epoch, 1);
  EXPECT_DOUBLE_EQ(trainer.result()->validation_loss, 0.25);
  EXPECT_EQ(trainer.history().epochs.back().epoch, 3);
  // Kept for the inspections as well.
  EXPECT_FLOAT_EQ(trainer.kept().engine.weights.layers[0].weight[0], 0.5F);

  trainer.set_early_stop(10, 0);  // goes on from where it was
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.875F);
  trainer.advance(1);
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.9375F);
  EXPECT_EQ(trainer.result()->epoch, 4);
  trainer.set_epochs(4);  // and back
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.5F);
  trainer.set_early_stop(0, 0);
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.9375F);
  EXPECT_EQ(trainer.best().epoch, 0);
}

TEST(Trainer, ARunThatEndedWithItsBestNetworkGoesOnFromItsLast) {
  Bench bench({1, 1, 0}, 2);
  bench.settings.epochs = 3;
  bench.settings.early_stop_patience = 10;
  Trainer whole = bench.trainer();
  while (!whole.finished()) whole.advance();

  bench.settings.epochs = 2;
  Trainer part = bench.trainer();
  while (!part.finished()) part.advance();
  const TrainerState saved = part.state();
  EXPECT_FLOAT_EQ(saved.engine.weights.layers[0].weight[0], 0.5F);
  bench.settings.epochs = 3;
  Trainer resumed = bench.trainer();
  resumed.restore(saved);
  EXPECT_FLOAT_EQ(weight_of(resumed), 0.75F);
  while (!resumed.finished()) resumed.advance();
  EXPECT_EQ(resumed.state().engine, whole.state().engine);
  EXPECT_EQ(*resumed.best().aside, *whole.best().aside);
  EXPECT_EQ(resumed.best().epoch, 1);
  EXPECT_FLOAT_EQ(resumed.best().aside->layers[0].weight[0], 0.875F);

  Trainer rolled = bench.trainer();
  rolled.restore(saved);
  rolled.advance(1);
  rolled.roll_back(0.5);
  EXPECT_EQ(rolled.best().epoch, 1);
}

TEST(Trainer, WithoutEarlyStopNoNetworkIsKept) {
  Bench bench({1, 1, 0}, 2);
  Trainer trainer = bench.trainer();
  while (!trainer.finished()) trainer.advance();
  EXPECT_EQ(trainer.best().aside, nullptr);
  EXPECT_EQ(trainer.result()->epoch, 3);
  EXPECT_FLOAT_EQ(weight_of(trainer), 0.875F);
}

// 20,000 validation rows, every other one 1, in three parts of 20 ms each: more than a slice. w = 0.5, then
// 0.75, so the mean of (1 - w)^2 and w^2 is 0.3125.
TEST(Trainer, ALongEvaluationIsInterruptedAndGoesOn) {
  std::vector<float> targets{1, 1, 1, 1};
  for (int i = 0; i < 20'000; ++i) targets.push_back(static_cast<float>(i % 2));
  Bench bench(targets, 4);
  bench.script->on_evaluate = [&] { bench.now += 0.02; };
  Trainer trainer = bench.trainer();
  trainer.advance(1);
  EXPECT_FALSE(trainer.advance(1).epoch_finished);
  EXPECT_TRUE(trainer.evaluating());
  EXPECT_FALSE(trainer.finished());
  const TrainerState saved = trainer.state();
  const Slice second = trainer.advance();
  EXPECT_EQ(second.steps, 0);
  EXPECT_FALSE(second.epoch_finished);
  EXPECT_TRUE(trainer.advance().epoch_finished);
  EXPECT_FALSE(trainer.evaluating());
  EXPECT_NEAR(trainer.history().epochs.at(0).validation_loss, 0.3125, 1e-12);
  EXPECT_DOUBLE_EQ(trainer.history().epochs.at(0).validation_accuracy, 0.5);
  EXPECT_NEAR(trainer.evaluation_seconds(), 0.06, 1e-12);

  Trainer again = bench.trainer(0.9f);
  again.restore(saved);
  EXPECT_TRUE(again.evaluating());
  again.finish_epoch();
  EXPECT_EQ(again.history().epochs.at(0).validation_loss, trainer.history().epochs.at(0).validation_loss);
  EXPECT_EQ(again.steps(), 2);
}

TEST(Trainer, StateContinuesBitIdenticallyEvenInsideAnEpoch) {
  std::vector<float> targets;
  for (int i = 0; i < 50; ++i) targets.push_back(std::sin(static_cast<float>(i)));
  Bench bench(targets, 40);
  bench.settings.shuffle = Shuffle::kEpoch;
  bench.settings.optimizer.kind = OptimizerKind::kAdam;
  bench.settings.optimizer.learning_rate = 0.03;
  Trainer whole = bench.trainer();
  while (!whole.finished()) whole.advance(3);

  Trainer first = bench.trainer();
  for (int i = 0; i < 9; ++i) first.advance(3);  // ends at step 7 of epoch 2
  const TrainerState saved = first.state();
  EXPECT_NE(saved.partial_steps, 0);
  Trainer second = bench.trainer(0.7f);
  second.restore(saved);
  while (!second.finished()) second.advance(3);

  EXPECT_EQ(second.state().engine, whole.state().engine);
  ASSERT_EQ(second.history().epochs.size(), whole.history().epochs.size());
  for (std::size_t i = 0; i < whole.history().epochs.size(); ++i) {
    EXPECT_EQ(second.history().epochs[i].train_loss, whole.history().epochs[i].train_loss);
    EXPECT_EQ(second.history().epochs[i].validation_loss, whole.history().epochs[i].validation_loss);
  }
  ASSERT_EQ(second.history().step_loss.size(), whole.history().step_loss.size());
  for (std::size_t i = 0; i < whole.history().step_loss.size(); ++i) {
    EXPECT_EQ(second.history().step_loss[i], whole.history().step_loss[i]);
  }
}

TEST(Trainer, RefusesAStateOfAnotherRun) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  Trainer trainer = bench.trainer();
  TrainerState state = trainer.state();
  state.engine.moments.resize(1);
  EXPECT_THROW(trainer.restore(state), Error);
  state = trainer.state();
  state.engine.weights.layers[0].weight.push_back(0);
  EXPECT_THROW(trainer.restore(state), Error);
  state = trainer.state();
  state.steps = 5;
  EXPECT_THROW(trainer.restore(state), Error);
}

// What was never trained has moments all the same: it can be saved and continued.
TEST(Trainer, TheLastGoodStateOfAFirstEpochIsWhole) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  bench.settings.optimizer.kind = OptimizerKind::kAdam;
  bench.script->blow_up_update = 1;
  Trainer trainer = bench.trainer();
  const TrainerState start = trainer.state();
  while (!trainer.divergence()) ASSERT_GT(trainer.advance().steps, 0);
  const TrainerState good = trainer.last_good();
  EXPECT_EQ(good.steps, 0);
  EXPECT_EQ(good.engine, start.engine);
  EXPECT_EQ(good.engine.moments.size(), 2U);
  trainer.restore(good);
  EXPECT_FALSE(trainer.divergence());
}

TEST(Trainer, DivergenceNamesStepAndLayerAndRollsBack) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);  // two steps an epoch
  bench.settings.epochs = 5;
  bench.script->blow_up_update = 5;  // w is infinite after the first step of epoch 3
  bench.script->blow_up_at = 0.4;
  Trainer trainer = bench.trainer();
  for (int i = 0; i < 20; ++i) trainer.advance(2);
  ASSERT_TRUE(trainer.divergence());
  EXPECT_EQ(trainer.divergence()->epoch, 3);
  EXPECT_EQ(trainer.divergence()->step, 6);  // the first loss that is not finite
  EXPECT_EQ(trainer.divergence()->layer, "layers.0");
  EXPECT_EQ(trainer.divergence()->tensor, "weights");
  EXPECT_EQ(trainer.history().epochs.size(), 2u);
  EXPECT_EQ(trainer.history().step_loss.size(), 6u);
  EXPECT_FALSE(std::isfinite(trainer.history().step_loss[5]));

  trainer.roll_back(0.25);
  EXPECT_FALSE(trainer.divergence());
  EXPECT_EQ(trainer.steps(), 4);
  EXPECT_EQ(trainer.history().step_loss.size(), 4u);
  while (!trainer.finished() && !trainer.divergence()) trainer.advance();
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(trainer.history().epochs.size(), 5u);
  EXPECT_EQ(trainer.history().epochs.back().learning_rate, 0.25);
}

TEST(Trainer, DivergenceInTheFirstEpochGoesBackToTheStart) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  bench.script->blow_up_update = 1;
  bench.script->blow_up_at = 0.4;
  Trainer trainer = bench.trainer(0.125f);
  trainer.finish_epoch();
  ASSERT_TRUE(trainer.divergence());
  trainer.roll_back(0.1);
  EXPECT_EQ(trainer.steps(), 0);
  EXPECT_EQ(trainer.state().engine.weights.layers[0].weight[0], 0.125f);
}

TEST(Trainer, ALossThatOverflowsWithFiniteWeightsIsCalledThat) {
  Bench bench(std::vector<float>(30, 1.0f), 28);
  bench.script->blow_up_update = 7;
  bench.script->blow_up_to = 1e30f;  // finite; its square is not
  Trainer trainer = bench.trainer();
  trainer.finish_epoch();
  ASSERT_TRUE(trainer.divergence());
  EXPECT_EQ(trainer.divergence()->step, 8);
  EXPECT_EQ(trainer.divergence()->layer, "loss");
  EXPECT_EQ(trainer.divergence()->tensor, "loss");
}

TEST(Trainer, AnInfiniteValidationLossIsADivergenceToo) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  bench.script->blow_up_update = 2;  // with the last update of epoch 1
  Trainer trainer = bench.trainer();
  trainer.finish_epoch();
  ASSERT_TRUE(trainer.divergence());
  EXPECT_TRUE(trainer.history().epochs.empty());
}

// At a rate of 2.1 the distance to the target grows by a tenth with every step, the loss by 1.21. The largest
// of the first 8 losses is 1.21^7; above 1000 times that are those from step 45 on (1.21^44), and the 32nd of
// them is step 76: long before it overflows, and the same step however the slices fall.
TEST(Trainer, ALossThatExplodesPausesAtTheSameStepInAnySlices) {
  std::vector<float> weights;
  for (const std::int64_t slice : {1, 7, 0}) {
    Bench bench(std::vector<float>(101, 1.0f), 100);
    bench.settings.optimizer.learning_rate = 2.1;
    Trainer trainer = bench.trainer();
    while (!trainer.divergence() && !trainer.finished()) trainer.advance(slice);
    ASSERT_TRUE(trainer.divergence());
    EXPECT_EQ(trainer.divergence()->step, 76);
    EXPECT_TRUE(trainer.divergence()->exploding);
    EXPECT_EQ(trainer.divergence()->layer, "loss");
    EXPECT_NEAR(trainer.divergence()->value, std::pow(1.21, 75), 1e-3 * std::pow(1.21, 75));
    EXPECT_EQ(divergence_cause(*trainer.divergence()).substr(0, 21), "the loss exploded to ");
    weights.push_back(weight_of(trainer));
    trainer.roll_back(0.5);
    EXPECT_EQ(trainer.steps(), 50);
  }
  EXPECT_EQ(weights[0], weights[1]);
  EXPECT_EQ(weights[0], weights[2]);
}

TEST(Trainer, ResetRepeatsTheRun) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  Trainer trainer = bench.trainer(0.3f);
  while (!trainer.finished()) trainer.advance();
  const double loss = trainer.history().epochs.back().validation_loss;
  trainer.reset({{{{0.3f}, {0.0f}}}});
  EXPECT_EQ(trainer.steps(), 0);
  EXPECT_EQ(trainer.seconds(), 0);
  EXPECT_TRUE(trainer.history().step_loss.empty());
  while (!trainer.finished()) trainer.advance();
  EXPECT_EQ(trainer.history().epochs.back().validation_loss, loss);
}

TEST(Trainer, AFailingEngineLeavesHistoryAndTheLastGoodState) {
  Bench bench({1, 0, 1, 0, 1, 1}, 4);
  bench.script->steps_until_failure = 3;
  Trainer trainer = bench.trainer();
  trainer.finish_epoch();
  EXPECT_THROW(trainer.finish_epoch(), Error);
  EXPECT_EQ(trainer.history().epochs.size(), 1u);
  EXPECT_EQ(trainer.last_good().steps, 2);
}

}  // namespace
}  // namespace headroom
