#include "core/device/cpu/worker_pool.h"

#include "core/device/cpu/flush_denormals.h"

namespace headroom::cpu {

namespace {

// Loops follow each other within microseconds, and waking a sleeping thread takes far longer, above all in a
// virtual machine: look for some 200 us before going to sleep. With 20 us, a step of Bl at batch 32 took a
// third more.
template <typename T>
T wait_for_change(const std::atomic<T>& value, T old) {
  for (int look = 0; look < 40000; ++look) {
    const T now = value.load();
    if (now != old) return now;
  }
  value.wait(old);
  return value.load();
}

}  // namespace

WorkerPool::WorkerPool(int threads) : shares_(static_cast<std::size_t>(std::max(threads, 1))) {
  for (int i = 1; i < threads; ++i) workers_.emplace_back([this, i] { serve(i); });
}

WorkerPool::~WorkerPool() {
  stop_.store(true);
  gate_.fetch_add(kNextLoop);
  gate_.notify_all();
}

void WorkerPool::take_pieces(int thread) {
  const auto count = static_cast<int>(shares_.size());
  for (int i = 0; i < count; ++i) take_pieces(shares_[static_cast<std::size_t>((thread + i) % count)]);
}

void WorkerPool::take_pieces(Share& share) {
  for (int i = share.next.fetch_add(1); i < share.end; i = share.next.fetch_add(1)) {
    const std::int64_t begin = loop_.count * i / loop_.pieces;
    const std::int64_t end = loop_.count * (i + 1) / loop_.pieces;
    if (begin < end) loop_.call(loop_.work, begin, end);
  }
}

void WorkerPool::run(const Loop& loop) {
  loop_ = loop;
  const auto threads = static_cast<int>(shares_.size());
  for (int t = 0; t < threads; ++t) {
    Share& share = shares_[static_cast<std::size_t>(t)];
    share.next.store(loop.pieces * t / threads);
    share.end = loop.pieces * (t + 1) / threads;
  }
  gate_.store((gate_.load() + kNextLoop) & ~(kClosed | kInside));
  gate_.notify_all();
  take_pieces(0);
  std::uint32_t gate = gate_.fetch_or(kClosed) | kClosed;
  while ((gate & kInside) != 0) gate = wait_for_change(gate_, gate);
}

void WorkerPool::serve(int thread) {
  const FlushDenormals guard;
  std::uint32_t gate = gate_.load(), done = gate / kNextLoop;
  while (!stop_.load()) {
    if ((gate & kClosed) != 0 || gate / kNextLoop == done) {
      gate = wait_for_change(gate_, gate);
      continue;
    }
    if (!gate_.compare_exchange_weak(gate, gate + 1)) continue;
    done = gate / kNextLoop;
    take_pieces(thread);
    gate = gate_.fetch_sub(1) - 1;
    if ((gate & (kClosed | kInside)) == kClosed) gate_.notify_all();  // run() waits for the last one
  }
}

}  // namespace headroom::cpu
