// Every command in every state: it answers, nothing crashes, and the program can go on.
#include <atomic>
#include <functional>
#include <thread>

#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::Gate;
using test::small_config;
using test::SnapshotPtr;

// A command, made from the configuration of the moment.
struct Case {
  const char* name;
  std::function<Command(RunConfig now)> command;
};

Case plain(const char* name, const Command& command) {
  return {name, [command](const RunConfig&) { return command; }};
}

Case change(const char* name, const std::function<void(RunConfig&)>& edit) {
  return {name, [edit](RunConfig now) {
            edit(now);
            return command::Change{now};
          }};
}

std::vector<Case> all_commands() {
  using C = RunConfig;
  return {plain("Load", command::Load{small_config(50), false}),
          plain("LoadAndPlay", command::Load{small_config(50), true}),
          plain("LoadNonsense", command::Load{RunConfig{}, true}),
          plain("Play", command::Play{}),
          plain("Pause", command::Pause{}),
          plain("StepBatch", command::Step{false}),
          plain("StepEpoch", command::Step{true}),
          plain("Reset", command::Reset{}),
          plain("ResetNewSeed", command::Reset{true}),
          change("Nothing", [](C&) {}),
          change("Seed", [](C& c) { c.train.seed = 7; }),
          change("LearningRate", [](C& c) { c.train.optimizer.learning_rate = 0.02; }),
          change("LearningRateNonsense", [](C& c) { c.train.optimizer.learning_rate = -1; }),
          change("Select", [](C& c) { c.selected = {"large"}; }),
          change("SelectBoth",
                 [](C& c) {
                   c.selected = {"small", "large"};
                 }),
          change("SelectNothing", [](C& c) { c.selected = {}; }),
          change("SelectUnknown", [](C& c) { c.selected = {"nobody"}; }),
          change("Custom", [](C& c) { set_custom_model(c, {3}); }),
          change("CustomNonsense", [](C& c) { set_custom_model(c, {0}); }),
          change("Activation", [](C& c) { c.activation = Activation::kGelu; }),
          change("Degree", [](C& c) { c.degree = 2; }),
          change("Residence", [](C& c) { c.residence = Residence::kStreamed; }),
          change("Batch", [](C& c) { c.train.batch = 5; }),
          change("SeveralAtOnce",
                 [](C& c) {
                   c.train.batch = 5;
                   c.train.epochs = 2;
                   c.activation = Activation::kTanh;
                   c.selected = {"large"};
                 }),
          plain("AnotherRunsChange", command::Change{small_config(70)}),
          plain("SetDevice", command::SetDevice{"fake:1"}),
          plain("SetDeviceNonsense", command::SetDevice{"nothing"}),
          plain("CompareDevices", command::CompareDevices{}),
          plain("GoBack", command::GoBack{std::nullopt, 0.01}),
          plain("GoBackToAStep", command::GoBack{1, 0.01}),
          plain("LookBack", command::LookBack{1}),
          plain("LookLive", command::LookBack{}),
          plain("SetPace", command::SetPace{kBatchAFrame}),
          plain("Undo", command::Undo{}),
          plain("AddPast", command::AddPast{std::make_shared<const PastRun>()}),
          plain("AddNothing", command::AddPast{}),
          plain("RemovePast", command::RemovePast{1}),
          plain("Cancel", command::Cancel{}),
          plain("SaveNowhere", command::SaveRun{"/dev/null/nowhere"})};
}

constexpr RunState kStates[] = {RunState::kEmpty,    RunState::kPreparing, RunState::kReady,
                                RunState::kTraining, RunState::kPaused,    RunState::kFinished,
                                RunState::kDiverged, RunState::kFailed};

class EveryState : public testing::TestWithParam<RunState> {};

// Brings a run into the state; the gate holds a preparation.
void bring(Driver& run, RunState state, Gate& gate) {
  switch (state) {
    case RunState::kEmpty: run.wait([](const Snapshot& s) { return s.sequence > 0; }); return;
    case RunState::kPreparing:
      run.post(command::Load{small_config(), true});
      gate.wait_for_arrival();
      return;
    case RunState::kReady: run.load(); return;
    case RunState::kTraining:
      run.post(command::Load{small_config(100, 100000000), true});
      run.wait(RunState::kTraining);
      return;
    case RunState::kPaused:
      run.load();
      run.post(command::Step{false});
      run.wait(RunState::kPaused);
      return;
    case RunState::kFinished: run.train_to_end(); return;
    case RunState::kDiverged:
      run.script->blow_up_update = 3;
      run.post(command::Load{small_config(), true});
      run.wait(RunState::kDiverged);
      run.script->blow_up_update = -1;
      return;
    case RunState::kFailed:
      run.script->steps_until_failure = 3;
      run.post(command::Load{small_config(), true});
      run.wait(RunState::kFailed);
      run.script->steps_until_failure = 1000000000;
      return;
  }
}

TEST_P(EveryState, AnswersEveryCommand) {
  for (const Case& c : all_commands()) {
    SCOPED_TRACE(c.name);
    auto script = std::make_shared<FakeScript>();
    Gate gate;
    std::atomic<bool> hold{GetParam() == RunState::kPreparing};
    script->on_upload = [&] {
      if (hold.exchange(false)) gate.wait();
    };
    Driver run(script);
    bring(run, GetParam(), gate);
    EXPECT_EQ(run.snapshot()->state, GetParam());
    run.post(c.command(run.snapshot()->facts->config));
    gate.open();
    const SnapshotPtr s = run.sync();
    EXPECT_FALSE(s->message.empty());
    EXPECT_NE(s->state, RunState::kPreparing);
    if (s->state != RunState::kEmpty) {
      EXPECT_FALSE(s->curves->models.empty());
    }
    // A run that can be told to load and finish is not broken.
    run.post(command::Pause{});
    RunConfig after = small_config(60, 2);
    after.id = "after";
    run.post(command::Load{after, true});
    const SnapshotPtr end = run.wait(
        [](const Snapshot& x) { return x.facts->config.id == "after" && x.state == RunState::kFinished; });
    EXPECT_EQ(test::model(*end, "small").epoch, 2);
    EXPECT_EQ(end->memory->predicted, end->memory->charged);
  }
}

INSTANTIATE_TEST_SUITE_P(States, EveryState, testing::ValuesIn(kStates),
                         [](const auto& state) { return std::string(run_state_name(state.param)); });

// Sums over everything that a window would read.
double digest(const Snapshot& s) {
  double sum = static_cast<double>(s.sequence) + s.facts->config.train.optimizer.learning_rate +
               static_cast<double>(s.message.size());
  for (const ModelSnapshot& model : s.curves->models) {
    for (std::size_t i = 0; i < model.history.step_loss.size(); ++i) sum += model.history.step_loss[i];
    for (const EpochMetric& epoch : model.history.epochs) sum += epoch.validation_loss + epoch.seconds;
    sum += static_cast<double>(model.steps);
  }
  for (const StageReport& stage : *s.stages) sum += stage.progress + static_cast<double>(stage.bytes);
  return sum;
}

TEST(Snapshots, StayTheSameWhileTheRunGoesOn) {
  Driver run;
  RunConfig config = small_config(200, 300);
  config.selected = {"small", "large"};
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> changed{0}, backwards{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      std::uint64_t last = 0;
      while (!stop) {
        const SnapshotPtr s = run.snapshot();
        const double before = digest(*s);
        std::this_thread::yield();
        if (digest(*s) != before) ++changed;
        if (s->sequence < last) ++backwards;
        last = s->sequence;
      }
    });
  }
  run.post(command::Load{config, true});
  for (int i = 1; i <= 50; ++i) {
    config.train.optimizer.learning_rate = 0.1 / i;
    run.post(command::Change{config});
  }
  run.wait(RunState::kFinished);
  run.post(command::Reset{true});
  run.post(command::Play{});
  config = config_after(command::Reset{true}, config);
  config.selected = {"large"};
  run.post(command::Change{config});
  run.wait(RunState::kFinished);
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(changed, 0u);
  EXPECT_EQ(backwards, 0u);
}

}  // namespace
}  // namespace headroom
