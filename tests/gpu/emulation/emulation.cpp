// Blocks of fibers: threads that change only where the kernel says so.
#include "emulation.h"

#include <ucontext.h>

#include <array>
#include <cstdio>
#include <cstdlib>
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

struct Fiber {
  ucontext_t context{};
  std::unique_ptr<char[]> stack = std::make_unique<char[]>(kStack);
  uint3 position{};
  bool done = false;
};

std::vector<std::unique_ptr<Fiber>> fibers;  // kept between blocks
ucontext_t scheduler;
std::size_t running = 0;
const std::function<void()>* body = nullptr;
std::array<std::uint64_t, 1024> handed_in;

void fiber_main() {
  (*body)();
  fibers[running]->done = true;
}

void start(std::size_t index) {
  Fiber& fiber = *fibers[index];
  const auto i = static_cast<unsigned>(index);
  fiber.position = {i % block_shape.x, i / block_shape.x % block_shape.y,
                    i / (block_shape.x * block_shape.y)};
  fiber.done = false;
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = fiber.stack.get();
  fiber.context.uc_stack.ss_size = kStack;
  fiber.context.uc_link = &scheduler;
  makecontext(&fiber.context, fiber_main, 0);
}

void run_block(std::size_t threads) {
  while (fibers.size() < threads) fibers.push_back(std::make_unique<Fiber>());
  for (std::size_t i = 0; i < threads; ++i) start(i);
  for (std::size_t alive = threads; alive > 0;) {
    for (running = 0; running < threads; ++running) {
      Fiber& fiber = *fibers[running];
      if (fiber.done) continue;
      thread_position = fiber.position;
      swapcontext(&scheduler, &fiber.context);
      if (fiber.done) --alive;
    }
  }
}

}  // namespace

void next_turn() {
  Fiber& fiber = *fibers[running];
  swapcontext(&fiber.context, &scheduler);
  thread_position = fiber.position;
}

std::uint64_t exchange(std::uint64_t value, int mask) {
  const std::size_t me = running;
  handed_in[me] = value;
  next_turn();
  const std::size_t first = me / kWarp * kWarp;
  const std::uint64_t got = handed_in[first + ((me - first) ^ static_cast<std::size_t>(mask))];
  next_turn();  // nobody hands in the next value before all have read this one
  return got;
}

void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread) {
  const std::size_t threads = static_cast<std::size_t>(block.x) * block.y * block.z;
  if (threads == 0 || threads > 1024 || grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.y > 65535) {
    std::fprintf(stderr, "emulation: a launch of %zu threads a block, grid %u x %u x %u\n", threads, grid.x,
                 grid.y, grid.z);
    std::abort();
  }
  grid_shape = grid;
  block_shape = block;
  body = &thread;
  for (block_position.z = 0; block_position.z < grid.z; ++block_position.z) {
    for (block_position.y = 0; block_position.y < grid.y; ++block_position.y) {
      for (block_position.x = 0; block_position.x < grid.x; ++block_position.x) run_block(threads);
    }
  }
}

}  // namespace emulation
