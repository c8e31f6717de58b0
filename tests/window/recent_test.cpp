// The list of the first screen, and the trash behind its buttons.
#include "app/state/recent.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/device/cpu/cpu_device.h"
#include "core/io/run_record.h"
#include "core/run/run.h"
#include "tests/support/small_data.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class RecentTest : public ::testing::Test {
 protected:
  // A run of one epoch of three in our own folder, written `age` seconds ago.
  fs::path run(const std::string& name, int age, bool automatic, const std::string& title = "Small data") {
    const fs::path folder = data / "runs" / name;
    RunConfig config = test::small_config();
    config.title = title;
    RunSetup setup;
    setup.config = config;
    setup.device = std::make_shared<cpu::CpuDevice>();
    Progress progress;
    headroom::Run trained(setup, progress);
    for (trained.set_goal(Goal::kEpoch); !trained.goal_reached();) trained.advance();
    trained.save(folder, RecordState::kTraining);
    mark_kept_automatically(folder, automatic);
    fs::last_write_time(folder / "run.json", fs::file_time_type::clock::now() - std::chrono::seconds(age));
    return folder;
  }
  void wait(RecentRuns& recent) {
    for (int i = 0; i < 5000; ++i) {
      if (const auto news = recent.poll(state); news.failure) failure = news.failure;
      if (!recent.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the job did not end";
  }

  test::TemporaryDirectory directory;
  fs::path data = directory / "headroom";
  fs::path trash = directory / "Trash";
  RecentState state;
  std::optional<Error> failure;
};

TEST_F(RecentTest, NothingThereIsAnEmptyList) { EXPECT_TRUE(list_recent(data).empty()); }

TEST_F(RecentTest, TellsHowFarARunIsAndHowItIsKept) {
  run("old", 100, false, "Older");
  const fs::path folder = run("new", 10, true, "Newer");
  const std::vector<RecentEntry> list = list_recent(data);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].title, "Newer");
  EXPECT_EQ(list[0].path, folder.string());
  EXPECT_TRUE(list[0].automatic);
  EXPECT_TRUE(list[0].ours);
  EXPECT_EQ(list[0].epochs, "1 / 3");
  EXPECT_EQ(list[0].models, "Small");
  EXPECT_NE(list[0].figure.find(" %"), std::string::npos);
  EXPECT_EQ(list[0].fault, "");
  EXPECT_EQ(list[1].title, "Older");
  EXPECT_FALSE(list[1].automatic);
}

TEST_F(RecentTest, ABrokenFolderIsListedWithTheReason) {
  const fs::path cut = run("cut", 10, false);
  fs::resize_file(cut / "run.json", 100);
  fs::create_directories(data / "runs" / "empty");
  fs::create_directories(data / "runs" / "strange" / "run.json");
  const std::vector<RecentEntry> list = list_recent(data);
  ASSERT_EQ(list.size(), 3U);
  for (const RecentEntry& entry : list) EXPECT_NE(entry.fault, "") << entry.title;
}

TEST_F(RecentTest, FilesAreListedOnceNewestFirstAndBounded) {
  std::ofstream(directory / "a.csv") << "x\n1\n";
  note_opened(data, directory / "a.csv");
  note_opened(data, directory / "gone.csv");
  note_opened(data, directory / "a.csv");
  std::vector<RecentEntry> list = list_recent(data);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].title, "a.csv");
  EXPECT_FALSE(list[0].run);
  EXPECT_EQ(list[0].fault, "");
  EXPECT_EQ(list[1].fault, "the file is no longer there");
  for (int i = 0; i < 30; ++i) note_opened(data, directory / ("file" + std::to_string(i)));
  EXPECT_EQ(list_recent(data).size(), kMostRecent);
  note_opened(data, (data / "runs" / "mine").string());  // listed by its folder already
  EXPECT_EQ(list_recent(data)[0].title, "file29");
}

TEST_F(RecentTest, ADamagedListIsBegunAnew) {
  fs::create_directories(data);
  std::ofstream(data / "recent.json") << "{\"schema_version\": 99}";
  EXPECT_TRUE(list_recent(data).empty());
  note_opened(data, directory / "a.csv");
  EXPECT_EQ(list_recent(data).size(), 1U);
}

TEST_F(RecentTest, TheFarewellIsToldOnce) {
  note_farewell(data, "the run is kept in /runs/iris");
  EXPECT_EQ(take_farewell(data), "the run is kept in /runs/iris");
  EXPECT_EQ(take_farewell(data), "");
}

TEST_F(RecentTest, OnlyTheNewestAutomaticRunsStay) {
  const fs::path saved = run("saved", 1000, false), oldest = run("a", 400, true),
                 in_use = run("b", 300, true), newer = run("c", 200, true), newest = run("d", 100, true);
  EXPECT_EQ(make_room(data, in_use, 2), 1U);
  EXPECT_FALSE(fs::exists(oldest));
  EXPECT_TRUE(fs::exists(trash / "files" / "a" / "run.json"));
  for (const fs::path& stays : {saved, in_use, newer, newest}) EXPECT_TRUE(fs::exists(stays)) << stays;
  // The newest stays however large it is.
  EXPECT_EQ(make_room(data, {}, 10, 1), 2U);
  EXPECT_TRUE(fs::exists(newest));
  EXPECT_TRUE(fs::exists(saved));
  EXPECT_EQ(make_room(data, {}, 10, 1), 0U);
}

TEST_F(RecentTest, ToTheTrashAndBack) {
  const fs::path folder = run("iris", 10, false);
  RecentRuns recent(data);
  recent.refresh({});
  wait(recent);
  ASSERT_EQ(state.entries.size(), 1U);
  recent.remove(state.entries[0]);
  wait(recent);
  EXPECT_TRUE(state.entries.empty());
  EXPECT_EQ(state.removed, "Small data");
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_TRUE(fs::exists(trash / "files" / "iris"));
  EXPECT_NE(content(trash / "info" / "iris.trashinfo")
                .find("[Trash Info]\nPath=" + folder.string() + "\nDeletionDate="),
            std::string::npos);
  recent.undo();
  wait(recent);
  EXPECT_EQ(state.entries.size(), 1U);
  EXPECT_EQ(state.removed, "");
  EXPECT_EQ(load_run(folder).model("small").state.epochs_finished, 1);
  EXPECT_FALSE(fs::exists(trash / "info" / "iris.trashinfo"));
  EXPECT_FALSE(failure);
}

// What is not ours is never moved.
TEST_F(RecentTest, AFileIsOnlyForgotten) {
  std::ofstream(directory / "a.csv") << "x\n1\n";
  RecentRuns recent(data);
  recent.note(directory / "a.csv");
  wait(recent);
  ASSERT_EQ(state.entries.size(), 1U);
  recent.remove(state.entries[0]);
  wait(recent);
  EXPECT_TRUE(state.entries.empty());
  EXPECT_TRUE(fs::exists(directory / "a.csv"));
  recent.undo();
  wait(recent);
  EXPECT_EQ(state.entries.size(), 1U);
}

TEST_F(RecentTest, WhatCannotBeMovedIsSaidAndStays) {
  const fs::path folder = run("iris", 10, false);
  std::ofstream(trash) << "a file where the trash should be";
  RecentRuns recent(data);
  recent.refresh({});
  wait(recent);
  recent.remove(state.entries[0]);
  wait(recent);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->code(), ErrorCode::kIo);
  EXPECT_EQ(state.entries.size(), 1U);
  EXPECT_EQ(state.removed, "");
}

TEST(Trash, TwoOfOneNameDoNotCollideAndNamesAreEncoded) {
  const test::TemporaryDirectory directory;
  const fs::path trash = directory / "Trash", file = directory / "50 % ü.csv";
  std::ofstream(file) << "one";
  const Trashed first = move_to_trash(file, trash);
  std::ofstream(file) << "two";
  const Trashed second = move_to_trash(file, trash);
  EXPECT_NE(first.file, second.file);
  EXPECT_EQ(content(first.file), "one");
  EXPECT_EQ(content(second.file), "two");
  EXPECT_EQ(trash_path_text("/a/50 % \xC3\xBC.csv"), "/a/50%20%25%20%C3%BC.csv");  // RFC 2396, UTF-8
  bring_back(second);
  EXPECT_EQ(content(file), "two");
  EXPECT_THROW(bring_back(first), Error);  // something else is there
  EXPECT_THROW(bring_back(second), Error);
  EXPECT_THROW(move_to_trash(directory / "nothing", trash), Error);
}

}  // namespace
}  // namespace headroom::app
