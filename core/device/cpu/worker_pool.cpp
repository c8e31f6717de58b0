#include "core/device/cpu/worker_pool.h"

#include "core/device/cpu/flush_denormals.h"

namespace headroom::cpu {

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
  for (int left = busy_.load(); left != 0; left = busy_.load()) busy_.wait(left);
}

void WorkerPool::serve(int index) {
  const FlushDenormals guard;
  std::uint32_t seen = 0;
  while (true) {
    started_.wait(seen);
    ++seen;  // run() waits for every worker, so none can miss a loop
    if (stop_.load()) return;
    if (index < loop_.pieces) loop_.piece(index);
    if (busy_.fetch_sub(1) == 1) busy_.notify_one();
  }
}

}  // namespace headroom::cpu
