// A resumed run is bit-identical to one that was never interrupted, and a kill loses at most an epoch.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/io/run_record.h"
#include "tests/cli/run.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::run;
using test::TemporaryDirectory;

std::string checkpoint_bytes(const std::filesystem::path& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != ".safetensors") continue;
    EXPECT_TRUE(bytes.empty()) << "more than one checkpoint in " << directory;
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  EXPECT_FALSE(bytes.empty());
  return bytes;
}

std::vector<std::string> training(const std::filesystem::path& directory, const std::string& epochs) {
  return {"train",    "--preset", "infrastructure", "--device",        "cpu",
          "--epochs", epochs,     "--run",          directory.string()};
}

TEST(Resume, IsBitIdenticalToAnUninterruptedRun) {
  TemporaryDirectory folder;
  ASSERT_EQ(run(training(folder / "whole", "4")).status, 0);
  ASSERT_EQ(run(training(folder / "parts", "2")).status, 0);
  const test::Ran resumed =
      run({"train", "--resume", (folder / "parts").string(), "--epochs", "4", "--json"});
  ASSERT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_EQ(resumed.document().at("epochs").size(), 4U);
  EXPECT_EQ(checkpoint_bytes(folder / "parts"), checkpoint_bytes(folder / "whole"));
}

// kill -9 at growing delays: whatever is on disk then is a whole record, or none yet.
TEST(Resume, AKillAtAnyMomentLeavesAWholeRecord) {
  TemporaryDirectory folder;
  int records = 0;
  for (int round = 0; round < 12; ++round) {
    const std::filesystem::path directory = folder / ("run" + std::to_string(round));
    const std::string path = directory.string();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::freopen("/dev/null", "w", stdout);
      ::freopen("/dev/null", "w", stderr);
      ::execl(HEADROOM_CLI_PROGRAM, "headroom-cli", "train", "--preset", "infrastructure", "--epochs",
              "100000", "--run", path.c_str(), static_cast<char*>(nullptr));
      ::_exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + 37 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the program ended by itself";
    if (!std::filesystem::exists(directory / "run.json")) continue;
    ++records;
    const RunRecord record = load_run(path);
    ASSERT_EQ(record.models.size(), 1U);
    // The next epoch goes on from there.
    const test::Ran resumed = run({"train", "--resume", path, "--json", "--epochs",
                                   std::to_string(record.models[0].state.epochs_finished + 1)});
    ASSERT_EQ(resumed.status, 0) << resumed.err;
  }
  EXPECT_GT(records, 0) << "no round lived long enough to write a record";
}

}  // namespace
}  // namespace headroom
