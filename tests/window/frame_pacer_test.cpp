#include "app/window/frame_pacer.h"

#include <gtest/gtest.h>

namespace headroom::app {
namespace {

// Draws until nothing is due any more; how many frames that took.
int settle(FramePacer& pacer, double& now) {
  int frames = 0;
  while (pacer.wait_seconds(now) < 0.5 && frames < 100) {
    now += pacer.wait_seconds(now);
    if (!pacer.frame_due(now)) break;
    pacer.frame_drawn(now, now + 0.003, now + 0.004);
    now += 0.004;
    ++frames;
  }
  return frames;
}

TEST(FramePacer, DrawsAFewFramesAndThenNothing) {
  FramePacer pacer(60);
  double now = 0;
  EXPECT_EQ(settle(pacer, now), FramePacer::kSettleFrames);
  EXPECT_FALSE(pacer.frame_due(now + 100));
  EXPECT_DOUBLE_EQ(pacer.wait_seconds(now), FramePacer::kIdleTick);
  pacer.note_input();
  EXPECT_EQ(settle(pacer, now), FramePacer::kSettleFrames);
}

TEST(FramePacer, OneChangeIsOneFrame) {
  FramePacer pacer(60);
  double now = 0;
  settle(pacer, now);
  pacer.note_change();
  pacer.note_change();
  EXPECT_EQ(settle(pacer, now), 1);
}

TEST(FramePacer, NeverFasterThanTheCap) {
  FramePacer pacer(60);
  pacer.set_animating(true);
  double now = 0;
  int frames = 0;
  while (now < 1.0) {
    const double wait = pacer.wait_seconds(now);
    now += wait > 0 ? wait : 0.001;
    if (!pacer.frame_due(now)) continue;
    pacer.frame_drawn(now, now + 0.001, now + 0.002);
    ++frames;
  }
  EXPECT_LE(frames, 61);
  EXPECT_GE(frames, 55);
}

TEST(FramePacer, LooksOftenWhileAJobReports) {
  FramePacer pacer(60);
  double now = 0;
  settle(pacer, now);
  pacer.set_busy(true);
  EXPECT_DOUBLE_EQ(pacer.wait_seconds(now), FramePacer::kBusyTick);
  EXPECT_FALSE(pacer.frame_due(now));
}

TEST(FramePacer, TellsMedianAndNinetyNinthPercentileOfWorkAndOfWhatIsShown) {
  FramePacer pacer(60);
  // 200 frames whose work takes 1 to 200 ms and whose display 10 ms more, started every 300 ms.
  for (int i = 1; i <= 200; ++i) pacer.frame_drawn(i * 0.3, i * 0.3 + i * 1e-3, i * 0.3 + i * 1e-3 + 0.01);
  const FrameStats stats = pacer.stats();
  EXPECT_EQ(stats.frames, 200U);
  EXPECT_NEAR(stats.work.median, 100.5, 1);
  EXPECT_NEAR(stats.work.p99, 198, 1e-6);  // the 198th of 200: two are slower
  EXPECT_NEAR(stats.shown.median, 110.5, 1);
  EXPECT_NEAR(stats.shown.p99, 208, 1e-6);
  EXPECT_NEAR(stats.frames_per_second, 200 / (199 * 0.3 + 0.21), 1e-6);
  pacer.reset_stats();
  EXPECT_EQ(pacer.stats().frames, 0U);
}

TEST(FramePacer, OneSlowFrameOfFewIsTheNinetyNinthPercentile) {
  FramePacer pacer(60);
  for (int i = 0; i < 10; ++i) pacer.frame_drawn(i, i + (i == 4 ? 0.05 : 0.002), i + 0.06);
  EXPECT_NEAR(pacer.stats().work.p99, 50, 1e-6);
  EXPECT_NEAR(pacer.stats().work.median, 2, 1e-6);
}

}  // namespace
}  // namespace headroom::app
