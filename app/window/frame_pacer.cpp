#include "app/window/frame_pacer.h"

#include <algorithm>

namespace headroom::app {

double FramePacer::wait_seconds(double now) const {
  if (wanted()) return std::max(0.0, earliest_ - now);
  return busy_ ? kBusyTick : kIdleTick;
}

void FramePacer::frame_drawn(double start, double end) {
  settle_ = std::max(0, settle_ - 1);
  changed_ = false;
  // From start to start: the time a frame took counts towards its interval.
  earliest_ = start + shortest_;
  if (recent_.size() < kKept) {
    recent_.push_back({start, end});
  } else {
    recent_[oldest_] = {start, end};
    oldest_ = (oldest_ + 1) % kKept;
  }
  ++frames_;
}

FrameStats FramePacer::stats() const {
  FrameStats stats;
  stats.frames = recent_.size();
  if (recent_.empty()) return stats;
  std::vector<double> ms;
  ms.reserve(recent_.size());
  double first = recent_.front().start, last = recent_.front().end;
  for (const Drawn& drawn : recent_) {
    ms.push_back(1e3 * (drawn.end - drawn.start));
    first = std::min(first, drawn.start);
    last = std::max(last, drawn.end);
  }
  std::sort(ms.begin(), ms.end());
  stats.median_ms = ms[ms.size() / 2];
  stats.p95_ms = ms[std::min(ms.size() - 1, ms.size() * 95 / 100)];
  if (last > first) stats.frames_per_second = static_cast<double>(recent_.size()) / (last - first);
  return stats;
}

}  // namespace headroom::app
