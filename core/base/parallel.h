// A loop over up to a few thousand independent pieces of work, shared between threads.
//
//   for_each_index(threads, pieces.size(), [&](std::size_t i) { pieces[i].read(); });
//
// A thread takes the next index whenever it is free, so pieces may differ in size; the calling thread takes
// part. If a piece throws, no further piece is started, and the exception is rethrown here once all threads
// are done.
//
// Starting a thread costs about 20 us, so pieces should take a millisecond or more. The steps of a
// training run have a pool of their own (core/device/cpu/worker_pool.h).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace headroom {

// 0 asks for one thread on each processor.
inline int choose_threads(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

template <typename Work>
void for_each_index(int threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto serve = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::scoped_lock lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (std::size_t t = 1; t < std::min(static_cast<std::size_t>(std::max(threads, 1)), count); ++t) {
      helpers.emplace_back(serve);
    }
    serve();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace headroom
