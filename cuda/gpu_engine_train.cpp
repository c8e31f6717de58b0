// GpuEngine's training steps, and which path they take.
#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/model/seeds.h"
#include "cuda/check.h"
#include "cuda/gpu_engine.h"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/loss.h"

namespace headroom::gpu {
namespace {

constexpr std::int64_t kGraphSteps = 16;

}  // namespace

void GpuEngine::choose_path() {
  if (exchange_) {
    const bool captured = exchange_->on_device() && exchange_->capturable();
    path_ = captured && path_ != TrainPath::kPlain ? TrainPath::kGraph : TrainPath::kPlain;
    return;
  }
  if (path_ != TrainPath::kBest && path_ != TrainPath::kPersistent) return;
  const Bytes limit = state_.shared_memory_limit();
  const auto layout = persistent_layout(model_, settings_.optimizer.kind, full_batch_.rows, limit);
  if (!layout || settings_.precision != Precision::kFp32) {
    if (path_ == TrainPath::kBest) {
      path_ = TrainPath::kGraph;
      return;
    }
    refuse(ErrorCode::kUnsupported, "the persistent path takes fp32 and what fits into the " +
                                        format_bytes(limit) +
                                        " of memory that a block has: choose another path, a smaller batch "
                                        "or a smaller network");
  }
  state_.guarded([&] {
    prepare_persistent(*layout);
    if (path_ == TrainPath::kBest) {
      path_ = faster_path(path_key(), [&](TrainPath path) { return seconds_per_step(path); });
      if (path_ == TrainPath::kGraph) return;
      for (Steps* const steps : {&full_batch_, &last_batch_}) {  // their graphs have served
        steps->one = StepGraph();
        steps->many = StepGraph();
      }
    }
  });
}

void GpuEngine::prepare_persistent(const PersistentLayout& layout) {
  PersistentJob job{};
  job.layout = layout;
  job.blocks = blocks_;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    job.weight_at[l] = layers_[l].weight - blocks_.weights;
    job.bias_at[l] = layers_[l].bias - blocks_.weights;
  }
  job.activation = model_.activation;
  job.output = model_.output;
  job.optimizer = settings_.optimizer.kind;
  job.batch = static_cast<int>(full_batch_.rows);
  job.source = source_;
  job.clock = clock_;
  job.corrections = corrections_;
  job.losses = metric_loss_;
  job.corrects = metric_correct_;
  allow_persistent(state_.shared_memory_limit());
  persistent_ = job;
}

// What decides how long a step takes. The same key always gets the same path in a process. Whether the terms
// of degree 2 are stored is no part of it: the numbers are the same, so the path has to be.
std::string GpuEngine::path_key() const {
  std::string key = std::to_string(state_.index());
  for (const std::int64_t width : model_.widths) key += "," + std::to_string(width);
  key +=
      "," + std::string(activation_name(model_.activation)) + "," + std::string(output_name(model_.output));
  key += "," + std::string(optimizer_name(settings_.optimizer.kind));
  return key + "," + std::to_string(full_batch_.rows) + "," + std::to_string(steps_per_epoch());
}

// The best of a few rounds, after one that captures and loads. Trains from weights of 0, and leaves none of
// it behind.
double GpuEngine::seconds_per_step(TrainPath path) {
  constexpr int kRounds = 4;
  const std::int64_t steps = std::min<std::int64_t>(64, steps_per_epoch());
  path_ = path;
  double best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    queue(0, 0, steps);
    state_.stream().synchronize();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    if (round > 0) best = std::min(best, taken.count());
    outstanding_.clear();
  }
  updates_ = 0;
  for (float* const block : {blocks_.weights, blocks_.moment0, blocks_.moment1}) {
    if (!block) continue;
    HEADROOM_CUDA(cudaMemsetAsync(block, 0, static_cast<std::size_t>(blocks_.count) * sizeof(float),
                                  state_.stream().get()));
  }
  return best / static_cast<double>(steps);
}

// Steps that were captured before know nothing of them.
void GpuEngine::take_class_weights() {
  if (weights_version_ == data_.weights_version()) return;
  const std::vector<float>& weights = data_.class_weights();
  const std::int64_t classes = std::max<std::int64_t>(2, model_.outputs());
  if (!weights.empty()) {
    if (exchange_) refuse(ErrorCode::kUnsupported, "class weights and several ranks do not go together yet");
    if (class_weights_ == nullptr || static_cast<std::int64_t>(weights.size()) != classes)
      refuse(ErrorCode::kInternal, "the class weights are of other classes than the network's");
    state_.upload(class_weights_, weights.data(), classes * static_cast<Bytes>(sizeof(float)));
    if (path_ == TrainPath::kPersistent) path_ = TrainPath::kGraph;
  }
  weighted_ = !weights.empty();
  for (Steps* const steps : {&full_batch_, &last_batch_}) {
    steps->loaded = false;
    steps->one = StepGraph();
    steps->many = StepGraph();
  }
  weights_version_ = data_.weights_version();
}

void GpuEngine::run_steps(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) {
  state_.guarded([&] { take_class_weights(); });
  state_.guarded([&] { queue(epoch, first_step, steps); });
}

RowOrder GpuEngine::epoch_order(std::int64_t epoch) const {
  if (settings_.shuffle == Shuffle::kNone) return RowOrder::in_file_order();
  return RowOrder::shuffled(static_cast<std::uint32_t>(data_.shape().train_rows),
                            shuffle_seed(settings_.seed), static_cast<std::uint64_t>(epoch));
}

RowChunk GpuEngine::training_chunk(std::int64_t epoch, std::int64_t index) const {
  const bool shuffled = settings_.shuffle == Shuffle::kEpoch;
  const std::int64_t most = stream_->chunk_rows();
  const std::int64_t rows = data_.shape().train_rows;
  // Without shuffling all epochs read the same chunks.
  return {.epoch = shuffled ? epoch : 0,
          .shuffled = shuffled,
          .first = index * most,
          .rows = std::clamp<std::int64_t>(rows - index * most, 0, most)};
}

void GpuEngine::queue(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) {
  if (!stream_) return queue_part(epoch_order(epoch), first_step * settings_.batch, first_step, steps);
  const std::int64_t chunk_steps = stream_->chunk_rows() / settings_.batch;
  for (std::int64_t step = first_step; step < first_step + steps;) {
    const std::int64_t index = step / chunk_steps;
    const std::int64_t end = std::min((index + 1) * chunk_steps, first_step + steps);
    RowChunk next = training_chunk(epoch, index + 1);
    // The end of an epoch is followed by an evaluation, where there are rows for it.
    if (next.rows == 0) next = pass_chunk(data_.shape().train_rows, data_.shape().validation_rows(), 0);
    if (next.rows == 0) next = training_chunk(epoch + 1, 0);
    const std::int64_t at = stream_->use(training_chunk(epoch, index), next);
    const std::int64_t behind = (step - index * chunk_steps) * settings_.batch;
    queue_part(RowOrder::in_file_order(), at + behind, step, end - step);
    step = end;
    training_next_ =
        end == steps_per_epoch() ? training_chunk(epoch + 1, 0) : training_chunk(epoch, end / chunk_steps);
  }
}

void GpuEngine::queue_part(const RowOrder& order, std::int64_t first, std::int64_t first_step,
                           std::int64_t steps) {
  const StreamHandle stream = state_.stream().get();
  const std::int64_t rows = std::min((first_step + steps) * settings_.batch, data_.shape().train_rows) -
                            first_step * settings_.batch;
  const std::int64_t whole = rows / full_batch_.batch;
  const std::int64_t mine = rows_of_shard(shard_, full_batch_.batch, full_batch_.batch).first;
  const FirstStep start{.order = order,
                        .first = static_cast<std::uint32_t>(first + mine),
                        .batch = static_cast<std::uint32_t>(full_batch_.batch),
                        .slot = static_cast<std::uint32_t>(outstanding_.size()),
                        .updates = updates_};
  begin_steps(stream, settings_.optimizer, start, steps, corrections_, clock_);
  if (path_ == TrainPath::kPersistent) {
    persistent_->end = first + rows;
    train_persistent(stream, *persistent_, steps);
  } else {
    queue_steps(full_batch_, whole);
    queue_steps(last_batch_, steps - whole);
  }
  for (std::int64_t i = 0; i < steps; ++i) {
    outstanding_.push_back(static_cast<std::int32_t>(i < whole ? full_batch_.rows : last_batch_.rows));
  }
  updates_ += steps;
}

void GpuEngine::queue_steps(Steps& steps, std::int64_t count) {
  const auto repeat = [&](std::int64_t times) {
    for (std::int64_t i = 0; i < times; ++i) queue_step(steps);
  };
  if (path_ == TrainPath::kPlain) return repeat(count);
  if (count > 0 && !steps.loaded) {
    repeat(1);
    steps.loaded = true;
    --count;
  }
  if (count >= kGraphSteps && !steps.many) {
    steps.many = StepGraph::capture(state_.stream(), [&] { repeat(kGraphSteps); });
  }
  for (; count >= kGraphSteps; count -= kGraphSteps) steps.many.launch(state_.stream());
  if (count > 0 && !steps.one) steps.one = StepGraph::capture(state_.stream(), [&] { repeat(1); });
  for (; count > 0; --count) steps.one.launch(state_.stream());
}

void GpuEngine::queue_step(const Steps& steps) {
  const StreamHandle stream = state_.stream().get();
  if (steps.rows > 0) gather_rows(stream, source_, clock_, steps.rows, batch_input_, batch_target_);
  queue_losses(steps);
  store_metric(stream, row_loss_, row_correct_, steps.rows, corrections_, clock_, metric_loss_,
               metric_correct_);
  queue_gradients(steps);
  if (exchange_) exchange_gradients();
  optimizer_step(stream, settings_.optimizer.kind, clock_, blocks_);
}

void GpuEngine::queue_losses(const Steps& steps) {
  if (steps.rows == 0) return;
  forward(steps.plans.forward, batch_input_, steps.rows, true);
  output_loss(state_.stream().get(), model_.output, layers_.back().activation, batch_target_, steps.rows,
              model_.outputs(), row_loss_, row_correct_, delta_[0], steps.batch);
  if (weighted_)
    weight_rows(state_.stream().get(), class_weights_, batch_target_, steps.rows, model_.outputs(), row_loss_,
                delta_[0]);
}

void GpuEngine::queue_gradients(const Steps& steps) {
  if (steps.rows > 0) return backward(steps.plans, steps.rows);
  HEADROOM_CUDA(cudaMemsetAsync(gradients_, 0, static_cast<std::size_t>(block_size_) * sizeof(float),
                                state_.stream().get()));
}

void GpuEngine::exchange_gradients() {
  if (exchange_->on_device()) return exchange_->sum(gradients_, block_size_, state_.stream().get());
  host_gradients_.resize(static_cast<std::size_t>(block_size_));
  const Bytes bytes = block_size_ * static_cast<Bytes>(sizeof(float));
  state_.download(host_gradients_.data(), gradients_, bytes);
  exchange_->sum(host_gradients_.data(), block_size_, nullptr);
  state_.upload(gradients_, host_gradients_.data(), bytes);
}

void GpuEngine::backward(const StepPlans& plans, std::int64_t rows) {
  const StreamHandle stream = state_.stream().get();
  float* delta = delta_[0];
  float* below = delta_[1];
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const Layer& layer = layers_[l];
    const float* const source = l > 0 ? layers_[l - 1].activation : batch_input_;
    multiply(plans.weight_gradient[l], delta, source, layer.weight_gradient);  // and the bias gradient
    if (l == 0) break;  // nobody needs the gradient of the data
    multiply(plans.input_gradient[l - 1], delta, layer.weight, below);
    const Layer& previous = layers_[l - 1];
    const float* const saved = previous.pre_activation ? previous.pre_activation : previous.activation;
    activation_backward(stream, model_.activation, saved, rows * layer.in, below);
    std::swap(delta, below);
  }
}

void GpuEngine::read_metrics(std::span<float> losses, std::span<std::int32_t> correct) {
  state_.guarded([&] {
    const Bytes bytes = static_cast<Bytes>(losses.size()) * 4;
    state_.download(losses.data(), metric_loss_, bytes);
    state_.download(correct.data(), metric_correct_, bytes);
  });
}

}  // namespace headroom::gpu
