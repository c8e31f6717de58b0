// A run's folder: written after every epoch, and enough to go on bit for bit.
#include <filesystem>
#include <fstream>

#include "core/io/run_record.h"
#include "tests/run/driver.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::Driver;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;
using test::TemporaryDirectory;

RunConfig two_models() {
  RunConfig config = small_config();
  config.selected = {"small", "large"};
  return config;
}

// Saves at step 0, so that the folder is kept from the start.
void keep_in(Driver& run, const std::string& folder) {
  run.post(command::SaveRun{folder});
  run.wait([&](const Snapshot& s) { return s.message.find("saved " + folder) == 0; });
}

SnapshotPtr epoch(Driver& run, std::int64_t number) {
  run.post(command::Step{true});
  return run.wait([number](const Snapshot& s) {
    return s.state != RunState::kTraining && s.curves->models[0].epoch == number &&
           s.curves->models[1].epoch == number;
  });
}

command::Load resume(const std::string& folder, const RunConfig& from) {
  auto saved = std::make_shared<const SavedRun>(SavedRun{folder, load_run(folder)});
  RunConfig config = saved->record.config;
  config.dataset = from.dataset;
  return {config, false, saved};
}

TEST(Keep, TheFolderIsUpToDateAfterEveryEpoch) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load(two_models());
  keep_in(run, folder);
  EXPECT_NE(run.snapshot()->message.find("after every epoch"), std::string::npos);
  EXPECT_EQ(run.snapshot()->facts->folder, folder);
  EXPECT_EQ(load_run(folder).model("small").state.steps, 0);
  epoch(run, 1);
  const RunRecord first = load_run(folder);
  EXPECT_EQ(first.state, RecordState::kTraining);
  EXPECT_EQ(first.model("small").state.epochs_finished, 1);
  EXPECT_EQ(first.model("large").state.epochs_finished, 1);
  ASSERT_TRUE(first.memory);
  EXPECT_EQ(first.memory->predicted, run.snapshot()->memory->predicted);
  EXPECT_EQ(first.memory->charged, run.snapshot()->memory->charged);
  run.post(command::Play{});
  run.wait(RunState::kFinished);
  EXPECT_EQ(load_run(folder).state, RecordState::kFinished);
  EXPECT_EQ(load_run(folder).model("large").state.epochs_finished, 3);
}

TEST(Keep, AResumedRunEndsAsOneThatNeverStopped) {
  const TemporaryDirectory directory;
  const std::string whole = directory / "whole", part = directory / "part";
  const RunConfig config = two_models();
  Driver straight;
  straight.load(config);
  keep_in(straight, whole);
  straight.post(command::Play{});
  const SnapshotPtr expected = straight.wait(RunState::kFinished);
  {
    Driver run;
    run.load(config);
    keep_in(run, part);
    epoch(run, 1);
    run.post(command::Step{false});  // not kept: the folder has the end of the epoch
    run.wait(
        [](const Snapshot& s) { return s.state == RunState::kPaused && s.curves->models[1].steps == 9; });
  }
  Driver run;
  run.post(resume(part, config));
  const SnapshotPtr opened = run.wait(RunState::kPaused);
  EXPECT_EQ(model(*opened, "small").epoch, 1);
  EXPECT_EQ(model(*opened, "large").steps, 8);
  EXPECT_EQ(model(*opened, "large").history.step_seconds.size(), 8U);
  run.post(command::Play{});
  const SnapshotPtr resumed = run.wait(RunState::kFinished);
  for (const char* id : {"small", "large"}) {
    EXPECT_EQ(losses(model(*resumed, id)), losses(model(*expected, id)));
    const RunRecord a = load_run(part), b = load_run(whole);
    EXPECT_EQ(a.model(id).state.engine, b.model(id).state.engine);
    EXPECT_EQ(a.model(id).state.epochs_finished, 3);
  }
}

TEST(Keep, ARunThatStartsOverLetsItsFolderGo) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load(two_models());
  keep_in(run, folder);
  epoch(run, 1);
  run.post(command::Reset{});
  const SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_NE(s->message.find(folder + " keeps what was reached"), std::string::npos) << s->message;
  EXPECT_EQ(s->facts->folder, "");
  run.change([](RunConfig& config) { config.train.epochs = 1; });
  run.post(command::Play{});
  run.wait(RunState::kFinished);
  EXPECT_EQ(load_run(folder).config.train.epochs, 3);
  EXPECT_EQ(load_run(folder).state, RecordState::kTraining);
}

// The run itself is well: it pauses, and goes on when it is told to.
TEST(Keep, AFolderThatCannotBeWrittenPausesTheRun) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load(two_models());
  keep_in(run, folder);
  std::filesystem::remove_all(folder);
  std::ofstream(folder) << "a file in its place";
  run.post(command::Step{true});
  SnapshotPtr s = run.wait_for_error(0);
  EXPECT_EQ(s->error->code(), ErrorCode::kIo);
  EXPECT_EQ(s->state, RunState::kPaused);
  EXPECT_EQ(s->curves->models[0].epoch, 1);
  std::filesystem::remove(folder);
  run.post(command::Play{});
  run.wait(RunState::kFinished);
  EXPECT_EQ(load_run(folder).state, RecordState::kFinished);
}

TEST(Keep, OtherDataAreRefusedAndTheRunBeforeStays) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  const SnapshotPtr before = run.load(two_models());
  keep_in(run, folder);
  run.post(resume(folder, small_config(101)));
  const SnapshotPtr s = run.wait_for_error(before->error_sequence);
  EXPECT_EQ(s->error->code(), ErrorCode::kBadInput);
  EXPECT_NE(s->error->message().find("101 rows now, 100 then"), std::string::npos) << s->error->message();
  EXPECT_EQ(s->state, RunState::kReady);
  EXPECT_EQ(s->facts->train_rows, 80);
}

}  // namespace
}  // namespace headroom
