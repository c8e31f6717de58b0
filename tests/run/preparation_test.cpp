// While the data of a run are prepared: cancel, replace, end of the program.
#include "core/run/run_thread.h"

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

TEST(Preparation, CancelDuringPreparationKeepsThePreviousRun) {
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
  EXPECT_EQ(preparing->facts->config.id, "other");
  EXPECT_EQ(preparing->stages->at(1).state, StageState::kRunning);
  run.post(command::Cancel{});
  gate.open();
  const SnapshotPtr s = run.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->config.id, "small_data");
  EXPECT_FALSE(s->error);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
}

TEST(Preparation, LoadDuringPreparationReplacesIt) {
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
  EXPECT_EQ(run.wait(RunState::kReady)->facts->config.id, "other");
}

TEST(Preparation, StoppingTheProgramStopsAPreparation) {
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

}  // namespace
}  // namespace headroom
