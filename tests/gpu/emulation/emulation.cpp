// Blocks of fibers: threads that change only where the kernel says so.
#include "emulation.h"

#include <ucontext.h>

#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace emulation {

uint3 thread_position;
uint3 block_position;
dim3 block_shape;
dim3 grid_shape;

namespace {

constexpr std::size_t kStack = 64 * 1024;
constexpr int kWarp = 32;

// Lives as long as the program and runs one thread of each block. Made with makecontext, then changed with
// _setjmp and _longjmp, which need no system call.
struct Fiber {
  ucontext_t first_entry{};
  std::jmp_buf resume_at{};
  std::unique_ptr<char[]> stack = std::make_unique<char[]>(kStack);
  uint3 position{};
  bool entered = false;
  bool done = false;
};

std::vector<std::unique_ptr<Fiber>> fibers;
std::jmp_buf scheduler;
std::size_t running = 0;
const std::function<void()>* body = nullptr;
struct Free {
  void operator()(char* p) const { std::free(p); }
};
std::unique_ptr<char, Free> shared_memory;
std::array<std::uint64_t, 1024> handed_in;

// Leaves the running fiber for the scheduler; returns when it is resumed.
void leave(Fiber& fiber) {
  if (_setjmp(fiber.resume_at) == 0) _longjmp(scheduler, 1);
}

void fiber_main() {
  for (;;) {
    Fiber& fiber = *fibers[running];
    (*body)();
    fiber.done = true;
    leave(fiber);
  }
}

void resume(Fiber& fiber) {
  if (_setjmp(scheduler) != 0) return;  // back from leave()
  if (fiber.entered) _longjmp(fiber.resume_at, 1);
  fiber.entered = true;
  getcontext(&fiber.first_entry);
  fiber.first_entry.uc_stack.ss_sp = fiber.stack.get();
  fiber.first_entry.uc_stack.ss_size = kStack;
  fiber.first_entry.uc_link = nullptr;
  makecontext(&fiber.first_entry, fiber_main, 0);
  setcontext(&fiber.first_entry);
}

// Threads that meet: the last to arrive lets all go on. Those that have ended are not waited for.
struct Meeting {
  std::size_t expected = 0;
  std::size_t arrived = 0;
  std::size_t held = 0;  // how often it took place

  void check() {
    if (arrived == 0 || arrived < expected) return;
    arrived = 0;
    ++held;
  }
  void wait(Fiber& fiber) {
    const std::size_t before = held;
    ++arrived;
    check();
    while (held == before) leave(fiber);
    thread_position = fiber.position;
  }
  void gone() {
    --expected;
    check();
  }
};
Meeting whole_block;
std::array<Meeting, 1024 / kWarp> warps;

void start_block(std::size_t threads) {
  while (fibers.size() < threads) fibers.push_back(std::make_unique<Fiber>());
  whole_block = {threads};
  for (Meeting& warp : warps) warp = {};
  for (std::size_t index = 0; index < threads; ++index) {
    const auto i = static_cast<unsigned>(index);
    Fiber& fiber = *fibers[index];
    fiber.position = {i % block_shape.x, i / block_shape.x % block_shape.y,
                      i / (block_shape.x * block_shape.y)};
    fiber.done = false;
    ++warps[index / kWarp].expected;
  }
}

// Each thread runs until it has to wait, so a barrier that is missing shows: one thread is phases ahead of
// the others. The other order of threads, for what the first one hides.
void run_block(std::size_t threads) {
  static const bool backwards = std::getenv("HEADROOM_EMULATION_BACKWARDS") != nullptr;
  start_block(threads);
  for (std::size_t alive = threads; alive > 0;) {
    for (std::size_t turn = 0; turn < threads; ++turn) {
      running = backwards ? threads - 1 - turn : turn;
      Fiber& fiber = *fibers[running];
      if (fiber.done) continue;
      thread_position = fiber.position;
      resume(fiber);
      if (!fiber.done) continue;
      --alive;
      whole_block.gone();
      warps[running / kWarp].gone();
    }
  }
}

}  // namespace

void block_barrier() { whole_block.wait(*fibers[running]); }
void warp_barrier() { warps[running / kWarp].wait(*fibers[running]); }

std::uint64_t exchange(std::uint64_t value, int mask) {
  const std::size_t me = running;
  handed_in[me] = value;
  warp_barrier();
  const std::size_t first = me / kWarp * kWarp;
  const std::uint64_t got = handed_in[first + ((me - first) ^ static_cast<std::size_t>(mask))];
  warp_barrier();  // nobody hands in the next value before all have read this one
  return got;
}

void* dynamic_shared() { return shared_memory.get(); }

void run_grid(dim3 grid, dim3 block, std::size_t shared_bytes, const std::function<void()>& thread) {
  const std::size_t threads = static_cast<std::size_t>(block.x) * block.y * block.z;
  if (threads == 0 || threads > 1024 || grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.y > 65535) {
    std::fprintf(stderr, "emulation: a launch of %zu threads a block, grid %u x %u x %u\n", threads, grid.x,
                 grid.y, grid.z);
    std::abort();
  }
  grid_shape = grid;
  block_shape = block;
  body = &thread;
  // NaN patterns, and of the exact size: what nobody wrote shows, and what lies behind it is found by ASan.
  shared_memory.reset(static_cast<char*>(std::aligned_alloc(256, (shared_bytes + 255) / 256 * 256)));
  if (shared_bytes > 0) std::memset(shared_memory.get(), 0xff, shared_bytes);
  for (block_position.z = 0; block_position.z < grid.z; ++block_position.z) {
    for (block_position.y = 0; block_position.y < grid.y; ++block_position.y) {
      for (block_position.x = 0; block_position.x < grid.x; ++block_position.x) run_block(threads);
    }
  }
}

}  // namespace emulation
