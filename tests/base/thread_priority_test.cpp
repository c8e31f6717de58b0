#include "core/base/thread_priority.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

namespace headroom {
namespace {

int nice_of_this_thread() { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

TEST(ThreadPriority, OnlyTheThreadThatYieldsAndItsChildrenComeLater) {
  const int before = nice_of_this_thread();
  int yielding = before, child = before;
  std::thread([&] {
    yield_to_other_threads();
    yielding = nice_of_this_thread();
    std::thread([&] { child = nice_of_this_thread(); }).join();
  }).join();
  EXPECT_GE(yielding, before);
  EXPECT_TRUE(yielding > before || before >= 5);
  EXPECT_EQ(child, yielding);
  EXPECT_EQ(nice_of_this_thread(), before);
}

}  // namespace
}  // namespace headroom
