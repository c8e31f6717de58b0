// A piece of work on its own thread, with progress, cancel and one result.
//
// Anything slower than a frame that does not need the device (reading a CSV, exporting) is a Job.
//
//   Job<CsvTable> job([path](Progress& p) { return read_csv(path, {}, p); });
//   if (job.done()) use(job.take());   // every frame; rethrows the worker's Error
//
// Thread rule: owned and polled by one thread. The destructor cancels and joins.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/progress.h"

namespace headroom {

template <typename T>
class Job {
 public:
  explicit Job(std::function<T(Progress&)> work)
      : thread_([this, work = std::move(work)] {
          try {
            result_ = work(progress_);
          } catch (...) {
            failure_ = std::current_exception();
          }
          done_.store(true, std::memory_order_release);
        }) {}
  ~Job() { progress_.cancel(); }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  bool done() const { return done_.load(std::memory_order_acquire); }
  double fraction() const { return progress_.fraction(); }
  void cancel() { progress_.cancel(); }

  // The result, once done(); rethrows what the work threw. Call once.
  T take() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(*result_);
  }

 private:
  Progress progress_;
  std::optional<T> result_;
  std::exception_ptr failure_;
  std::atomic<bool> done_{false};
  std::jthread thread_;  // last: joined first
};

}  // namespace headroom
