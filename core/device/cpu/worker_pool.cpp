#include "core/device/cpu/worker_pool.h"

#include "core/device/cpu/flush_denormals.h"

namespace headroom::cpu {

namespace {

// Loops follow each other within microseconds, and waking a sleeping thread takes longer than that:
// look a few thousand times (some 20 us) before going to sleep.
template <typename T>
T wait_for_change(const std::atomic<T>& value, T old) {
  for (int look = 0; look < 4000; ++look) {
    const T now = value.load();
    if (now != old) return now;
  }
  value.wait(old);
  return value.load();
}

}  // namespace

WorkerPool::WorkerPool(int threads) {
  for (int i = 1; i < threads; ++i) {
    workers_.emplace_back([this, i] { serve(i); });
  }
}

WorkerPool::~WorkerPool() {
  stop_.store(true);
  started_.fetch_add(1);
  started_.notify_all();
}

void WorkerPool::Loop::piece(int index) const {
  const std::int64_t begin = count * index / pieces;
  const std::int64_t end = count * (index + 1) / pieces;
  if (begin < end) call(work, begin, end);
}

void WorkerPool::run(const Loop& loop) {
  loop_ = loop;
  busy_.store(static_cast<int>(workers_.size()));
  started_.fetch_add(1);
  started_.notify_all();
  loop.piece(0);
  for (int left = busy_.load(); left != 0; left = wait_for_change(busy_, left)) {
  }
}

void WorkerPool::serve(int index) {
  const FlushDenormals guard;
  std::uint32_t seen = 0;
  while (true) {
    wait_for_change(started_, seen);
    ++seen;  // run() waits for every worker, so none can miss a loop
    if (stop_.load()) return;
    if (index < loop_.pieces) loop_.piece(index);
    if (busy_.fetch_sub(1) == 1) busy_.notify_one();
  }
}

}  // namespace headroom::cpu
