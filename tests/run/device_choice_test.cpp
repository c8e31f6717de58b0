// The run moves to the device that trains its network fastest. The clock runs by the steps that the fake
// devices train: 2 ms each on fake:0, 1 ms each on fake:1.
#include "tests/run/driver.h"

namespace headroom {
namespace {

class Race {
 public:
  explicit Race(bool choice = true)
      : run_({.list =
                  [] {
                    return std::vector<DeviceInfo>{
                        {.id = "fake:0", .kind = "fake", .name = "Slow", .compute_capability = {}},
                        {.id = "fake:1", .kind = "fake", .name = "Fast", .compute_capability = {}}};
                  },
              .open = [this](const std::string& id) { return open(id); },
              .candidates =
                  [this, choice] {
                    std::vector<Candidate> candidates{{"the slow one", [this] { return open("fake:0"); }}};
                    if (choice) candidates.push_back({"the fast one", [this] { return open("fake:1"); }});
                    return candidates;
                  },
              .trial = {.seconds = 0.05, .clock = [this] { return clock(); }}},
             {}) {}

  test::SnapshotPtr after(Command command) {
    const std::uint64_t before = run_.snapshot()->commands_done;
    run_.post(std::move(command));
    for (;;) {
      test::SnapshotPtr now = run_.snapshot();
      if (now->commands_done > before) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

 private:
  std::unique_ptr<Device> open(const std::string& id) {
    return std::make_unique<test::FakeDevice>(id == "fake:0" ? slow_ : fast_, id);
  }
  double clock() const {
    return 0.002 * static_cast<double>(slow_->steps) + 0.001 * static_cast<double>(fast_->steps);
  }

  test::Script slow_ = std::make_shared<test::FakeScript>(), fast_ = std::make_shared<test::FakeScript>();
  RunThread run_;
};

RunConfig long_run() {
  RunConfig config = test::small_config();
  config.train.epochs = 2'000'000'000;
  return config;
}

TEST(DeviceChoice, ComparingMovesTheRunAndSaysBothFigures) {
  Race race;
  EXPECT_EQ(race.after(command::Load{test::small_config()})->facts->device.id,
            "fake:0");  // too short for a trial
  const test::SnapshotPtr now = race.after(command::CompareDevices{});
  EXPECT_EQ(now->facts->device.id, "fake:1");
  EXPECT_EQ(now->state, RunState::kReady);
  ASSERT_TRUE(now->facts->device_choice);
  ASSERT_EQ(now->facts->device_choice->trials.size(), 2U);
  EXPECT_NEAR(now->facts->device_choice->trials[0].times->median(), 0.002, 1e-9);
  EXPECT_NEAR(now->facts->device_choice->trials[1].times->median(), 0.001, 1e-9);
  EXPECT_EQ(now->message, "the slow one 2 000.0 us a step; the fast one 1 000.0 us a step");
  EXPECT_EQ(now->memory->charged_total, now->memory->predicted_total);
}

TEST(DeviceChoice, ALongRunMovesByItself) {
  Race race;
  const test::SnapshotPtr now = race.after(command::Load{long_run()});
  EXPECT_EQ(now->facts->device.id, "fake:1");
  EXPECT_EQ(now->state, RunState::kReady);
}

TEST(DeviceChoice, ADeviceThatSomebodyNamedStays) {
  Race race;
  race.after(command::SetDevice{"fake:0"});
  const test::SnapshotPtr now = race.after(command::Load{long_run()});
  EXPECT_EQ(now->facts->device.id, "fake:0");
  EXPECT_FALSE(now->facts->device_choice);
}

TEST(DeviceChoice, WithoutAChoiceNothingMoves) {
  Race race(false);
  race.after(command::Load{long_run()});
  const test::SnapshotPtr now = race.after(command::CompareDevices{});
  EXPECT_EQ(now->facts->device.id, "fake:0");
  EXPECT_EQ(now->message, "there is only one device here: nothing to compare");
}

// One device with 4 threads unless told; two of them train twice as fast as one.
TEST(DeviceChoice, UndoBringsTheThreadsBackToo) {
  auto slow = std::make_shared<test::FakeScript>(), fast = std::make_shared<test::FakeScript>();
  const auto open = [](const test::Script& script, int threads) {
    return std::make_unique<test::FakeDevice>(script, "fake:0", threads);
  };
  RunThread run(
      {.list =
           [] {
             return std::vector<DeviceInfo>{
                 {.id = "fake:0", .kind = "fake", .name = "One", .compute_capability = {}, .threads = 4}};
           },
       .open = [&](const std::string&) { return open(slow, 4); },
       .candidates =
           [&] {
             return std::vector<Candidate>{{"1 thread", [&] { return open(slow, 1); }},
                                           {"2 threads", [&] { return open(fast, 2); }}};
           },
       .trial = {.seconds = 0.05,
                 .clock =
                     [&] {
                       return 0.002 * static_cast<double>(slow->steps) +
                              0.001 * static_cast<double>(fast->steps);
                     }}},
      {});
  const auto after = [&](Command command) {
    const std::uint64_t before = run.snapshot()->commands_done;
    run.post(std::move(command));
    while (run.snapshot()->commands_done <= before) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    while (run.snapshot()->state == RunState::kTraining)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return run.snapshot();
  };
  EXPECT_EQ(after(command::Load{test::small_config(), true})->facts->device.threads, 4);
  EXPECT_EQ(after(command::CompareDevices{})->facts->device.threads, 2);
  after(command::Step{true});
  test::SnapshotPtr now = after(command::Undo{});
  EXPECT_EQ(now->facts->device.threads, 4);
  EXPECT_EQ(now->state, RunState::kFinished);
  now = after(command::Undo{});  // and done again
  EXPECT_EQ(now->facts->device.threads, 2);
  EXPECT_EQ(now->state, RunState::kPaused);
  after(command::Undo{});
  after(command::CompareDevices{});
  // A device that failed comes back with its threads as well.
  fast->steps_until_failure = 0;
  EXPECT_EQ(after(command::Play{})->state, RunState::kFailed);
  fast->steps_until_failure = 1'000'000'000;
  EXPECT_EQ(after(command::Reset{})->facts->device.threads, 2);
}

TEST(DeviceChoice, NothingLoadedIsRefused) {
  Race race;
  EXPECT_TRUE(race.after(command::CompareDevices{})->error);
}

}  // namespace
}  // namespace headroom
