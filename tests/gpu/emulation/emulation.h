// The CUDA language for a host compiler: what the translated kernels need. See README.md.
#pragma once

#include <cuda_runtime_api.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
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

// What a kernel may ask for: 48 KiB, or what cudaFuncSetAttribute() allowed it.
std::size_t shared_limit(const void* kernel);
// Runs `thread` once per thread of the grid, block after block. shared_bytes: dynamic shared memory of a
// block.
void run_grid(dim3 grid, dim3 block, std::size_t shared_bytes, const std::function<void()>& thread);
// Everything that is queued goes through here: it runs at once, or is recorded while a stream is captured.
void queue(std::function<void()> work);
// What a kernel declares as "extern __shared__ T name[]".
void* dynamic_shared();
// Return when every thread of the block, or of the warp, that has not ended has come here.
void block_barrier();
void warp_barrier();
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
    if (shared_bytes_ > shared_limit(reinterpret_cast<const void*>(kernel_))) {
      std::fprintf(stderr, "emulation: a launch with more shared memory than the kernel was allowed\n");
      std::abort();
    }
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

inline void __syncthreads() { ::emulation::block_barrier(); }
inline void __syncwarp() { ::emulation::warp_barrier(); }
template <typename T>
T __shfl_xor_sync(unsigned, T value, int mask) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  bits = ::emulation::exchange(bits, mask);
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}
