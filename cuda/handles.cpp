#include "cuda/handles.h"

#include <cstdio>
#include <string>

#include "core/base/error.h"
#include "cuda/check.h"

namespace headroom::gpu {

void ReleaseDeviceMemory::release(void* p) noexcept { HEADROOM_CUDA_LOG(cudaFree(p)); }
void ReleasePinnedMemory::release(void* p) noexcept { HEADROOM_CUDA_LOG(cudaFreeHost(p)); }
void ReleaseStream::release(cudaStream_t s) noexcept { HEADROOM_CUDA_LOG(cudaStreamDestroy(s)); }
void ReleaseEvent::release(cudaEvent_t e) noexcept { HEADROOM_CUDA_LOG(cudaEventDestroy(e)); }
void ReleaseCublasLt::release(cublasLtHandle_t h) noexcept {
  const cublasStatus_t status = cublasLtDestroy(h);
  if (status != CUBLAS_STATUS_SUCCESS) {
    std::fprintf(stderr, "headroom: %s from cublasLtDestroy\n", cublasLtGetStatusName(status));
  }
}

DeviceBuffer::DeviceBuffer(Bytes bytes, const char* purpose) {
  if (bytes <= 0) return;
  std::size_t free = 0;
  std::size_t total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  void* p = nullptr;
  // More than there is at all is not even asked for: drivers answer absurd sizes in different ways.
  const bool absurd = bytes > static_cast<Bytes>(total);
  const cudaError_t status =
      absurd ? cudaErrorMemoryAllocation : cudaMalloc(&p, static_cast<std::size_t>(bytes));
  if (status == cudaErrorMemoryAllocation) {
    static_cast<void>(cudaGetLastError());  // not sticky: the device goes on
    throw Error(ErrorCode::kOutOfMemory, std::string(purpose) + " needs " + format_bytes(bytes) +
                                             ", the GPU has " + format_bytes(static_cast<Bytes>(free)) +
                                             " free of " + format_bytes(static_cast<Bytes>(total)) +
                                             ": choose fewer rows, a smaller batch or a smaller model");
  }
  HEADROOM_CUDA(status);
  memory_ = Owned<void*, ReleaseDeviceMemory>(p);
  bytes_ = bytes;
}

PinnedBuffer::PinnedBuffer(Bytes bytes) : bytes_(bytes) {
  void* p = nullptr;
  const cudaError_t status = cudaMallocHost(&p, static_cast<std::size_t>(bytes));
  if (status == cudaErrorMemoryAllocation) {
    static_cast<void>(cudaGetLastError());  // not sticky: the device goes on
    throw Error(ErrorCode::kOutOfMemory, "main memory has no " + format_bytes(bytes) +
                                             " left that could be locked for copies: close something or "
                                             "choose a smaller batch");
  }
  HEADROOM_CUDA(status);
  memory_ = Owned<void*, ReleasePinnedMemory>(p);
}

Stream::Stream() {
  cudaStream_t stream = nullptr;
  HEADROOM_CUDA(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  stream_ = Owned<cudaStream_t, ReleaseStream>(stream);
}

void Stream::synchronize() const { HEADROOM_CUDA(cudaStreamSynchronize(stream_.get())); }

Event::Event(Kind kind) {
  cudaEvent_t event = nullptr;
  HEADROOM_CUDA(
      cudaEventCreateWithFlags(&event, kind == Kind::kTimed ? cudaEventDefault : cudaEventDisableTiming));
  event_ = Owned<cudaEvent_t, ReleaseEvent>(event);
}

void Event::record(const Stream& stream) { HEADROOM_CUDA(cudaEventRecord(event_.get(), stream.get())); }

void Event::wait() const { HEADROOM_CUDA(cudaEventSynchronize(event_.get())); }

void Event::hold(const Stream& stream) const {
  HEADROOM_CUDA(cudaStreamWaitEvent(stream.get(), event_.get(), 0));
}

bool Event::done() const {
  const cudaError_t status = cudaEventQuery(event_.get());
  if (status == cudaErrorNotReady) {
    static_cast<void>(cudaGetLastError());  // an answer, no error
    return false;
  }
  HEADROOM_CUDA(status);
  return true;
}

double Event::seconds_since(const Event& start) const {
  float milliseconds = 0;
  HEADROOM_CUDA(cudaEventElapsedTime(&milliseconds, start.event_.get(), event_.get()));
  return 1e-3 * static_cast<double>(milliseconds);
}

CublasLtHandle::CublasLtHandle() {
  cublasLtHandle_t handle = nullptr;
  HEADROOM_CUBLAS(cublasLtCreate(&handle));
  handle_ = Owned<cublasLtHandle_t, ReleaseCublasLt>(handle);
}

}  // namespace headroom::gpu
