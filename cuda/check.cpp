#include "cuda/check.h"

#include <cstdio>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace headroom::gpu {
namespace {

// "cuda/kernels/loss.cu:41": the path inside the project, wherever it was built.
std::string source_place(std::string_view file, int line) {
  const std::size_t room = file.rfind("/cuda/");
  if (room != std::string_view::npos) file.remove_prefix(room + 1);
  return std::string(file) + ":" + std::to_string(line);
}

}  // namespace

void check_cuda(cudaError_t status, const char* call, const char* file, int line) {
  if (status == cudaSuccess) return;
  // Clears an error that is not sticky, so that the next check does not report it again.
  static_cast<void>(cudaGetLastError());
  const std::string text =
      std::string(cudaGetErrorName(status)) + " (" + cudaGetErrorString(status) + ") from " + call;
  if (status == cudaErrorMemoryAllocation) {
    throw Error(ErrorCode::kOutOfMemory,
                "the GPU has no memory left: " + text + "; free memory on it or choose a smaller run",
                source_place(file, line));
  }
  if (status == cudaErrorNoKernelImageForDevice || status == cudaErrorUnsupportedPtxVersion) {
    throw Error(ErrorCode::kUnsupported,
                "this build holds no code for this GPU and driver: " + text +
                    "; build it on this machine with ./run.sh, or use the CPU",
                source_place(file, line));
  }
  throw Error(ErrorCode::kDevice,
              "the GPU failed: " + text + "; start the run again, on the CPU if it happens again",
              source_place(file, line));
}

void check_cublas(cublasStatus_t status, const char* call, const char* file, int line) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  const std::string text = std::string(cublasLtGetStatusName(status)) + " from " + call;
  if (status == CUBLAS_STATUS_ALLOC_FAILED) {
    throw Error(ErrorCode::kOutOfMemory, "cuBLASLt found no memory: " + text + "; choose a smaller run",
                source_place(file, line));
  }
  throw Error(ErrorCode::kDevice,
              "cuBLASLt failed: " + text + "; start the run again, on the CPU if it happens again",
              source_place(file, line));
}

void log_cuda(cudaError_t status, const char* call, const char* file, int line) noexcept {
  // The driver is gone before static objects are: nothing is left to release then.
  if (status == cudaSuccess || status == cudaErrorCudartUnloading) return;
  static_cast<void>(cudaGetLastError());
  std::fprintf(stderr, "headroom: %s from %s (%s:%d)\n", cudaGetErrorName(status), call, file, line);
}

}  // namespace headroom::gpu
