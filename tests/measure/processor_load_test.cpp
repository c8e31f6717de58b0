// Lines as proc_stat(5) describes them; the shares are worked out by hand.
#include "core/measure/processor_load.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

TEST(ProcessorTimes, CountsWhatIsNeitherIdleNorWaiting) {
  //                                      user nice system idle iowait irq softirq steal guest guest_nice
  const auto times = processor_times("cpu  100 20 30 800 40 5 4 1 50 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->all, 1000U);  // guest time is in user and nice already
  EXPECT_EQ(times->busy, 160U);  // 100 + 20 + 30 + 5 + 4 + 1
  // Linux 2.4 had four fields.
  EXPECT_EQ(processor_times("cpu 1 2 3 4\n"), (ProcessorTimes{6, 10}));
}

TEST(ProcessorTimes, OtherTextSaysNothing) {
  for (const char* text : {"", "cpu", "cpu \n", "cpu0 1 2 3 4 5 6 7 8\n", "cpu  one two\n", "cpu 1 2 3\n4"}) {
    EXPECT_FALSE(processor_times(text)) << text;
  }
}

TEST(ProcessorLoad, IsTheShareBetweenTwoReadings) {
  const test::TemporaryDirectory folder;
  const std::string path = (folder / "stat").string();
  const auto write = [&](const char* text) { std::ofstream(path) << text; };
  ProcessorLoad load(path);
  EXPECT_FALSE(load.read());  // there is no such file
  write("cpu  1000 0 0 9000 0 0 0 0 0 0\n");
  EXPECT_FALSE(load.read());  // the first
  write("cpu  1150 0 0 9050 0 0 0 0 0 0\n");
  EXPECT_DOUBLE_EQ(load.read().value_or(-1), 0.75);  // 150 of 200
  EXPECT_FALSE(load.read());                         // no time has passed
  write("cpu  1150 0 0 9150 0 0 0 0 0 0\n");
  EXPECT_DOUBLE_EQ(load.read().value_or(-1), 0);
  write("cpu  1250 0 0 9150 0 0 0 0 0 0\n");
  EXPECT_DOUBLE_EQ(load.read().value_or(-1), 1);
}

TEST(ProcessorLoad, OfThisMachineIsAShareOrUnknown) {
  ProcessorLoad load;
  load.read();
  volatile double sink = 0;
  for (int i = 0; i < 50'000'000; ++i) sink = sink + 1;  // longer than a jiffy
  if (const auto share = load.read()) {
    EXPECT_GE(*share, 0);
    EXPECT_LE(*share, 1);
  }
}

}  // namespace
}  // namespace headroom
