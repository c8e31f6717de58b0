// The life of a run: load, play, pause, step, reset, seeds, devices, saving.
#include "core/run/run_thread.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "core/io/run_record.h"
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
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
  RunThread* controller = nullptr;
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

// 10,000 validation rows are two parts, and the first takes longer than a slice.
TEST(Controller, PauseInterruptsAnEvaluation) {
  auto script = std::make_shared<FakeScript>();
  Driver run(script);
  int parts = 0;
  script->on_evaluate = [&, controller = &run.controller()] {
    if (++parts == 1) controller->post(command::Pause{});
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  RunConfig config = small_config(50'000);
  config.train.batch = 40'000;
  run.load(config);
  run.post(command::Play{});
  const SnapshotPtr paused = run.wait(RunState::kPaused);
  EXPECT_EQ(paused->models[0].epoch, 0);
  EXPECT_EQ(paused->models[0].step_in_epoch, 1);
  run.post(command::Step{});
  const SnapshotPtr stepped =
      run.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.models[0].epoch > 0; });
  EXPECT_EQ(stepped->models[0].epoch, 2);
  run.post(command::Play{});
  EXPECT_EQ(run.wait(RunState::kFinished)->models[0].epoch, 3);
  EXPECT_EQ(parts, 6);
}

TEST(Controller, ANewLearningRateTakesEffectWithTheNextSlice) {
  auto script = std::make_shared<FakeScript>();
  RunThread* controller = nullptr;
  std::int64_t slice = 0;
  script->on_train = [&] {
    if (++slice == 2) {
      for (const double value : {0.5, 0.4, 0.3}) {
        RunConfig config = controller->snapshot()->config;
        config.train.optimizer.learning_rate = value;
        controller->post(command::Change{config});
      }
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
  run.change([](RunConfig& config) { config.train.seed = 1; });
  run.wait(RunState::kReady);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*first, "small")));
}

TEST(Controller, EpochsGrowAfterTheEnd) {
  Driver run;
  SnapshotPtr s = run.train_to_end();
  TrainSettings settings = s->config.train;
  settings.epochs = 5;
  run.change([&](RunConfig& config) { config.train = settings; });
  run.wait(RunState::kPaused);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 5);
  settings.batch = 20;  // structure: starts over
  run.change([&](RunConfig& config) { config.train = settings; });
  s = run.wait(RunState::kReady);
  EXPECT_EQ(model(*s, "small").steps_per_epoch, 4);
  EXPECT_TRUE(model(*s, "small").history.epochs.empty());
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

}  // namespace
}  // namespace headroom
