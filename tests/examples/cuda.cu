// The examples of cuda's headers, word for word (tests/support/check_examples.py): compiled, never run.
#include <functional>
#include <memory>

#include "core/device/tensors.h"
#include "cuda/arena.h"
#include "cuda/check.h"
#include "cuda/context_memory.h"
#include "cuda/cuda_device.h"
#include "cuda/device_state.h"
#include "cuda/handles.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/persistent.h"
#include "cuda/kernels/rows.h"
#include "cuda/kernels/step_clock.h"
#include "cuda/matmul.h"
#include "cuda/persistent_layout.h"
#include "cuda/row_stream.h"
#include "cuda/step_graph.h"

namespace headroom::gpu {

void example_arena(DeviceState& state, const DataShape& shape) {
  TensorArena arena(state, dataset_tensors(shape, cuda_layout()), "the data");
  float* targets = arena.floats("targets");
}

__global__ void add_bias(const float* bias, std::int64_t rows) {}

void example_check(void* p, std::size_t n, cudaStream_t stream, dim3 grid, dim3 block, const float* bias,
                   std::int64_t rows) {
  HEADROOM_CUDA(cudaMemsetAsync(p, 0, n, stream));
  add_bias<<<grid, block, 0, stream>>>(bias, rows);
  HEADROOM_LAUNCHED("add_bias");
}

void example_context(int index, void (*warm_up)()) {
  ContextMeter meter(index);
  warm_up();
  Bytes context = meter.finish();
}

}  // namespace headroom::gpu

namespace headroom {

void example_cuda_device(void (*show)(const DeviceInfo&)) {
  for (const DeviceInfo& gpu : gpu::list_devices()) show(gpu);
  std::unique_ptr<Device> device = gpu::open_device(0);
}

}  // namespace headroom

namespace headroom::gpu {

int example_device_state(DeviceState& state, int (*read)()) {
  return state.guarded([&] { return read(); });
}

void example_handles(Bytes bytes) {
  DeviceBuffer buffer(bytes, "the data");
  Stream stream;
  Event copied;
  copied.record(stream);
  copied.wait();
}

__global__ void example_grid(const float* values, std::int64_t rows, float* to) {
  float sum = 0;
  for (auto r = first_row(); r < rows; r += row_stride()) sum += values[r];
  *to = sum;
}

void example_loss(StreamHandle stream, Output output, float* logits, const float* target, std::int64_t rows,
                  std::int64_t width, float* row_loss, std::int32_t* row_correct, float* delta,
                  const float* class_weights, const StepCorrection* corrections, StepClock* clock,
                  float* losses, std::int32_t* corrects) {
  output_loss(stream, output, logits, target, rows, width, row_loss, row_correct, delta);
  weight_rows(stream, class_weights, target, rows, width, row_loss, delta);
  store_metric(stream, row_loss, row_correct, rows, corrections, clock, losses, corrects);
}

void example_persistent(StreamHandle stream, const OptimizerSettings& optimizer, const FirstStep& first_step,
                        std::int64_t steps, StepCorrection* corrections, StepClock* clock,
                        const PersistentJob& job, Bytes limit) {
  allow_persistent(limit);
  begin_steps(stream, optimizer, first_step, steps, corrections, clock);
  train_persistent(stream, job, steps);
}

void example_persistent_layout(const ModelSpec& model, std::int64_t batch, Bytes limit,
                               void (*use)(const PersistentLayout&)) {
  if (auto layout = persistent_layout(model, OptimizerKind::kAdam, batch, limit)) use(*layout);
}

void example_rows(StreamHandle stream, const GpuData& data, const StepClock* clock, std::int64_t count,
                  float* input, float* target) {
  gather_rows(stream, data.source(), clock, count, input, target);
}

void example_step_clock(StreamHandle stream, const TrainSettings& settings, const FirstStep& first_step,
                        std::int64_t steps, StepCorrection* corrections, StepClock* clock,
                        const RowSource& source, std::int64_t rows, float* input, float* target,
                        const float* row_loss, const std::int32_t* row_correct, float* losses,
                        std::int32_t* corrects, OptimizerKind kind, const ParameterBlocks& blocks) {
  begin_steps(stream, settings.optimizer, first_step, steps, corrections, clock);
  gather_rows(stream, source, clock, rows, input, target);
  store_metric(stream, row_loss, row_correct, rows, corrections, clock, losses, corrects);
  optimizer_step(stream, kind, clock, blocks);
}

void example_matmul(const CublasLtHandle& lt, const Stream& stream, std::int64_t rows, std::int64_t out,
                    std::int64_t in, Precision precision, const Workspace& workspace, const float* input,
                    const float* weight, float* activations) {
  MatmulPlan plan(lt, {.rows = rows, .cols = out, .depth = in, .transpose_b = true}, precision,
                  workspace.bytes);
  plan.run(lt, stream, input, weight, activations, workspace);
}

void example_row_stream(DeviceState& state, const GpuData& data, std::uint64_t seed, std::int64_t chunk_rows,
                        float* ring_columns, float* ring_targets, const RowChunk& this_chunk,
                        const RowChunk& next_chunk, void (*train)(std::int64_t)) {
  RowStream rows(state, data, seed, chunk_rows, ring_columns, ring_targets);
  std::int64_t at = rows.use(this_chunk, next_chunk);
  train(at);
}

void example_step_graph(const Stream& stream, void (*train_step)()) {
  StepGraph graph = StepGraph::capture(stream, [&] { train_step(); });
  graph.launch(stream);
}

}  // namespace headroom::gpu
