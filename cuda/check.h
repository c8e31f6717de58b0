// Every CUDA and cuBLASLt call and every kernel launch goes through one of these three.
//
//   HEADROOM_CUDA(cudaMemsetAsync(p, 0, n, stream));
//   add_bias<<<grid, block, 0, stream>>>(bias, rows);
//   HEADROOM_LAUNCHED("add_bias");
//
// They throw Error{kDevice} with the call, the CUDA error's name and file:line
// (Error{kOutOfMemory} for cudaErrorMemoryAllocation). Destructors use HEADROOM_CUDA_LOG instead: it
// writes to stderr and never throws.
#pragma once

#include <cublasLt.h>
#include <cuda_runtime_api.h>

namespace headroom::gpu {

void check_cuda(cudaError_t status, const char* call, const char* file, int line);
void check_cublas(cublasStatus_t status, const char* call, const char* file, int line);
void log_cuda(cudaError_t status, const char* call, const char* file, int line) noexcept;

}  // namespace headroom::gpu

#define HEADROOM_CUDA(call) ::headroom::gpu::check_cuda((call), #call, __FILE__, __LINE__)
#define HEADROOM_CUBLAS(call) ::headroom::gpu::check_cublas((call), #call, __FILE__, __LINE__)
#define HEADROOM_LAUNCHED(kernel) \
  ::headroom::gpu::check_cuda(cudaGetLastError(), "launch of " kernel, __FILE__, __LINE__)
#define HEADROOM_CUDA_LOG(call) ::headroom::gpu::log_cuda((call), #call, __FILE__, __LINE__)
