// How much memory there is, in machines and containers that are made up.
#include "core/base/host_memory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace headroom {
namespace {

class HostMemoryTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = testing::TempDir() + "headroom_memory_" + test->name();
    std::filesystem::remove_all(root_);
    write("proc/meminfo", "MemTotal:       16000 kB\nMemFree:  1000 kB\nMemAvailable:    9000 kB\n");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = std::filesystem::path(root_) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string root_;
};

TEST_F(HostMemoryTest, WithoutGroupsIsWhatTheMachineHas) {
  const HostMemory memory = read_host_memory(root_);
  EXPECT_EQ(memory.total, 16000 * kKiB);
  EXPECT_EQ(memory.available, 9000 * kKiB);
}

TEST_F(HostMemoryTest, TheTightestGroupCounts) {
  write("proc/self/cgroup", "1:name=systemd:/x\n0::/outer/inner\n");
  write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
  write("sys/fs/cgroup/outer/memory.max", "4096000\n");
  write("sys/fs/cgroup/outer/memory.current", "3000000\n");
  write("sys/fs/cgroup/outer/memory.stat", "anon 2\ninactive_file 1000000\nactive_file 7\n");
  const HostMemory memory = read_host_memory(root_);
  EXPECT_EQ(memory.total, 4096000);
  EXPECT_EQ(memory.available, 4096000 - (3000000 - 1000000));
}

TEST_F(HostMemoryTest, AContainersOwnRootCounts) {
  write("proc/self/cgroup", "0::/\n");
  write("sys/fs/cgroup/memory.max", "1000000\n");
  write("sys/fs/cgroup/memory.current", "5000000\n");  // over the limit: nothing is left, not less
  const HostMemory memory = read_host_memory(root_);
  EXPECT_EQ(memory.total, 1000000);
  EXPECT_EQ(memory.available, 0);
}

}  // namespace
}  // namespace headroom
