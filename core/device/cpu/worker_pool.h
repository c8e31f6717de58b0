// A few threads that share one loop at a time.
//
//   WorkerPool pool(4);
//   pool.split(rows, 64, [&](std::int64_t begin, std::int64_t end) { ... });   // blocks until done
//
// The range is cut into at most threads() pieces. Callers split over output elements only, never
// over a sum, so results are the same bits for every number of threads. Nothing is allocated by split().
//
// Thread rule: split() is called by one thread, which works along. Workers sleep between loops.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <stop_token>
#include <thread>
#include <vector>

namespace headroom::cpu {

class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls work(begin, end) for pieces of [0, count), each at least `grain` long but the last. `work`
  // must not throw.
  template <typename Work>
  void split(std::int64_t count, std::int64_t grain, const Work& work) {
    const std::int64_t most = (count + grain - 1) / std::max<std::int64_t>(grain, 1);
    const int pieces = static_cast<int>(std::min<std::int64_t>(threads(), most));
    if (pieces <= 1) {
      if (count > 0) work(std::int64_t{0}, count);
      return;
    }
    run({[](const void* w, std::int64_t begin, std::int64_t end) {
           (*static_cast<const Work*>(w))(begin, end);
         },
         &work, count, pieces});
  }

 private:
  struct Loop {
    void (*call)(const void* work, std::int64_t begin, std::int64_t end) = nullptr;
    const void* work = nullptr;
    std::int64_t count = 0;
    int pieces = 0;
    void piece(int index) const;
  };

  void run(const Loop& loop);
  void serve(int index);

  Loop loop_;
  std::atomic<std::uint32_t> started_{0};  // grows with every loop: workers wait for the next value
  std::atomic<int> busy_{0};               // workers that have not finished the current loop
  std::atomic<bool> stop_{false};
  std::vector<std::jthread> workers_;  // last: joined before the rest goes
};

}  // namespace headroom::cpu
