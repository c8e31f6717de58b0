#include "cuda/step_graph.h"

#include "cuda/check.h"

namespace headroom::gpu {
namespace {

struct ReleaseGraph {
  static void release(cudaGraph_t graph) noexcept { HEADROOM_CUDA_LOG(cudaGraphDestroy(graph)); }
};

}  // namespace

void ReleaseGraphExec::release(cudaGraphExec_t graph) noexcept {
  HEADROOM_CUDA_LOG(cudaGraphExecDestroy(graph));
}

// Thread-local: what other threads ask of the driver meanwhile is no concern of this capture.
void StepGraph::begin(const Stream& stream) {
  HEADROOM_CUDA(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeThreadLocal));
}

void StepGraph::abandon(const Stream& stream) noexcept {
  cudaGraph_t graph = nullptr;
  HEADROOM_CUDA_LOG(cudaStreamEndCapture(stream.get(), &graph));
  if (graph) HEADROOM_CUDA_LOG(cudaGraphDestroy(graph));
}

StepGraph StepGraph::end(const Stream& stream) {
  cudaGraph_t raw = nullptr;
  HEADROOM_CUDA(cudaStreamEndCapture(stream.get(), &raw));
  const Owned<cudaGraph_t, ReleaseGraph> graph(raw);
  cudaGraphExec_t exec = nullptr;
  HEADROOM_CUDA(cudaGraphInstantiateWithFlags(&exec, graph.get(), 0));
  StepGraph captured;
  captured.exec_ = Owned<cudaGraphExec_t, ReleaseGraphExec>(exec);
  return captured;
}

void StepGraph::launch(const Stream& stream) const {
  HEADROOM_CUDA(cudaGraphLaunch(exec_.get(), stream.get()));
}

}  // namespace headroom::gpu
