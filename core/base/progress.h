// How a long job reports how far it has got, and learns that it has been cancelled.
//
// The worker reports, another thread reads and may cancel. Both sides may be called at any time.
//
//   for (; done < total; ++done) { progress.check(); progress.report(done, total); }   // worker
//   bar(progress.fraction()); if (clicked) progress.cancel();                         // window
#pragma once

#include <atomic>
#include <cstdint>

namespace headroom {

class Progress {
 public:
  void report(std::int64_t done, std::int64_t total) {
    fraction_.store(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0,
                    std::memory_order_relaxed);
  }
  double fraction() const { return fraction_.load(std::memory_order_relaxed); }

  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  // Throws Error{kCancelled} once cancel() was called.
  void check() const;

 private:
  std::atomic<double> fraction_{0.0};
  std::atomic<bool> cancelled_{false};
};

}  // namespace headroom
