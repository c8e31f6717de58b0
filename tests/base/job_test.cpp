#include "core/base/job.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"

namespace headroom {
namespace {

template <typename T>
void wait_for(const Job<T>& job) {
  while (!job.done()) std::this_thread::yield();
}

TEST(Job, HandsOverItsResult) {
  Job<std::string> job([](Progress& progress) {
    progress.report(1, 2);
    return std::string("done");
  });
  wait_for(job);
  EXPECT_EQ(job.fraction(), 0.5);
  EXPECT_EQ(job.take(), "done");
}

TEST(Job, MovesResultsThatCannotBeCopied) {
  Job<std::unique_ptr<int>> job([](Progress&) { return std::make_unique<int>(7); });
  wait_for(job);
  EXPECT_EQ(*job.take(), 7);
}

TEST(Job, RethrowsTheWorkersError) {
  Job<int> job([](Progress&) -> int { throw Error(ErrorCode::kIo, "disk full", "file"); });
  wait_for(job);
  try {
    job.take();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    EXPECT_STREQ(error.what(), "file: disk full");
  }
}

TEST(Job, CancelReachesTheWorker) {
  Job<int> job([](Progress& progress) -> int {
    for (;;) progress.check();
  });
  job.cancel();
  wait_for(job);
  try {
    job.take();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
}

TEST(Job, DestructionCancelsAndJoins) {
  std::atomic<bool> stopped{false};
  {
    const Job<int> job([&](Progress& progress) -> int {
      while (!progress.cancelled()) std::this_thread::yield();
      stopped = true;
      return 0;
    });
  }
  EXPECT_TRUE(stopped);
}

TEST(Progress, IsAFraction) {
  Progress progress;
  EXPECT_EQ(progress.fraction(), 0.0);
  progress.report(3, 4);
  EXPECT_EQ(progress.fraction(), 0.75);
  progress.report(5, 0);
  EXPECT_EQ(progress.fraction(), 0.0) << "nothing to do yet is no division by zero";
  EXPECT_NO_THROW(progress.check());
  progress.cancel();
  EXPECT_TRUE(progress.cancelled());
  EXPECT_THROW(progress.check(), Error);
}

}  // namespace
}  // namespace headroom
