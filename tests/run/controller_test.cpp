#include "core/run/controller.h"

#include <filesystem>

#include "core/io/run_record.h"
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::Gate;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

TEST(Controller, StartsEmptyWithTheMachinesDevices) {
  Driver run;
  const SnapshotPtr s = run.wait([](const Snapshot& x) { return x.sequence > 0; });
  EXPECT_EQ(s->state, RunState::kEmpty);
  EXPECT_EQ(s->devices.size(), 2u);
  EXPECT_EQ(s->device.id, "fake:0");
}

TEST(Controller, LoadPreparesAndWaitsAtStepZero) {
  Driver run;
  const SnapshotPtr s = run.load();
  EXPECT_EQ(s->config.id, "small_data");
  EXPECT_EQ(s->train_rows, 80);
  EXPECT_EQ(s->validation_rows, 20);
  EXPECT_EQ(s->features, 2);
  ASSERT_EQ(s->models.size(), 2u);
  EXPECT_EQ(s->models[0].parameters, 2 * 4 + 4 + 4 + 1);
  EXPECT_EQ(s->models[0].steps, 0);
  EXPECT_EQ(s->models[0].steps_per_epoch, 8);
  EXPECT_GT(s->models[1].planned_bytes, 0);
  EXPECT_EQ(s->memory.predicted_total, s->memory.charged_total);
  EXPECT_EQ(s->memory.predicted, s->memory.charged);
  ASSERT_EQ(s->stages.size(), 5u);
  EXPECT_EQ(s->stages[2].state, StageState::kDone);
  EXPECT_EQ(s->stages[3].state, StageState::kWaiting);
  EXPECT_EQ(s->stages[3].in, (std::vector<std::int64_t>{80, 2}));
  EXPECT_EQ(s->stages[4].in, (std::vector<std::int64_t>{20, 2}));
}

TEST(Controller, TrainsToTheEnd) {
  Driver run;
  const SnapshotPtr s = run.train_to_end();
  const ModelSnapshot& small = model(*s, "small");
  EXPECT_EQ(small.epoch, 3);
  EXPECT_EQ(small.steps, 24);
  EXPECT_EQ(small.history.epochs.size(), 3u);
  EXPECT_EQ(small.history.step_loss.size(), 24u);
  EXPECT_EQ(small.steps_per_second, 0);
  EXPECT_EQ(s->stages[3].state, StageState::kDone);
  EXPECT_EQ(s->stages[3].progress, 1);
}

TEST(Controller, StepsABatchAndAnEpoch) {
  Driver run;
  run.load();
  run.post(command::Step{false});
  SnapshotPtr s = run.wait(RunState::kPaused);
  EXPECT_EQ(model(*s, "small").steps, 1);
  run.post(command::Step{true});
  s = run.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.models[0].epoch == 1; });
  EXPECT_EQ(model(*s, "small").steps, 8);
  EXPECT_EQ(run.script->steps, 8);
}

TEST(Controller, PauseTakesEffectWithinOneSlice) {
  auto script = std::make_shared<FakeScript>();
  RunController* controller = nullptr;
  std::int64_t slice = 0;
  script->on_train = [&] {
    if (++slice == 3) controller->post(command::Pause{});
  };
  Driver run(script);
  controller = &run.controller();
  run.load(small_config(1000, 1000000));
  run.post(command::Play{});
  run.wait(RunState::kPaused);
  run.sync();
  EXPECT_EQ(run.script->slices, 3);  // the one during which pause was posted is the last
}

TEST(Controller, ANewLearningRateTakesEffectWithTheNextSlice) {
  auto script = std::make_shared<FakeScript>();
  RunController* controller = nullptr;
  std::int64_t slice = 0;
  script->on_train = [&] {
    if (++slice == 2) {
      for (const double value : {0.5, 0.4, 0.3}) controller->post(command::SetLearningRate{value});
    }
  };
  Driver run(script);
  controller = &run.controller();
  const SnapshotPtr s = run.train_to_end();
  EXPECT_EQ(s->learning_rate, 0.3);
  EXPECT_EQ(model(*s, "small").history.epochs.back().learning_rate, 0.3);
}

TEST(Controller, ResetWithTheSameSeedRepeatsTheRunBitByBit) {
  Driver run;
  const SnapshotPtr first = run.train_to_end();
  run.post(command::Reset{});
  const SnapshotPtr start = run.wait(RunState::kReady);
  EXPECT_TRUE(model(*start, "small").history.step_loss.empty());
  EXPECT_TRUE(model(*start, "small").history.epochs.empty());
  run.post(command::Play{});
  const SnapshotPtr second = run.wait(RunState::kFinished);
  EXPECT_EQ(losses(model(*second, "small")), losses(model(*first, "small")));
  EXPECT_EQ(model(*second, "small").history.epochs.back().validation_loss,
            model(*first, "small").history.epochs.back().validation_loss);
}

TEST(Controller, ANewSeedGivesAnotherRun) {
  Driver run;
  const SnapshotPtr first = run.train_to_end();
  run.post(command::Reset{true});
  EXPECT_EQ(run.wait(RunState::kReady)->seed, 2u);
  run.post(command::Play{});
  const SnapshotPtr second = run.wait(RunState::kFinished);
  EXPECT_NE(losses(model(*second, "small")), losses(model(*first, "small")));
  run.post(command::SetSeed{1});
  run.wait(RunState::kReady);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*first, "small")));
}

TEST(Controller, TwoModelsSideBySideShareRowsAndKeepPace) {
  // With learning rate 1 the fake's weight is the last batch's mean: from step 2 on the losses depend on the
  // rows and their order only.
  RunConfig config = small_config(100, 30);
  config.selected = {"small", "large"};
  config.train.optimizer.learning_rate = 1;
  auto script = std::make_shared<FakeScript>();
  Driver* driver = nullptr;
  std::int64_t apart = 0;
  script->on_evaluate = [&] {
    const SnapshotPtr s = driver->snapshot();
    apart = std::max(apart, std::abs(s->models[0].epoch - s->models[1].epoch));
  };
  Driver run(script);
  driver = &run;
  const SnapshotPtr s = run.train_to_end(config);
  std::vector<float> small = losses(model(*s, "small"));
  std::vector<float> large = losses(model(*s, "large"));
  ASSERT_EQ(small.size(), 240u);
  small.erase(small.begin());
  large.erase(large.begin());
  EXPECT_EQ(small, large);
  EXPECT_LE(apart, 1);
  EXPECT_EQ(s->memory.predicted, s->memory.charged);
}

TEST(Controller, AStepSideBySideIsOneOfEachAndAnEpochEndsTogether) {
  RunConfig config = small_config();
  config.selected = {"small", "large"};
  Driver run;
  run.load(config);
  run.post(command::Step{false});
  SnapshotPtr s = run.wait(RunState::kPaused);
  EXPECT_EQ(s->models[0].steps, 1);
  EXPECT_EQ(s->models[1].steps, 1);
  run.post(command::Step{true});
  s = run.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.models[0].epoch == 1; });
  EXPECT_EQ(s->models[1].epoch, 1);
  EXPECT_EQ(s->models[1].step_in_epoch, 0);
}

TEST(Controller, TogglingModelsKeepsTheOthersCurveAndGoesOnWhereItStopped) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end();
  run.post(command::SelectModels{{"large"}});
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*trained, "small")));
  EXPECT_FALSE(model(*s, "small").selected);
  EXPECT_EQ(model(*s, "large").steps, 0);
  EXPECT_EQ(run.script->engines, 1);  // the small one left the device
  EXPECT_EQ(s->memory.predicted, s->memory.charged);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "large").history.epochs.size(), 3u);
  run.post(command::SelectModels{{"small", "large"}});
  s = run.sync();
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  run.post(command::Reset{});
  s = run.wait(RunState::kReady);
  EXPECT_TRUE(model(*s, "small").history.epochs.empty());
  EXPECT_TRUE(model(*s, "large").history.epochs.empty());
}

TEST(Controller, TogglingThereAndBackIsAsIfNothingHappened) {
  Driver straight;
  const SnapshotPtr expected = straight.train_to_end();
  Driver run;
  run.load();
  run.post(command::Step{true});
  run.wait(RunState::kPaused);
  run.post(command::Step{false});
  run.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.models[0].steps == 9; });
  run.post(command::SelectModels{{"large"}});
  run.wait(RunState::kReady);
  run.post(command::SelectModels{{"small"}});
  run.wait(RunState::kPaused);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*expected, "small")));
}

TEST(Controller, EpochsGrowAfterTheEnd) {
  Driver run;
  SnapshotPtr s = run.train_to_end();
  TrainSettings settings = s->config.train;
  settings.epochs = 5;
  run.post(command::SetTrainSettings{settings});
  run.wait(RunState::kPaused);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 5);
  settings.batch = 20;  // structure: starts over
  run.post(command::SetTrainSettings{settings});
  s = run.wait(RunState::kReady);
  EXPECT_EQ(model(*s, "small").steps_per_epoch, 4);
  EXPECT_TRUE(model(*s, "small").history.epochs.empty());
}

TEST(Controller, CustomModelAndActivation) {
  Driver run;
  run.load();
  run.post(command::SetCustomModel{{7, 5}});
  SnapshotPtr s = run.wait([](const Snapshot& x) { return x.models.size() == 3; });
  EXPECT_TRUE(model(*s, "custom").selected);
  EXPECT_EQ(model(*s, "custom").spec.widths, (std::vector<std::int64_t>{2, 7, 5, 1}));
  run.post(command::SetActivation{Activation::kTanh});
  s = run.wait([](const Snapshot& x) { return x.config.activation == Activation::kTanh; });
  EXPECT_EQ(model(*s, "custom").spec.activation, Activation::kTanh);
  EXPECT_EQ(s->state, RunState::kReady);
}

TEST(Controller, WhatDoesNotFitIsRefusedAndTheOldRunGoesOn) {
  auto script = std::make_shared<FakeScript>();
  script->total = kGiB;
  Driver run(script);
  const SnapshotPtr before = run.train_to_end();
  run.post(command::SetCustomModel{{20000, 20000}});  // 1.6 GB of weights alone
  SnapshotPtr s = run.wait_for_error(before->error_sequence);
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->code(), ErrorCode::kOutOfMemory);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(s->models.size(), 2u);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  EXPECT_EQ(run.script->engines, 1);
  // The refused plan is told as well: 3 copies and a moment or two of 20000 * 20000 weights at least.
  ASSERT_TRUE(s->memory.refused);
  EXPECT_EQ(s->memory.refused->report.verdict, Verdict::kDoesNotFit);
  EXPECT_GE(s->memory.refused->categories[static_cast<std::size_t>(Category::kWeights)], 1'600'000'000);
  EXPECT_EQ(s->memory.charged_total, before->memory.charged_total);
  EXPECT_EQ(s->memory.predicted_total, before->memory.predicted_total);

  RunConfig huge = small_config();
  huge.models[0].hidden = {20000, 20000};
  run.post(command::Load{huge, true});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->error->code(), ErrorCode::kOutOfMemory);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 3);
}

TEST(Controller, TheCustomModelCanBeRemoved) {
  Driver run;
  const SnapshotPtr before = run.train_to_end();
  run.post(command::SetCustomModel{{7, 5}});
  run.wait([](const Snapshot& x) { return x.models.size() == 3; });
  run.post(command::RemoveCustomModel{});
  const SnapshotPtr s = run.wait([](const Snapshot& x) { return x.models.size() == 2; });
  EXPECT_TRUE(model(*s, "small").selected);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  run.post(command::RemoveCustomModel{});
  EXPECT_EQ(run.wait_for_error(s->error_sequence)->error->code(), ErrorCode::kUsage);
}

TEST(Controller, WhenADeviceHasLessRoomThanItSaidTheOldSelectionComesBack) {
  auto script = std::make_shared<FakeScript>();
  std::int64_t created = 0;
  script->on_create_engine = [&] {
    if (++created == 2) throw Error(ErrorCode::kOutOfMemory, "fragmented", "fake:0");
  };
  Driver run(script);
  const SnapshotPtr before = run.train_to_end();
  run.post(command::SelectModels{{"large"}});
  const SnapshotPtr s = run.wait_for_error(before->error_sequence);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_TRUE(model(*s, "small").selected);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  EXPECT_EQ(s->memory.predicted, s->memory.charged);
}

TEST(Controller, ARunThatStepsAsideForAnotherComesBackWhenThatFails) {
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
      run.script->total - safety_margin(run.script->total) - s->memory.charged_total - kKiB;
  run.post(command::Load{small_config(), true});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->state, RunState::kPaused);
  EXPECT_EQ(model(*s, "small").steps, 8);
  EXPECT_EQ(uploads, 3);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*expected, "small")));
}

TEST(Controller, DivergencePausesAndRollsBack) {
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
  run.post(command::RollBack{0.05});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->learning_rate, 0.05);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  EXPECT_FALSE(model(*s, "small").divergence);
  EXPECT_EQ(model(*s, "small").history.step_loss.size(), 24u);
}

TEST(Controller, AFailedDeviceKeepsHistoryAndCanBeOpenedAgain) {
  auto script = std::make_shared<FakeScript>();
  script->steps_until_failure = 12;
  Driver run(script);
  run.post(command::Load{small_config(), true});
  SnapshotPtr s = run.wait(RunState::kFailed);
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->code(), ErrorCode::kDevice);
  EXPECT_EQ(model(*s, "small").history.epochs.size(), 1u);
  EXPECT_EQ(s->memory.charged_total, 0);
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

TEST(Controller, EveryKindOfExceptionBecomesAState) {
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

TEST(Controller, CancelDuringPreparationKeepsThePreviousRun) {
  auto script = std::make_shared<FakeScript>();
  Gate gate;
  std::int64_t uploads = 0;
  script->on_upload = [&] {
    if (++uploads == 2) gate.wait();
  };
  Driver run(script);
  const SnapshotPtr before = run.train_to_end();
  RunConfig other = small_config(200);
  other.id = "other";
  run.post(command::Load{other, true});
  gate.wait_for_arrival();
  const SnapshotPtr preparing = run.snapshot();
  EXPECT_EQ(preparing->state, RunState::kPreparing);
  EXPECT_EQ(preparing->config.id, "other");
  EXPECT_EQ(preparing->stages[1].state, StageState::kRunning);
  run.post(command::Cancel{});
  gate.open();
  const SnapshotPtr s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->config.id, "small_data");
  EXPECT_FALSE(s->error);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
}

TEST(Controller, LoadDuringPreparationReplacesIt) {
  auto script = std::make_shared<FakeScript>();
  Gate gate;
  std::int64_t uploads = 0;
  script->on_upload = [&] {
    if (++uploads == 1) gate.wait();
  };
  Driver run(script);
  run.post(command::Load{small_config(), true});
  gate.wait_for_arrival();
  RunConfig other = small_config(200);
  other.id = "other";
  run.post(command::Load{other, false});
  gate.open();
  EXPECT_EQ(run.wait(RunState::kReady)->config.id, "other");
}

TEST(Controller, StoppingTheProgramStopsAPreparation) {
  auto script = std::make_shared<FakeScript>();
  Gate gate;
  script->on_upload = [&] { gate.wait(); };
  std::int64_t scaled = 0;
  script->on_scale = [&] { ++scaled; };
  std::thread opener;
  {
    Driver run(script);
    run.post(command::Load{small_config(), true});
    gate.wait_for_arrival();
    opener = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      gate.open();
    });
  }
  opener.join();
  EXPECT_EQ(scaled, 0);
}

TEST(Controller, AnotherDevice) {
  Driver run;
  run.train_to_end();
  run.post(command::SetDevice{"fake:1"});
  SnapshotPtr s = run.wait([](const Snapshot& x) { return x.device.id == "fake:1"; });
  EXPECT_EQ(s->state, RunState::kReady);
  EXPECT_EQ(s->stages[1].where, "fake:1");
  run.post(command::SetDevice{"fake:9"});
  s = run.wait_for_error(s->error_sequence);
  EXPECT_EQ(s->error->code(), ErrorCode::kNotFound);
  EXPECT_EQ(s->device.id, "fake:1");
  run.post(command::Play{});
  EXPECT_EQ(model(*run.wait(RunState::kFinished), "small").epoch, 3);
}

TEST(Controller, SavedRunsReadBack) {
  RunConfig config = small_config();
  config.dataset.reset();
  config.generator =
      SyntheticSpec{.kind = "scalability", .rows = 100, .columns = 3, .noise = 0.5, .signal = 1};
  const auto directory = std::filesystem::temp_directory_path() / "headroom_controller_test_run";
  std::filesystem::remove_all(directory);
  Driver run;
  const SnapshotPtr trained = run.train_to_end(config);
  run.post(command::SaveRun{directory.string()});
  const SnapshotPtr s = run.sync();
  const RunRecord record = load_run(directory);
  EXPECT_EQ(record.state, RecordState::kFinished);
  ASSERT_EQ(record.models.size(), 1u);
  EXPECT_EQ(record.models[0].state.epochs_finished, 3);
  EXPECT_EQ(record.models[0].state.steps, 24);
  EXPECT_EQ(record.models[0].state.history.epochs.back().validation_loss,
            model(*trained, "small").history.epochs.back().validation_loss);
  std::filesystem::remove_all(directory);
}

TEST(Controller, AnIdleRunDoesNothing) {
  Driver run;
  const SnapshotPtr s = run.train_to_end();
  const std::int64_t slices = run.script->slices;
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(run.snapshot()->sequence, s->sequence);
  EXPECT_EQ(run.script->slices, slices);
}

TEST(Controller, TheCpuServesWhenTheGpuDoesNotOpen) {
  auto script = std::make_shared<FakeScript>();
  const DeviceInfo gpu{.id = "cuda:0", .kind = "cuda", .name = "GPU", .compute_capability = {}};
  const DeviceInfo cpu{.id = "cpu", .kind = "cpu", .name = "CPU", .compute_capability = {}};
  RunController run({.list =
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
  EXPECT_EQ(s->device.id, "cpu");
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->message(), "driver too old");
  EXPECT_EQ(s->state, RunState::kEmpty);
}

}  // namespace
}  // namespace headroom
