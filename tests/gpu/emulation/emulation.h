// The CUDA language for a host compiler: what the translated kernels need. See README.md.
#pragma once

#include <cuda_runtime_api.h>

#include <cmath>
#include <cstddef>
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

// Runs `thread` once per thread of the grid, block after block. shared_bytes: dynamic shared memory of a
// block.
void run_grid(dim3 grid, dim3 block, std::size_t shared_bytes, const std::function<void()>& thread);
// Everything that is queued goes through here: it runs at once, or is recorded while a stream is captured.
void queue(std::function<void()> work);
// What a kernel declares as "extern __shared__ T name[]".
void* dynamic_shared();
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
  Launcher(void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared_bytes)
      : kernel_(kernel), grid_(grid), block_(block), shared_bytes_(shared_bytes) {}
  void operator()(Parameters... arguments) const {
    const Launcher launch = *this;
    queue([=] {
      run_grid(launch.grid_, launch.block_, launch.shared_bytes_, [&] { launch.kernel_(arguments...); });
    });
  }

 private:
  void (*kernel_)(Parameters...);
  dim3 grid_;
  dim3 block_;
  std::size_t shared_bytes_;
};

template <typename... Parameters>
Launcher<Parameters...> launcher(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                 std::size_t shared_bytes, cudaStream_t) {
  return {kernel, grid, block, shared_bytes};
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
