// What a CUDA device, its data and its engines share: the stream, cuBLASLt, the ledger, the staging
// buffers, and whether the device has failed.
//
//   return state.guarded([&] { return read(); });   // around every public operation
//
// All work of a device runs in order on one stream, so buffers need no other synchronisation.
//
// Thread rule: the thread that owns the device. Outlives its data and engines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/device/device.h"
#include "core/device/ledger.h"
#include "cuda/context_memory.h"
#include "cuda/handles.h"
#include "cuda/matmul.h"

namespace headroom::gpu {

class DeviceState {
 public:
  // Makes `index` current, creates its context, stream and cuBLASLt, and measures what they take.
  explicit DeviceState(int index);

  // Runs `work` with this device current. An Error{kDevice} from it closes the device: this and every
  // later call throw that same error.
  template <typename Work>
  auto guarded(Work&& work) {
    if (failure_) throw *failure_;
    try {
      make_current();
      return work();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kDevice) failure_ = error;
      throw;
    }
  }

  // Copies host memory to the device through page-locked staging; returns once all of it has arrived.
  void upload(void* device, const void* host, Bytes bytes);
  // Copies back; waits for everything queued before.
  void download(void* host, const void* device, Bytes bytes);

  const Stream& stream() const { return stream_; }
  const CublasLtHandle& lt() const { return lt_; }
  Ledger& ledger() { return ledger_; }
  const Ledger& ledger() const { return ledger_; }
  bool closed() const { return failure_.has_value(); }
  Bytes context_bytes() const { return context_bytes_; }
  int index() const { return index_; }
  int compute_capability() const { return compute_capability_; }      // 90 for 9.0
  Bytes shared_memory_limit() const { return shared_memory_limit_; }  // of one block that opts in to it

 private:
  DeviceState(int index, ContextMeter meter);
  void make_current() const;
  void warm_up();

  int index_;
  int compute_capability_ = 0;
  Bytes shared_memory_limit_ = 0;
  Bytes context_bytes_ = 0;
  std::optional<Error> failure_;
  Ledger ledger_;
  Stream stream_;
  CublasLtHandle lt_;
  PinnedBuffer staging_[2];
  Event copied_[2];
};

}  // namespace headroom::gpu
