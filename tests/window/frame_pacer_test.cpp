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
    pacer.frame_drawn(now, now + 0.004);
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
    pacer.frame_drawn(now, now + 0.002);
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

TEST(FramePacer, TellsMedianAndNinetyFifthPercentile) {
  FramePacer pacer(60);
  // 100 frames of 1 to 100 ms, started every 200 ms: 99 intervals and the last frame's 0.1 s.
  for (int i = 1; i <= 100; ++i) pacer.frame_drawn(i * 0.2, i * 0.2 + i * 1e-3);
  const FrameStats stats = pacer.stats();
  EXPECT_EQ(stats.frames, 100U);
  EXPECT_NEAR(stats.median_ms, 50.5, 1);
  EXPECT_NEAR(stats.p95_ms, 95.5, 1);
  EXPECT_NEAR(stats.frames_per_second, 100 / (99 * 0.2 + 0.1), 1e-6);
  pacer.reset_stats();
  EXPECT_EQ(pacer.stats().frames, 0U);
}

}  // namespace
}  // namespace headroom::app
