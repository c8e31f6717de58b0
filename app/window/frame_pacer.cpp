#include "app/window/frame_pacer.h"

#include <algorithm>
#include <utility>

namespace headroom::app {
namespace {

FrameStats::Spread spread_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const std::size_t rank = (seconds.size() * 99 + 99) / 100;
  return {1e3 * seconds[seconds.size() / 2], 1e3 * seconds[rank - 1]};
}

}  // namespace

double FramePacer::wait_seconds(double now) const {
  if (wanted()) return std::max(0.0, earliest_ - now);
  return busy_ ? kBusyTick : kIdleTick;
}

void FramePacer::frame_drawn(double start, double worked, double end) {
  settle_ = std::max(0, settle_ - 1);
  changed_ = false;
  // From start to start: the time a frame took counts towards its interval.
  earliest_ = start + shortest_;
  if (recent_.size() < kKept) {
    recent_.push_back({start, worked, end});
  } else {
    recent_[oldest_] = {start, worked, end};
    oldest_ = (oldest_ + 1) % kKept;
  }
  ++frames_;
}

void FramePacer::reset_stats() {
  recent_.clear();
  oldest_ = 0;
}

FrameStats FramePacer::stats() const {
  FrameStats stats;
  stats.frames = recent_.size();
  if (recent_.empty()) return stats;
  std::vector<double> work, shown;
  work.reserve(recent_.size());
  shown.reserve(recent_.size());
  double first = recent_.front().start, last = recent_.front().end;
  for (const Drawn& drawn : recent_) {
    work.push_back(drawn.worked - drawn.start);
    shown.push_back(drawn.end - drawn.start);
    first = std::min(first, drawn.start);
    last = std::max(last, drawn.end);
  }
  stats.work = spread_of(std::move(work));
  stats.shown = spread_of(std::move(shown));
  if (last > first) stats.frames_per_second = static_cast<double>(recent_.size()) / (last - first);
  return stats;
}

}  // namespace headroom::app
