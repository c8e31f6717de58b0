// The CUDA language for a host compiler: what the translated kernels need. See README.md.
#pragma once

#include <cuda_runtime_api.h>

#include <cmath>
#include <cstdint>
#include <functional>

#undef __global__
#undef __device__
#undef __host__
#undef __shared__
#undef __launch_bounds__
#define __global__
#define __device__
#define __host__
#define __shared__ static
#define __launch_bounds__(...)

namespace emulation {

// Runs `thread` once per thread of the grid, block after block.
void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread);
// Ends this fiber's turn; returns when every thread of the block that is still running has had its turn.
void next_turn();
// Every lane of the warp hands in a value and gets that of lane ^ mask.
std::uint64_t exchange(std::uint64_t value, int mask);
// The position of the running fiber.
extern uint3 thread_position;
extern uint3 block_position;
extern dim3 block_shape;
extern dim3 grid_shape;

template <typename... Parameters>
class Launcher {
 public:
  Launcher(void (*kernel)(Parameters...), dim3 grid, dim3 block)
      : kernel_(kernel), grid_(grid), block_(block) {}
  void operator()(Parameters... arguments) const {
    run_grid(grid_, block_, [&] { kernel_(arguments...); });
  }

 private:
  void (*kernel_)(Parameters...);
  dim3 grid_;
  dim3 block_;
};

template <typename... Parameters>
Launcher<Parameters...> launcher(void (*kernel)(Parameters...), dim3 grid, dim3 block, int, cudaStream_t) {
  return {kernel, grid, block};
}

}  // namespace emulation

#define threadIdx ::emulation::thread_position
#define blockIdx ::emulation::block_position
#define blockDim ::emulation::block_shape
#define gridDim ::emulation::grid_shape

inline void __syncthreads() { ::emulation::next_turn(); }
inline void __syncwarp() { ::emulation::next_turn(); }
inline float __shfl_xor_sync(unsigned, float value, int mask) {
  return __builtin_bit_cast(float, static_cast<std::uint32_t>(::emulation::exchange(
                                       __builtin_bit_cast(std::uint32_t, value), mask)));
}
inline long long __shfl_xor_sync(unsigned, long long value, int mask) {
  return static_cast<long long>(::emulation::exchange(static_cast<std::uint64_t>(value), mask));
}
