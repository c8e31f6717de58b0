// What goes wrong and what is left then: no memory, divergence, a device that fails.
#include "core/run/run_thread.h"

#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

TEST(Failure, WhatDoesNotFitIsRefusedAndTheOldRunGoesOn) {
  auto script = std::make_shared<FakeScript>();
  script->total = kGiB;
  Driver run(script);
  const SnapshotPtr before = run.train_to_end();
  run.custom({20000, 20000});  // 1.6 GB of weights alone
  SnapshotPtr s = run.wait_for_error(before->error_sequence);
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->code(), ErrorCode::kOutOfMemory);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(s->curves->models.size(), 2u);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  EXPECT_EQ(run.script->engines, 1);
  // The refused plan is told as well: 3 copies and a moment or two of 20000 * 20000 weights at least.
  ASSERT_TRUE(s->memory->refused);
  EXPECT_EQ(s->memory->refused->verdict, Verdict::kDoesNotFit);
  EXPECT_GE(s->memory->refused->categories[static_cast<std::size_t>(Category::kWeights)], 1'600'000'000);
  EXPECT_EQ(s->memory->charged_total, before->memory->charged_total);
  EXPECT_EQ(s->memory->predicted_total, before->memory->predicted_total);

  RunConfig huge = small_config();
  huge.models[0].hidden = {20000, 20000};
  run.post(command::Load{huge, true});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->error->code(), ErrorCode::kOutOfMemory);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 3);
}

TEST(Failure, WhenADeviceHasLessRoomThanItSaidTheOldSelectionComesBack) {
  auto script = std::make_shared<FakeScript>();
  std::int64_t created = 0;
  script->on_create_engine = [&] {
    if (++created == 2) throw Error(ErrorCode::kOutOfMemory, "fragmented", "fake:0");
  };
  Driver run(script);
  const SnapshotPtr before = run.train_to_end();
  run.select({"large"});
  const SnapshotPtr s = run.wait_for_error(before->error_sequence);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_TRUE(model(*s, "small").selected);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  EXPECT_EQ(s->memory->predicted, s->memory->charged);
}

TEST(Failure, ARunThatStepsAsideForAnotherComesBackWhenThatFails) {
  Driver straight;
  const SnapshotPtr expected = straight.train_to_end();
  auto script = std::make_shared<FakeScript>();
  std::int64_t uploads = 0;
  script->on_upload = [&] {
    if (++uploads == 2) throw Error(ErrorCode::kOutOfMemory, "less room than it said", "fake:0");
  };
  Driver run(script);
  run.load();
  run.post(command::Step{true});
  SnapshotPtr s = run.wait(RunState::kPaused);
  // So little is free that old and new do not fit together, but the new one alone does.
  run.script->used_by_others =
      run.script->total - safety_margin(run.script->total) - s->memory->charged_total - kKiB;
  run.post(command::Load{small_config(), true});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->state, RunState::kPaused);
  EXPECT_EQ(model(*s, "small").steps, 8);
  EXPECT_EQ(uploads, 3);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*expected, "small")));
}

TEST(Failure, DivergencePausesAndRollsBack) {
  auto script = std::make_shared<FakeScript>();
  script->blow_up_update = 12;  // in epoch 2 of 8 steps
  script->blow_up_at = 0.1;
  Driver run(script);
  run.post(command::Load{small_config(), true});
  SnapshotPtr s = run.wait(RunState::kDiverged);
  const ModelSnapshot& small = model(*s, "small");
  ASSERT_TRUE(small.divergence);
  EXPECT_EQ(small.divergence->epoch, 2);
  EXPECT_EQ(small.divergence->step, 13);
  EXPECT_EQ(small.divergence->layer, "layers.0");
  EXPECT_EQ(small.epoch, 1);
  run.post(command::Play{});  // refused
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->state, RunState::kDiverged);
  run.post(command::GoBack{std::nullopt, 0.05});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->config.train.optimizer.learning_rate, 0.05);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  EXPECT_FALSE(model(*s, "small").divergence);
  EXPECT_EQ(model(*s, "small").history.step_loss.size(), 24u);
}

TEST(Failure, AFailedDeviceKeepsHistoryAndCanBeOpenedAgain) {
  auto script = std::make_shared<FakeScript>();
  script->steps_until_failure = 12;
  Driver run(script);
  run.post(command::Load{small_config(), true});
  SnapshotPtr s = run.wait(RunState::kFailed);
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->code(), ErrorCode::kDevice);
  EXPECT_EQ(model(*s, "small").history.epochs.size(), 1u);
  EXPECT_EQ(s->memory->charged_total, 0);
  EXPECT_EQ(run.script->engines, 0);
  run.post(command::Play{});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->state, RunState::kFailed);
  EXPECT_NE(s->message.find("fell off its bus"), std::string::npos);

  run.script->steps_until_failure = 1000000;
  s = run.train_to_end();
  EXPECT_EQ(model(*s, "small").epoch, 3);
  EXPECT_EQ(run.script->opened, 2);
  EXPECT_FALSE(s->error);
}

TEST(Failure, EveryKindOfExceptionBecomesAState) {
  auto script = std::make_shared<FakeScript>();
  std::int64_t slices = 0;
  script->on_train = [&] {
    if (++slices == 2) throw std::runtime_error("something odd");
    if (slices == 3) throw 42;
  };
  Driver run(script);
  run.post(command::Load{small_config(), true});
  SnapshotPtr s = run.wait(RunState::kFailed);
  EXPECT_EQ(s->error->code(), ErrorCode::kInternal);
  EXPECT_EQ(s->error->message(), "something odd");
  const std::uint64_t seen = s->error_sequence;
  run.post(command::Load{small_config(), true});
  s = run.wait_for_error(seen);
  EXPECT_EQ(s->state, RunState::kFailed);
  run.post(command::Reset{});
  run.wait(RunState::kReady);
}

TEST(Failure, TheCpuServesWhenTheGpuDoesNotOpen) {
  auto script = std::make_shared<FakeScript>();
  const DeviceInfo gpu{.id = "cuda:0", .kind = "cuda", .name = "GPU", .compute_capability = {}};
  const DeviceInfo cpu{.id = "cpu", .kind = "cpu", .name = "CPU", .compute_capability = {}};
  RunThread run({.list =
                     [=] {
                       return std::vector{cpu, gpu};
                     },
                 .open = [=](const std::string& id) -> std::unique_ptr<Device> {
                   if (id == "cuda:0") throw Error(ErrorCode::kDevice, "driver too old", id);
                   return std::make_unique<test::FakeDevice>(script, id);
                 }},
                [] { throw std::runtime_error("a listener that throws"); });
  while (run.snapshot()->sequence == 0) std::this_thread::yield();
  const SnapshotPtr s = run.snapshot();
  EXPECT_EQ(s->facts->device.id, "cpu");
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->message(), "driver too old");
  EXPECT_EQ(s->state, RunState::kEmpty);
}

}  // namespace
}  // namespace headroom
