// A few threads that share one loop at a time.
//
//   WorkerPool pool(4);
//   pool.split(rows, 64, [&](std::int64_t begin, std::int64_t end) { fill(begin, end); });   // blocks
//
// The range is split into one share per thread, each in a few pieces. A thread works through its own share,
// the same in every loop of the same length, so that what it wrote in one loop still lies in its cache in the
// next; then it steals pieces from the others. A worker that comes late, because another program has its
// core, finds nothing left to do and is not waited for. Callers split over output elements only, never over a
// sum, so results are the same bits for every number of threads, whoever does what. Nothing is allocated by
// split().
//
// Thread rule: split() is called by one thread, which shares the work. Workers sleep between loops.
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

  // Calls work(begin, end) for pieces of [0, count). `grain`: how much of it is worth a thread; with less
  // than two of them the caller does it all. `work` must not throw.
  template <typename Work>
  void split(std::int64_t count, std::int64_t grain, const Work& work) {
    const std::int64_t most = (count + grain - 1) / std::max<std::int64_t>(grain, 1);
    if (threads() == 1 || most <= 1) {
      if (count > 0) work(std::int64_t{0}, count);
      return;
    }
    const auto pieces = std::min(count, kPiecesPerThread * std::min<std::int64_t>(threads(), most));
    run({[](const void* w, std::int64_t begin, std::int64_t end) {
           (*static_cast<const Work*>(w))(begin, end);
         },
         &work, count, static_cast<int>(pieces)});
  }

 private:
  struct Loop {
    void (*call)(const void* work, std::int64_t begin, std::int64_t end) = nullptr;
    const void* work = nullptr;
    std::int64_t count = 0;
    int pieces = 0;
  };
  // The pieces of one thread's share that nobody has taken; a cache line of its own.
  struct alignas(64) Share {
    std::atomic<int> next{0};
    int end = 0;
  };
  static constexpr int kPiecesPerThread = 4;

  void run(const Loop& loop);
  void serve(int thread);
  void take_pieces(int thread);
  void take_pieces(Share& share);

  // The gate of the loop: workers inside may read loop_, which changes only when all of them have left.
  //   bits 16 to 31  number of the loop; may wrap around: a worker that slept so long misses one
  //   bit 15         closed: no worker may enter
  //   bits 0 to 14   workers inside
  static constexpr std::uint32_t kClosed = 1U << 15, kInside = kClosed - 1, kNextLoop = 1U << 16;
  alignas(64) std::atomic<std::uint32_t> gate_{kClosed};
  Loop loop_;
  std::vector<Share> shares_;  // one for each thread
  std::atomic<bool> stop_{false};
  std::vector<std::jthread> workers_;  // last: joined before the rest is destroyed
};

}  // namespace headroom::cpu
