// Looking into an engine: its state on the way to the host and back, single tensors, rows that are given.

#include <algorithm>
#include <vector>

#include "cuda/check.h"
#include "cuda/gpu_engine.h"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/loss.h"

namespace headroom::gpu {

void GpuEngine::set_state(const EngineState& state) {
  BackendEngine::set_state(state);
  if (stream_) stream_->forget_figures();
}

void GpuEngine::download(float* to, const float* from, std::int64_t count) const {
  state_.download(to, from, count * static_cast<Bytes>(sizeof(float)));
}

void GpuEngine::copy_out(const float* from, std::int64_t count, float* to) const {
  state_.guarded([&] { download(to, from, count); });
}

Weights GpuEngine::read_block(const float* block) const {
  std::vector<float> values(static_cast<std::size_t>(block_size_));
  copy_out(block, block_size_, values.data());
  return unpack(values.data());
}

void GpuEngine::write_block(const Weights& from, float* block) {
  std::vector<float> values(static_cast<std::size_t>(block_size_), 0.0F);
  pack(from, values.data());
  state_.guarded(
      [&] { state_.upload(block, values.data(), block_size_ * static_cast<Bytes>(sizeof(float))); });
}

void GpuEngine::load_rows(const float* features, std::int64_t rows) {
  state_.guarded([&] {
    state_.upload(batch_input_, features, rows * model_.inputs() * static_cast<Bytes>(sizeof(float)));
  });
}

// The clock tells the kernel where they are; every call of train() sets it anew.
void GpuEngine::load_step_rows(const StepRows& rows) {
  state_.guarded([&] {
    const StreamHandle stream = state_.stream().get();
    FirstStep at{.order = epoch_order(rows.epoch),
                 .first = static_cast<std::uint32_t>(rows.first),
                 .batch = 0,
                 .slot = 0,
                 .updates = updates_};
    if (stream_) {
      const RowChunk chunk = training_chunk(rows.epoch, rows.step * settings_.batch / stream_->chunk_rows());
      at.order = RowOrder::in_file_order();
      at.first = static_cast<std::uint32_t>(stream_->use(chunk, training_next_) + rows.first - chunk.first);
    }
    begin_steps(stream, settings_.optimizer, at, 0, corrections_, clock_);
    gather_rows(stream, source_, clock_, rows.count, batch_input_, batch_target_);
  });
}

void GpuEngine::differentiate(const StepRows& rows) {
  const Steps& steps = rows.batch == full_batch_.batch ? full_batch_ : last_batch_;
  if (rows.count > 0) load_step_rows(rows);
  state_.guarded([&] {
    take_class_weights();
    queue_losses(steps);
    queue_gradients(steps);
  });
}

// A layer's z is gone once its activation stands in its place, so the product is made again.
void GpuEngine::forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) {
  state_.guarded([&] {
    const StreamHandle stream = state_.stream().get();
    const std::vector<MatmulPlan>& plans = evaluation_plans(rows);
    const float* input = batch_input_;
    for (std::size_t l = 0; l < targets.size(); ++l) {
      const Layer& layer = layers_[l];
      float* const y = layer.activation;
      const bool last = l + 1 == layers_.size();
      multiply(plans[l], input, layer.weight, y);
      if (float* const z = targets[l].pre_activation) {
        if (!last) add_bias(stream, layer.bias, rows, layer.out, y);
        download(z, y, rows * layer.out);
        if (!last) multiply(plans[l], input, layer.weight, y);
      }
      if (!last) add_bias_and_activate(stream, model_.activation, layer.bias, rows, layer.out, y, y);
      if (targets[l].activation) {
        if (last) apply_output(stream, model_.output, rows, layer.out, y);
        download(targets[l].activation, y, rows * layer.out);
      }
      input = y;
    }
  });
}

}  // namespace headroom::gpu
