// Move-only owners of what CUDA hands out. Each releases in its destructor, logs a failure to stderr and
// never throws there; everything else throws through cuda/check.h.
//
//   DeviceBuffer buffer(bytes, "the data");      // cudaMalloc, aligned to at least 256 bytes
//   Stream stream;                               // does not wait for the legacy default stream
//   Event copied;  copied.record(stream);  copied.wait();
//
// Thread rule: as the device that is current when they are made.
#pragma once

#include <cublasLt.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <utility>

#include "core/base/bytes.h"

namespace headroom::gpu {

// The common part: owns a handle of type T, released by Release::release(T).
template <typename T, typename Release>
class Owned {
 public:
  Owned() = default;
  explicit Owned(T handle) : handle_(handle) {}
  Owned(Owned&& other) noexcept : handle_(std::exchange(other.handle_, T{})) {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      handle_ = std::exchange(other.handle_, T{});
    }
    return *this;
  }
  ~Owned() { reset(); }

  T get() const { return handle_; }
  void reset() noexcept {
    if (handle_ != T{}) Release::release(handle_);
    handle_ = T{};
  }

 private:
  T handle_ = T{};
};

struct ReleaseDeviceMemory {
  static void release(void* p) noexcept;
};
struct ReleasePinnedMemory {
  static void release(void* p) noexcept;
};
struct ReleaseStream {
  static void release(cudaStream_t s) noexcept;
};
struct ReleaseEvent {
  static void release(cudaEvent_t e) noexcept;
};
struct ReleaseCublasLt {
  static void release(cublasLtHandle_t h) noexcept;
};

// Device memory.
class DeviceBuffer {
 public:
  DeviceBuffer() = default;
  // Throws Error{kOutOfMemory} with the bytes requested, free and in total. 0 bytes: empty.
  DeviceBuffer(Bytes bytes, const char* purpose);

  void* data() const { return memory_.get(); }
  Bytes bytes() const { return bytes_; }

 private:
  Owned<void*, ReleaseDeviceMemory> memory_;
  Bytes bytes_ = 0;
};

// Page-locked host memory, from which copies to the device run at full speed.
class PinnedBuffer {
 public:
  PinnedBuffer() = default;
  explicit PinnedBuffer(Bytes bytes);

  void* data() const { return memory_.get(); }
  Bytes bytes() const { return bytes_; }

 private:
  Owned<void*, ReleasePinnedMemory> memory_;
  Bytes bytes_ = 0;
};

class Stream {
 public:
  Stream();
  cudaStream_t get() const { return stream_.get(); }
  // Blocks the host until everything queued so far is done.
  void synchronize() const;

 private:
  Owned<cudaStream_t, ReleaseStream> stream_;
};

// Only events made with kTimed can measure the time between them.
class Event {
 public:
  enum class Kind { kPlain, kTimed };
  explicit Event(Kind kind = Kind::kPlain);
  void record(const Stream& stream);
  // Blocks the host until the recorded work is done; returns at once when nothing was recorded.
  void wait() const;
  // What is queued on `stream` from now on waits for the recorded work; the host does not.
  void hold(const Stream& stream) const;
  // Whether the recorded work is done.
  bool done() const;
  // By the device's clock; both events must be timed and done.
  double seconds_since(const Event& start) const;

 private:
  Owned<cudaEvent_t, ReleaseEvent> event_;
};

class CublasLtHandle {
 public:
  CublasLtHandle();
  cublasLtHandle_t get() const { return handle_.get(); }

 private:
  Owned<cublasLtHandle_t, ReleaseCublasLt> handle_;
};

}  // namespace headroom::gpu
