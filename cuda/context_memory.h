// How much device memory a CUDA context takes, measured while it is created.
//
//   ContextMeter meter(index);          // before the first CUDA call that creates the context
//   warm_up();                          // creates context, stream and cuBLASLt, runs something
//   Bytes context = meter.finish();     // remembered for the life of the process
//
// cudaMemGetInfo creates the context that is to be measured, so free memory before and after comes from
// the driver's management library (libnvidia-ml.so.1, loaded at run time, never linked). Where that is
// missing, only what is allocated after the bare context is counted.
//
// Thread rule: the thread that opens devices.
#pragma once

#include <optional>

#include "core/base/bytes.h"

namespace headroom::gpu {

class ContextMeter {
 public:
  explicit ContextMeter(int index);
  // Call once the bare context exists (after cudaSetDevice).
  void context_exists();
  Bytes finish();

 private:
  int index_;
  bool known_ = false;  // measured by an earlier open: the context lives on
  std::optional<Bytes> free_before_;
  Bytes free_after_context_ = 0;
};

}  // namespace headroom::gpu
