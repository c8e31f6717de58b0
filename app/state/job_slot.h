// One place for a background job of which only the newest matters. Starting another cancels the one
// under way without waiting for it: it is kept aside until it has noticed.
//
//   slot.start([path](Progress& p) { return read_csv(path, {}, p); });
//   if (auto finished = slot.poll()) use(finished->take());   // every tick
//
// Thread rule: owned and polled by one thread. The destructor cancels and joins.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/job.h"

namespace headroom::app {

template <typename T>
class JobSlot {
 public:
  void start(std::function<T(Progress&)> work) {
    cancel();
    job_ = std::make_unique<Job<T>>(std::move(work));
  }

  // Forgets the job under way.
  void cancel() {
    if (!job_) return;
    job_->cancel();
    retired_.push_back(std::move(job_));
  }

  // The finished job, once; its take() rethrows what the work threw. Null while there is nothing.
  std::unique_ptr<Job<T>> poll() {
    std::erase_if(retired_, [](const auto& job) { return job->done(); });
    if (job_ && job_->done()) return std::move(job_);
    return nullptr;
  }

  bool running() const { return job_ != nullptr; }
  double fraction() const { return job_ ? job_->fraction() : 0; }

 private:
  std::unique_ptr<Job<T>> job_;
  std::vector<std::unique_ptr<Job<T>>> retired_;
};

}  // namespace headroom::app
