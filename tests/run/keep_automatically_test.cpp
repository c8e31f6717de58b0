// A run that nobody asked to save: kept from its first epoch on, marked, and not written too often.
#include <chrono>
#include <filesystem>
#include <fstream>

#include "core/io/run_record.h"
#include "tests/run/driver.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::Driver;
using test::small_config;
using test::SnapshotPtr;
using test::TemporaryDirectory;

// How often the folder was written: the number in the checkpoint's name.
int writes(const std::string& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("checkpoint-")) return std::stoi(name.substr(11, 6));
  }
  return 0;
}

SnapshotPtr keep(Driver& run, const std::string& folder) {
  run.post(command::Keep{folder});
  return run.wait([](const Snapshot& s) { return !s.facts->folder.empty(); });
}

TEST(KeepAutomatically, TheFirstEpochMakesTheFolderAndMarksIt) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load();
  EXPECT_TRUE(keep(run, folder)->facts->kept_automatically);
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_FALSE(run.snapshot()->unsaved);
  run.post(command::Step{false});
  EXPECT_TRUE(run.wait(RunState::kPaused)->unsaved);
  EXPECT_FALSE(std::filesystem::exists(folder));
  run.post(command::Step{true});
  const SnapshotPtr s = run.wait(
      [](const Snapshot& now) { return now.state == RunState::kPaused && now.curves->models[0].epoch == 1; });
  EXPECT_FALSE(s->unsaved);
  EXPECT_TRUE(is_kept_automatically(folder));
  EXPECT_EQ(load_run(folder).model("small").state.epochs_finished, 1);
}

TEST(KeepAutomatically, SavingRemovesTheMark) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load();
  keep(run, folder);
  run.post(command::Play{});
  run.wait(RunState::kFinished);
  ASSERT_TRUE(is_kept_automatically(folder));
  run.post(command::SaveRun{folder});
  run.wait([](const Snapshot& s) { return !s.facts->kept_automatically; });
  EXPECT_FALSE(is_kept_automatically(folder));
  EXPECT_EQ(run.snapshot()->facts->folder, folder);
  EXPECT_EQ(load_run(folder).state, RecordState::kFinished);
}

TEST(KeepAutomatically, WhatIsThereAlreadyStays) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  std::filesystem::create_directory(folder);
  Driver run;
  run.load();
  EXPECT_EQ(keep(run, folder)->facts->folder, folder + "-2");
  run.post(command::Keep{directory / "other"});  // it has a folder
  run.sync();
  EXPECT_EQ(run.snapshot()->facts->folder, folder + "-2");
}

// A run may have trained before it is told where to go.
TEST(KeepAutomatically, ATrainedRunIsWrittenAtOnce) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.train_to_end();
  EXPECT_TRUE(run.snapshot()->unsaved);
  keep(run, folder);
  EXPECT_EQ(load_run(folder).state, RecordState::kFinished);
  EXPECT_FALSE(run.wait([](const Snapshot& s) { return !s.unsaved; })->unsaved);
}

TEST(KeepAutomatically, NowWritesInTheMiddleOfAnEpochAndTheMarkStays) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  Driver run;
  run.load();
  run.post(command::Step{false});
  run.wait(RunState::kPaused);
  run.post(command::Keep{folder, true});
  run.wait([](const Snapshot& s) { return !s.facts->folder.empty() && !s.unsaved; });
  EXPECT_EQ(load_run(folder).model("small").state.steps, 1);
  EXPECT_EQ(load_run(folder).state, RecordState::kStopped);
  EXPECT_TRUE(is_kept_automatically(folder));
}

TEST(KeepAutomatically, ShortEpochsAreWrittenOnceASecondAndTheLastOneAlways) {
  using Clock = std::chrono::steady_clock;
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  RunConfig config = small_config();
  config.train.epochs = 2000;
  Driver run;
  run.load(config);
  keep(run, folder);
  const Clock::time_point start = Clock::now();
  run.post(command::Play{});
  run.wait(RunState::kFinished);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start).count();
  EXPECT_LE(writes(folder), seconds + 3);  // the first epoch, once a second, the end
  EXPECT_EQ(load_run(folder).model("small").state.epochs_finished, 2000);
}

TEST(KeepAutomatically, APauseAndAResetWriteWhatWasPutOff) {
  const TemporaryDirectory directory;
  const std::string paused = directory / "paused", reset = directory / "reset";
  RunConfig config = small_config();
  config.train.epochs = 1'000'000;
  Driver run;
  run.load(config);
  keep(run, paused);
  run.post(command::Play{});
  run.wait([](const Snapshot& s) { return s.curves->models[0].epoch >= 5; });
  run.post(command::Pause{});
  const SnapshotPtr rests = run.wait(RunState::kPaused);
  EXPECT_GE(load_run(paused).model("small").state.epochs_finished, rests->curves->models[0].epoch);
  run.post(command::Play{});
  run.wait([&](const Snapshot& s) { return s.curves->models[0].epoch > rests->curves->models[0].epoch + 5; });
  run.post(command::Reset{});
  run.wait([](const Snapshot& s) { return s.facts->folder.empty(); });
  EXPECT_GT(load_run(paused).model("small").state.epochs_finished, rests->curves->models[0].epoch);
  EXPECT_EQ(keep(run, reset)->facts->folder, reset);
  EXPECT_TRUE(is_kept_automatically(paused));
}

// Of a run that nobody keeps nothing is written, and a folder that cannot be made stops no reset.
TEST(KeepAutomatically, AFolderThatCannotBeMadePausesTheRunAndSaysWhy) {
  const TemporaryDirectory directory;
  std::ofstream(directory / "file") << "no directory";
  Driver run;
  run.load();
  keep(run, directory / "file" / "run");
  run.post(command::Play{});
  const SnapshotPtr s = run.wait_for_error(0);
  EXPECT_EQ(s->error->code(), ErrorCode::kIo);
  run.post(command::Reset{});
  EXPECT_EQ(run.wait(RunState::kReady)->curves->models[0].steps, 0);
}

TEST(KeepAutomatically, AResumedRunKnowsItsMark) {
  const TemporaryDirectory directory;
  const std::string folder = directory / "run";
  {
    Driver run;
    run.load();
    keep(run, folder);
    run.post(command::Step{true});
    run.wait(
        [](const Snapshot& s) { return s.curves->models[0].epoch == 1 && s.state == RunState::kPaused; });
  }
  auto saved = std::make_shared<const SavedRun>(SavedRun{folder, load_run(folder)});
  RunConfig config = saved->record.config;
  config.dataset = small_config().dataset;
  Driver run;
  run.post(command::Load{config, false, saved});
  const SnapshotPtr s = run.wait(RunState::kPaused);
  EXPECT_TRUE(s->facts->kept_automatically);
  EXPECT_FALSE(s->unsaved);
}

}  // namespace
}  // namespace headroom
