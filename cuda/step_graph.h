// Work recorded from a stream once, to be launched again and again at a fraction of the cost.
//
//   StepGraph graph = StepGraph::capture(stream, [&] { train_step(); });   // queues nothing
//   graph.launch(stream);                                                  // as if train_step() had run
//
// The recorded work keeps its pointers and sizes; what changes from launch to launch lies in device memory
// (kernels/step_clock.h). Everything in it must have run once before: a kernel that is loaded while a stream
// is captured may synchronise, which a capture forbids.
//
// Thread rule: as the stream's device.
#pragma once

#include <cuda_runtime_api.h>

#include "cuda/handles.h"

namespace headroom::gpu {

struct ReleaseGraphExec {
  static void release(cudaGraphExec_t graph) noexcept;
};

class StepGraph {
 public:
  StepGraph() = default;

  // Throws what `record` throws (nothing is captured then) and Error{kDevice}.
  template <typename Record>
  static StepGraph capture(const Stream& stream, const Record& record) {
    begin(stream);
    try {
      record();
    } catch (...) {
      abandon(stream);
      throw;
    }
    return end(stream);
  }

  void launch(const Stream& stream) const;
  explicit operator bool() const { return exec_.get() != nullptr; }

 private:
  static void begin(const Stream& stream);
  static void abandon(const Stream& stream) noexcept;
  static StepGraph end(const Stream& stream);

  Owned<cudaGraphExec_t, ReleaseGraphExec> exec_;
};

}  // namespace headroom::gpu
