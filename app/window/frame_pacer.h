// When to draw the next frame. An idle window draws nothing; after an input a few frames follow, because
// Dear ImGui needs them to settle; a new snapshot draws one; animations draw at the display's rate.
//
//   pacer.note_input();
//   if (pacer.frame_due(now)) {
//     draw();
//     pacer.frame_drawn(start, worked, end);
//   } else {
//     window.wait(pacer.wait_seconds(now));
//   }
//
// Thread rule: window's thread. Times are seconds of one monotonic clock, given by the caller.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::app {

struct FrameStats {
  // Milliseconds, of the last kept frames; the 99th percentile by nearest rank.
  struct Spread {
    double median = 0, p99 = 0;
  };
  std::uint64_t frames = 0;      // since the statistics were reset; at most kKept
  Spread work;                   // to build a frame and hand it to the driver
  Spread shown;                  // until it was shown: with the driver's drawing and the wait for the display
  double frames_per_second = 0;  // over the same frames, from the first's start to the last's end
};

class FramePacer {
 public:
  static constexpr int kSettleFrames = 3;
  static constexpr double kIdleTick = 1.0;       // to notice changes that no event announced
  static constexpr double kBusyTick = 1.0 / 30;  // while a job reports progress

  explicit FramePacer(double max_frames_per_second) : shortest_(1.0 / max_frames_per_second) {}

  void note_input() { settle_ = kSettleFrames; }  // input, or an action that was carried out
  void note_change() { changed_ = true; }         // a new snapshot, a job that moved on
  void set_animating(bool on) { animating_ = on; }
  void set_busy(bool on) { busy_ = on; }

  bool frame_due(double now) const { return wanted() && now >= earliest_; }
  // How long to wait unless an event comes in; 0 when a frame is due.
  double wait_seconds(double now) const;
  // `worked`: it was handed over; `end`: it was shown.
  void frame_drawn(double start, double worked, double end);

  std::uint64_t frames() const { return frames_; }  // since the start
  FrameStats stats() const;
  void reset_stats();

 private:
  bool wanted() const { return settle_ > 0 || changed_ || animating_; }

  static constexpr std::size_t kKept = 4096;
  struct Drawn {
    double start, worked, end;
  };

  double shortest_;
  double earliest_ = 0;
  int settle_ = kSettleFrames;
  bool changed_ = false;
  bool animating_ = false;
  bool busy_ = false;
  std::uint64_t frames_ = 0;
  std::vector<Drawn> recent_;  // ring of kKept
  std::size_t oldest_ = 0;
};

}  // namespace headroom::app
